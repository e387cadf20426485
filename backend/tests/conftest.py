"""Fixtures that tests of several folders share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.supervised import StartRun, SupervisedRun, program


@pytest.fixture
def start_run(tmp_path: Path) -> Iterator[StartRun]:
    """Starts test programs under the real supervisor, and leaves none behind."""
    runs: list[SupervisedRun] = []

    def start(name: str, *arguments: str, **environment: str) -> SupervisedRun:
        folder = tmp_path / f"run-{len(runs)}"
        runs.append(SupervisedRun(folder, program(name, *arguments), environment))
        return runs[-1].start()

    yield start
    for run in runs:
        run.clean_up()
