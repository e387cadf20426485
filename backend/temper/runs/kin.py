"""The processes of a run, in whatever group or session they are: they inherited its mark.

Standard library only: the supervisor imports it.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

MARK = "TEMPER_RUN_MARK"
"""The environment variable that a trainer and all that it starts inherit."""


def new_mark() -> str:
    """A value for `MARK` that no other run has."""
    return secrets.token_hex(8)


def marked_in_proc(mark: str, proc: Path = Path("/proc")) -> list[int]:
    """The pids with this mark, where the system has /proc."""
    wanted = os.fsencode(f"\0{MARK}={mark}\0")
    found: list[int] = []
    for entry in os.scandir(proc):
        if entry.name.isdigit():
            # Another user's, or one that has just ended.
            with suppress(OSError):
                if wanted in b"\0" + Path(entry.path, "environ").read_bytes():
                    found.append(int(entry.name))
    return found


def marked_in_listing(listing: str, mark: str) -> list[int]:
    """The pids with this mark in what `ps -E -o pid=,command=` prints on macOS.

    Each line ends with the process's environment (ps(1), `-E`).
    """
    lines = [line for line in listing.splitlines() if f" {MARK}={mark} " in f"{line} "]
    return [int(line.split(None, 1)[0]) for line in lines]
