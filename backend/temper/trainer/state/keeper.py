"""Writes the state beside each checkpoint, and takes away what the rules no longer keep."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from temper.runs.best import Scores
from temper.trainer.records import Records
from temper.trainer.state.loop import training_frame
from temper.trainer.state.training_state import TrainingState
from temper.trainer.state.tree import write_tree

KEEP = "temper_keep_checkpoints"
"""The key of the YAML with the number of newest checkpoints to keep beside the best; none keeps all."""
STATE = "{:07d}_state.safetensors"
NUMBERED = re.compile(r"(\d{7,})_adapters\.safetensors")
ROOM = 1.5
"""How many times the state must fit on the disk before it is written."""


class Keeper:
    """The checkpoints that this process saved."""

    def __init__(self, state: TrainingState, records: Records, save: Callable[..., None]) -> None:
        self._state = state
        self._records = records
        self._save = save
        self.scores = Scores()
        self.keep: int | None = None
        """How many numbered checkpoints stay beside the best; None: all."""
        self._saved: set[int] = set()
        self._adapters: dict[int, Path] = {}
        self._states: dict[int, Path] = {}

    def note(self, iteration: int, values: Mapping[str, float | None]) -> None:
        """Take in a report, by which checkpoints are judged."""
        self.scores.note(iteration, values)

    def save_state(self, adapter: Path, iteration: int, frame: FrameType | None) -> Path | None:
        """Write the state of this iteration beside its adapter; None where that cannot be."""
        loop = training_frame(frame)
        if loop is None or not self._state.is_known or iteration < 1:
            return None
        path = adapter.with_name(STATE.format(iteration))
        if self._states.get(iteration) == path:
            # Nothing has changed since the numbered checkpoint of the last iteration.
            return path
        try:
            tree = self._state.take(iteration, loop)
            refuse_without_room(path.parent, tree)
            write_tree(path, tree, self._save)
        except (OSError, RuntimeError, TypeError, ValueError) as error:
            self._records.warn_once(
                "state-not-saved",
                "state-not-saved",
                f"The state of the optimizer could not be saved at iteration {iteration} ({error}). "
                "The weights were; a run that is resumed from them starts its optimizer anew.",
            )
            return None
        self._states[iteration] = path
        return path

    def saved(self, adapter: Path, iteration: int) -> None:
        """A checkpoint was announced: take away what is no longer kept."""
        if NUMBERED.fullmatch(adapter.name):
            self._adapters[iteration] = adapter
        self._saved.add(iteration)
        best = self.scores.best(self._saved, {*self._adapters, iteration})
        kept = {iteration} | ({best.iteration} if best else set[int]())
        self._drop(self._states, kept)
        if self.keep is not None:
            newest = sorted(self._adapters)[-self.keep :]
            self._drop(self._adapters, kept | set(newest))

    def _drop(self, files: dict[int, Path], kept: set[int]) -> None:
        for iteration in files.keys() - kept:
            files.pop(iteration).unlink(missing_ok=True)


def refuse_without_room(folder: Path, tree: dict[str, Any]) -> None:
    """Raises OSError where the state would fill the disk, on which the next checkpoint matters more."""
    size = bytes_of(tree)
    free = shutil.disk_usage(folder).free
    if free < size * ROOM:
        raise OSError(f"it takes {size / 1e6:.0f} MB, and {free / 1e6:.0f} MB are free on the disk")


def bytes_of(tree: Any) -> int:
    """How much the arrays of a tree come to."""
    if isinstance(tree, dict):
        return sum(bytes_of(item) for item in tree.values())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(tree, list | tuple):
        return sum(bytes_of(item) for item in tree)  # pyright: ignore[reportUnknownVariableType]
    return int(getattr(tree, "nbytes", 0))
