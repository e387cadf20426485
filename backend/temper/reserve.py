"""A megabyte that a data folder keeps for the day when its disk is full.

Without it SQLite could not even open the database, and what fills the disk could not be deleted here.
"""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

RESERVE_FILE = ".reserve"
RESERVE_BYTES = 1024 * 1024
ROOM = 4 * RESERVE_BYTES
"""What is free where a reserve is made."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def see_to_reserve(home: Path) -> None:
    """Give it up at a start on a full disk, and keep one again once there is room."""
    file = home / RESERVE_FILE
    with suppress(OSError):
        free = shutil.disk_usage(home).free
        if free < RESERVE_BYTES:
            file.unlink(missing_ok=True)
        elif free > ROOM and not file.exists():
            # No zeros, which some file systems do not store.
            file.write_bytes(os.urandom(RESERVE_BYTES))


def is_full(folder: Path) -> bool:
    """Whether not even SQLite's smallest file has room."""
    with suppress(OSError):
        return shutil.disk_usage(folder).free < 64 * 1024
    return False
