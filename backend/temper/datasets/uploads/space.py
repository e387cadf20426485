"""Room on the disk for what is to come."""

import shutil
from pathlib import Path

from temper.errors import StorageError, TooLarge

RESERVE = 64 << 20
"""Bytes that stay free, for the database and the runs."""
_LOOK_EVERY = 32 << 20


class Room:
    """Counts bytes as they come, and ends them where they are too many or the disk is nearly full."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._taken = 0
        self._unseen = 0

    def announce(self, size: int) -> None:
        """So much is to come. Raises TooLarge, StorageError."""
        if size > self._limit:
            raise self._too_large()
        self._look(size)

    def take(self, size: int) -> None:
        """So much has come. Raises TooLarge, StorageError."""
        self._taken += size
        self._unseen += size
        if self._taken > self._limit:
            raise self._too_large()
        if self._unseen >= _LOOK_EVERY:
            self._unseen = 0
            self._look(0)

    def _look(self, size: int) -> None:
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            raise StorageError(f"{self._folder} cannot be read: {error.strerror}.") from error
        if free - size < RESERVE:
            needed = f" and {size:,} are to come" if size else ""
            raise StorageError(
                f"The disk of {self._folder} has {free:,} bytes free{needed}; {RESERVE:,} must stay "
                "free. Free some space, or register the file where it lies by its path."
            )

    def _too_large(self) -> TooLarge:
        return TooLarge(
            f"The upload is larger than the limit of {self._limit:,} bytes (TEMPER_MAX_UPLOAD_BYTES). "
            "A file on this machine need not be uploaded: register its path."
        )
