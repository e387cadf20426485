"""Saved adapter weights: whole files, finite numbers, and a record of each."""

import inspect
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import mlx.core as mx

from temper.trainer.outcome import TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import Records
from temper.trainer.state.keeper import KEEP, Keeper

ADAPTER = "adapters.safetensors"


class CheckpointSaver:
    """Stands in for `mx.save_safetensors`; other files than adapters pass through."""

    def __init__(
        self, save: Callable[..., None], records: Records, progress: Progress, keeper: Keeper
    ) -> None:
        self._records = records
        self._progress = progress
        self._save = save
        self.keeper = keeper
        self.numbers_itself = True
        """Whether the trainer saves a numbered copy too; where it does not, one is linked here."""

    def follow(self, args: Any) -> None:
        """Do as the command line says."""
        # FTPO alone overwrites one file.
        self.numbers_itself = args.train_mode != "ftpo"
        self.keeper.keep = getattr(args, KEEP, None)

    def __call__(self, file: Any, arrays: dict[str, mx.array], *args: Any, **kwargs: Any) -> None:
        if not str(file).endswith(ADAPTER):
            self._save(file, arrays, *args, **kwargs)
            return
        path = Path(file)
        self._refuse_bad_weights(arrays)
        # The name keeps its ending, because MLX appends it where it is missing, and is this
        # process's own, because every rank of a distributed GRPO saves.
        temporary = path.with_name(f".partial-{os.getpid()}-{path.name}")
        self._save(str(temporary), arrays, *args, **kwargs)
        with temporary.open("rb") as saved:
            os.fsync(saved.fileno())
        temporary.replace(path)
        self._announce(path, list(arrays), inspect.currentframe())

    def _refuse_bad_weights(self, arrays: dict[str, mx.array]) -> None:
        bad = first_not_finite(arrays)
        if bad is not None:
            raise TrainingFailed(
                f"The weights are no numbers any more (NaN or infinite, first in {bad}) after iteration "
                f"{self._progress.current}, so they were not saved. Lower the learning rate."
            )

    def _announce(self, path: Path, names: list[str], frame: FrameType | None) -> None:
        final = path.name == ADAPTER and self._progress.loop_ended
        iteration = self._progress.finished if final else self._progress.current
        if path.name == ADAPTER:
            self._progress.adapter = relative(path)
            self._progress.final_saved = final
            if final:
                self._warn_of_biases(names)
            elif self.numbers_itself:
                # While training it is only a second copy of the numbered checkpoint beside it.
                return
            else:
                path = linked(path, path.with_name(f"{iteration:07d}_{ADAPTER}"))
        # Only the first of several ranks speaks, and only it writes a state.
        state = self.keeper.save_state(path, iteration, frame) if self._records.enabled else None
        self._records.emit(
            "checkpoint",
            iteration=iteration,
            path=relative(path),
            bytes=path.stat().st_size,
            final=final,
            state=relative(state) if state else None,
        )
        if self._records.enabled:
            self.keeper.saved(path, iteration)

    def _warn_of_biases(self, names: list[str]) -> None:
        # Quantized layers come unfrozen, so that their biases are trained and saved as well.
        if any(name.endswith(".linear.bias") for name in names):
            self._records.warn(
                "adapter-with-biases",
                "The adapter also holds biases of the quantized layers, and mlx_lm refuses such a "
                "file. Load the model without quantization to get an adapter that it takes.",
            )


def linked(source: Path, target: Path) -> Path:
    """A second name for the same bytes, which stays when the first is replaced."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
    return target


def first_not_finite(arrays: dict[str, mx.array]) -> str | None:
    """The name of an array that holds NaN or an infinity, if one does."""
    checks = {
        name: mx.isfinite(array).all()
        for name, array in arrays.items()
        if mx.issubdtype(array.dtype, mx.inexact)
    }
    mx.eval(list(checks.values()))  # pyright: ignore[reportUnknownMemberType]
    return next((name for name, finite in checks.items() if not finite.item()), None)


def relative(path: Path) -> str:
    """The path as seen from the run folder, which the trainer runs in."""
    absolute, here = path.absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
