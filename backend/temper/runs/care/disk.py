"""Room on the disk, before a run and during it: pure but for `free_bytes`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temper.runs.care.findings import Halt

# A save writes a numbered checkpoint and the newest adapter beside it, each a new file at first.
_FILES_OF_A_SAVE = 2


@dataclass(frozen=True)
class DiskNeed:
    """What a run is expected to write; 0 where its plan does not tell."""

    checkpoint: int = 0
    total: int = 0


def free_bytes(folder: Path) -> int | None:
    """What this user may still write in a folder; None where the system does not tell."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return None
    return found.f_bavail * found.f_frsize


def saved_bytes(folder: Path, checkpoint: Mapping[str, Any]) -> int:
    """What a checkpoint takes, with the state of the optimizer that lies beside it."""
    try:
        state = (folder / checkpoint["state"]).stat().st_size if checkpoint.get("state") else 0
    except OSError:
        state = 0
    return checkpoint["bytes"] + state


def too_little_to_start(free: int, need: DiskNeed, reserve: int) -> str | None:
    """Why a run should not begin, where the disk is too full for it."""
    needed = need.total + reserve
    if free >= needed:
        return None
    return (
        f"The disk has {in_words(free)} free, and this run needs about {in_words(needed)}: "
        f"{in_words(need.total)} for its checkpoints, and {in_words(reserve)} that stay free. It was not"
        " started. Free some space and start it again."
    )


def nearly_full(free: int, checkpoint: int, reserve: int) -> Halt | None:
    """To stop while there is still room to save; `checkpoint` is the size of the largest so far."""
    if free >= _FILES_OF_A_SAVE * checkpoint + reserve:
        return None
    return Halt(
        "save",
        "stopped",
        f"Stopped with the adapter saved, because the disk is nearly full ({in_words(free)} free)."
        " Free some space, then resume.",
    )


def in_words(size: int) -> str:
    """Bytes as a person reads them, in decimal units as disks are sold."""
    number = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return (
                f"{number:.0f} {unit}"
                if number >= 10 or unit == "bytes"
                else f"{number:.1f} {unit}"
            )
        number /= 1000
    return f"{number:.1f} TB"
