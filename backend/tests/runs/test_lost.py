"""Of a run whose supervisor left no word, what is known is told."""

from pathlib import Path

import pytest

from temper.runs.folder import RunFolder
from temper.runs.journal import Journal
from temper.runs.lifecycle import SUPERVISOR_GONE
from temper.runs.lost import last_known, why_lost


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    (tmp_path / "supervisor.log").touch()
    return RunFolder(tmp_path)


def test_its_newest_checkpoint_that_is_there_and_its_last_lines(folder: RunFolder) -> None:
    journal = Journal(folder.events)
    for iteration in (2, 4):
        path = f"adapters/{iteration:07d}_adapters.safetensors"
        journal.append({"type": "checkpoint", "iteration": iteration, "path": path, "bytes": 1})
    folder.adapters.mkdir()
    (folder.adapters / "0000002_adapters.safetensors").touch()
    folder.output_log.write_text("".join(f"line {number}\n" for number in range(100)))
    known = last_known(folder)
    assert known["adapter"] == "adapters/0000002_adapters.safetensors"
    assert known["last_lines"] == [f"line {number}" for number in range(70, 100)]


def test_nothing_is_known_of_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = RunFolder(tmp_path / "gone")
    assert last_known(gone) == {"adapter": None, "last_lines": []}
    assert why_lost(gone) == f"The run folder {gone.path} is gone, so the run was ended."


def test_what_the_supervisor_complained_of_is_passed_on(folder: RunFolder) -> None:
    assert why_lost(folder) == SUPERVISOR_GONE
    (folder.path / "supervisor.log").write_text("first\nThe run folder cannot be written: full\n")
    assert why_lost(folder).endswith("It said: The run folder cannot be written: full")
