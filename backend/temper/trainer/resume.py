"""Whether a file to resume from fits the model: the trainer takes any, and drops what does not fit."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records

LONGEST_HEADER = 100_000_000
"""Bytes; the limit of the safetensors format."""

Shapes = Mapping[str, tuple[int, ...]]


def check_resume_file(name: str, trainable: Shapes, records: Records) -> None:
    """Hold the file's tensors against what this run trains. Raises TrainingFailed."""
    saved = read_shapes(Path(name))
    problem = mismatch(saved, trainable)
    if problem is not None:
        raise TrainingFailed(
            f"The adapter to resume from, {name}, does not fit this run: {problem}"
        )
    missing = len(trainable.keys() - saved.keys())
    if missing:
        records.warn(
            "resume-partly",
            f"The adapter to resume from holds {len(saved)} of the {len(trainable)} tensors that this "
            f"run trains; the other {missing} start from nothing.",
        )


def warn_of_start(records: Records) -> None:
    """Say what weights alone do not bring with them."""
    records.warn(
        "resume-starts-over",
        "The weights are resumed, but the trainer counts iterations from 1 again, and the "
        "optimizer and its schedule start anew.",
    )


def read_shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """The tensor shapes in a safetensors file, from its header alone. Raises TrainingFailed."""
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            header: dict[str, Any] = json.loads(file.read(min(size, LONGEST_HEADER)))
        return {
            name: tuple(entry["shape"]) for name, entry in header.items() if name != "__metadata__"
        }
    except FileNotFoundError as error:
        raise TrainingFailed(f"The adapter to resume from, {path}, does not exist.") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, MemoryError) as error:
        raise TrainingFailed(
            f"The adapter to resume from, {path}, is not a readable safetensors file."
        ) from error


def mismatch(saved: Shapes, trainable: Shapes) -> str | None:
    """Why the saved tensors cannot all be resumed, or None where they can."""
    shared = saved.keys() & trainable.keys()
    if not shared:
        return "none of its tensors is trained here. Was it trained with another type or model?"
    for name in sorted(shared):
        if saved[name] != trainable[name]:
            return (
                f"{name} has the shape {shape(saved[name])}, and this run trains {shape(trainable[name])}. "
                "Use the rank and the model that it was trained with."
            )
    unknown = sorted(saved.keys() - trainable.keys())
    if unknown:
        return (
            f"{len(unknown)} of its {len(saved)} tensors are not trained here, such as {unknown[0]}. "
            "Use the type and the number of layers that it was trained with."
        )
    return None


def shape(sizes: tuple[int, ...]) -> str:
    return " × ".join(str(size) for size in sizes)
