"""What the tests of imports share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from temper.datasets.imports.cache import ImportCache
from temper.datasets.source import Source, find_source

Lines = Callable[..., Source]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Imports what lies at a path; a file can be written there first."""

    def run(name: str, data: bytes | None = None, **options: str) -> Source:
        target = tmp_path / name
        if data is not None:
            target.write_bytes(data)
        return ImportCache(tmp_path / "cache").lines(find_source(target, **options))

    return run
