"""Saved weights are whole, finite, and announced."""

from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from temper.trainer.checkpoints import CheckpointSaver
from temper.trainer.outcome import TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import Records
from temper.trainer.state.keeper import Keeper
from temper.trainer.state.training_state import TrainingState
from tests.trainer.wrapped import Recorded

GOOD = {"a": mx.ones((2, 2)), "ids": mx.array([1, 2])}


@pytest.fixture
def run_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "adapters").mkdir()
    return tmp_path


def real_save(file: Any, arrays: Any, metadata: Any = None) -> None:
    mx.save_safetensors(file, arrays, metadata)  # pyright: ignore[reportUnknownMemberType]


def saver(save: Any = real_save) -> tuple[CheckpointSaver, Progress, Recorded]:
    sink = Recorded()
    progress = Progress(Records(sink))
    records = Records(sink)
    keeper = Keeper(TrainingState(), records, real_save)
    return CheckpointSaver(save, records, progress, keeper), progress, sink


def test_numbered_and_final_weights_are_announced(run_folder: Path):
    save, progress, sink = saver()
    for step in progress.iterate(range(1, 3)):
        save("adapters/adapters.safetensors", GOOD)
        save(str(run_folder / "adapters" / f"{step:07d}_adapters.safetensors"), GOOD)
    assert not progress.final_saved
    save(Path("adapters/adapters.safetensors"), GOOD)
    assert progress.final_saved and progress.adapter == "adapters/adapters.safetensors"
    size = (run_folder / "adapters" / "adapters.safetensors").stat().st_size
    assert [tuple(record.values())[1:] for record in sink.of("checkpoint")] == [
        (1, "adapters/0000001_adapters.safetensors", size, False, None),
        (2, "adapters/0000002_adapters.safetensors", size, False, None),
        (2, "adapters/adapters.safetensors", size, True, None),
    ]
    assert len(list((run_folder / "adapters").iterdir())) == 3


def test_a_save_that_is_cut_off_leaves_the_older_file_whole(run_folder: Path):
    file = run_folder / "adapters" / "adapters.safetensors"

    def torn(path: str, *_: Any) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    saver()[0](file, GOOD)
    whole = file.read_bytes()
    with pytest.raises(OSError, match="No space"):
        saver(torn)[0](file, GOOD)
    assert file.read_bytes() == whole


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_not_saved(run_folder: Path, value: float):
    save, progress, sink = saver()
    with pytest.raises(TrainingFailed, match="first in b"):
        save("adapters/adapters.safetensors", {**GOOD, "b": mx.array([1.0, value])})
    assert list((run_folder / "adapters").iterdir()) == []
    assert progress.adapter is None and sink.records == []


def test_other_files_pass_through(run_folder: Path):
    save, progress, sink = saver()
    save("model.safetensors", {"a": mx.array([float("nan")])}, metadata={"format": "mlx"})
    assert (run_folder / "model.safetensors").exists()
    assert progress.adapter is None and sink.records == []
