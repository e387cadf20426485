"""One server for each data folder: a lock that lasts exactly as long as its process."""

import fcntl
import time
from contextlib import suppress
from typing import IO

from temper.settings import Settings

PATIENCE = 0.2
"""Seconds. Someone who only looks whether a server is there holds the lock for an instant."""


class Taken(Exception):
    """Another server has this data folder."""


def take(settings: Settings) -> IO[str]:
    """Take the lock of the data folder; closing the file lets go. Raises Taken, OSError."""
    file = (settings.home / "server.lock").open("w")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() >= deadline:
                file.close()
                raise Taken from None
            time.sleep(0.01)
        except BaseException:
            file.close()
            raise


def is_held(settings: Settings) -> bool:
    """Whether a server has this data folder at this moment."""
    with suppress(OSError), (settings.home / "server.lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
