"""Saved adapter weights: whole files, finite numbers, and a record of each."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx

from temper.trainer.outcome import TrainingFailed
from temper.trainer.progress import Progress
from temper.trainer.records import Records

ADAPTER = "adapters.safetensors"


class CheckpointSaver:
    """Stands in for `mx.save_safetensors`; other files than adapters pass through."""

    def __init__(self, save: Callable[..., None], records: Records, progress: Progress) -> None:
        self._records = records
        self._progress = progress
        self._save = save

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
        self._announce(path, list(arrays))

    def _refuse_bad_weights(self, arrays: dict[str, mx.array]) -> None:
        bad = first_not_finite(arrays)
        if bad is not None:
            raise TrainingFailed(
                f"The weights are no numbers any more (NaN or infinite, first in {bad}) after iteration "
                f"{self._progress.current}, so they were not saved. Lower the learning rate."
            )

    def _announce(self, path: Path, names: list[str]) -> None:
        final = path.name == ADAPTER and self._progress.loop_ended
        if path.name == ADAPTER:
            self._progress.adapter = relative(path)
            self._progress.final_saved = final
            # While training it is only a second copy of the numbered checkpoint beside it.
            if not final:
                return
            self._warn_of_biases(names)
        self._records.emit(
            "checkpoint",
            iteration=self._progress.finished if final else self._progress.current,
            path=relative(path),
            bytes=path.stat().st_size,
            final=final,
        )

    def _warn_of_biases(self, names: list[str]) -> None:
        # Quantized layers come unfrozen, so that their biases are trained and saved as well.
        if any(name.endswith(".linear.bias") for name in names):
            self._records.warn(
                "adapter-with-biases",
                "The adapter also holds biases of the quantized layers, and mlx_lm refuses such a "
                "file. Load the model without quantization to get an adapter that it takes.",
            )


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
