"""What of a run folder goes along."""

from pathlib import Path
from typing import Any

import pytest

from temper.runs.journal import Journal
from temper.runs.transfer.pack import files_of

STATE, NUMBERED, FINAL = (
    "adapters/0000020_state.safetensors",
    "adapters/0000020_adapters.safetensors",
    "adapters/adapters.safetensors",
)


def checkpoint(iteration: int, path: str, state: str | None, final: bool) -> dict[str, Any]:
    saved = {"iteration": iteration, "path": path, "state": state, "bytes": 1, "final": final}
    return {"type": "checkpoint", **saved}


@pytest.mark.parametrize(("final", "newest"), [(True, FINAL), (False, NUMBERED)])
def test_without_checkpoints_the_newest_one_keeps_its_state(
    tmp_path: Path, final: bool, newest: str
) -> None:
    older = ["adapters/0000010_adapters.safetensors", "adapters/0000010_state.safetensors"]
    (tmp_path / "adapters").mkdir()
    for name in (*older, STATE, NUMBERED, FINAL):
        (tmp_path / name).write_bytes(b"x")
    journal = Journal(tmp_path / "events.jsonl")
    journal.append(checkpoint(10, older[0], older[1], final=False))
    journal.append(checkpoint(20, NUMBERED, STATE, final=False))
    if final:
        journal.append(checkpoint(20, FINAL, STATE, final=True))
    journal.close()
    packed = {path.relative_to(tmp_path).as_posix() for path in files_of(tmp_path, False)}
    assert packed == {"events.jsonl", STATE, newest, FINAL}
    assert set(older) <= {
        path.relative_to(tmp_path).as_posix() for path in files_of(tmp_path, True)
    }
