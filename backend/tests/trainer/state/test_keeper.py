"""Which files of a run stay: the newest checkpoints and the best one, and the states of two."""

import inspect
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from temper.trainer.records import Records
from temper.trainer.state.keeper import Keeper
from temper.trainer.state.training_state import TrainingState
from tests.trainer.wrapped import Recorded


class Optimizer:
    """As far as a state is concerned."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {"step": mx.array(3, mx.uint64), "w": {"m": mx.ones((4,))}}


class Arguments:
    gradient_accumulation_steps = 1


def real_save(file: Any, arrays: Any, metadata: Any = None) -> None:
    mx.save_safetensors(file, arrays, metadata)  # pyright: ignore[reportUnknownMemberType]


def kept_after(
    folder: Path, losses: dict[int, float], keep: int | None, save: Any = real_save
) -> tuple[list[str], Recorded]:
    """What is in the folder after a checkpoint at each of these iterations."""
    sink, state = Recorded(), TrainingState()
    keeper = Keeper(state, Records(sink), save)
    keeper.keep = keep

    def train_sft(optimizer: Any, args: Any) -> None:
        for iteration, loss in losses.items():
            keeper.note(iteration, {"val_loss": loss})
            adapter = folder / f"{iteration:07d}_adapters.safetensors"
            adapter.write_bytes(b"weights")
            keeper.save_state(adapter, iteration, inspect.currentframe())
            keeper.saved(adapter, iteration)

    state.watch(train_sft)(optimizer=Optimizer(), args=Arguments())
    return sorted(file.name for file in folder.iterdir()), sink


LOSSES = {10: 3.0, 20: 1.0, 30: 2.0, 40: 1.5}


def test_all_checkpoints_stay_unless_a_number_was_given_and_two_states(tmp_path: Path):
    names, _ = kept_after(tmp_path, LOSSES, None)
    assert [n for n in names if "adapters" in n] == [
        f"00000{i}_adapters.safetensors" for i in LOSSES
    ]
    assert [n for n in names if "state" in n] == [f"00000{i}_state.safetensors" for i in (20, 40)]


@pytest.mark.parametrize(
    ("keep", "left"), [(1, [20, 40]), (2, [20, 30, 40]), (9, [10, 20, 30, 40])]
)
def test_the_newest_and_the_best_stay(tmp_path: Path, keep: int, left: list[int]):
    names, _ = kept_after(tmp_path, LOSSES, keep)
    expected = [f"00000{i}_adapters.safetensors" for i in left]
    assert [name for name in names if "adapters" in name] == expected


def test_a_state_that_cannot_be_written_is_said_once_and_costs_nothing_else(tmp_path: Path):
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    names, sink = kept_after(tmp_path, LOSSES, None, full)
    assert len(names) == 4 and all("adapters" in name for name in names)
    assert [record["code"] for record in sink.records] == ["state-not-saved"]
