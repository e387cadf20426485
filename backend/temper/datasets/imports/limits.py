"""What an import may use of the disk, and how far packed files may expand."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from temper.datasets.imports.originals import SourceError, shown
from temper.settings import Settings

MOST_COLUMNS = 10_000
"""Of a table: each column costs memory in every row."""
_LOOK_EVERY = 32 << 20


def too_many_columns(name: str) -> SourceError:
    """What to say of a table with more than `MOST_COLUMNS`."""
    return SourceError(
        "too_many_columns", f"The table {name} has more than {MOST_COLUMNS:,} columns."
    )


@dataclass(frozen=True)
class Limits:
    """In bytes. The defaults fit any dataset that a person has by intent."""

    expanded: int = 200 << 30
    """The most that all files of a dataset may come to, unpacked."""
    harmless: int = 1 << 30
    """A file that unpacks to no more than this is no bomb, however small it was."""
    ratio: int = 100
    """A file beyond `harmless` that unpacks to more than this many times its size is a bomb."""
    reserve: int = 512 << 20
    """Stays free on the disk."""

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """As the settings have them."""
        return cls(expanded=settings.max_expanded_bytes, ratio=settings.max_expansion)


class Budget:
    """Counts what an import reads and writes, and ends it where it is too much."""

    def __init__(self, limits: Limits, folder: Path, packed: int) -> None:
        """`packed` is the size of all files, `folder` where their rows are written."""
        self._limits = limits
        self._folder = folder
        self._packed = packed
        self._expanded = 0
        self._written = 0
        self._unseen = 0

    def expanded(self, name: str, more: int, of_file: int, packed: int) -> None:
        """`more` bytes were unpacked, `of_file` from this file of `packed` bytes."""
        self._expanded += more
        limits = self._limits
        if of_file > limits.harmless and of_file > packed * limits.ratio:
            raise SourceError(
                "decompression_bomb",
                f"{name} has {packed:,} bytes, but unpacks to more than {of_file:,}: more than "
                f"{limits.ratio:,} times its size (TEMPER_MAX_EXPANSION). It was not read further.",
            )
        if self._expanded > limits.expanded:
            raise SourceError(
                "too_large",
                f"The files come to more than {limits.expanded:,} bytes when unpacked, which is the "
                f"limit (TEMPER_MAX_EXPANDED_BYTES); {name} was not read further.",
            )

    def written(self, count: int) -> None:
        """`count` bytes were written; looks at the sum and the disk now and then."""
        self._unseen += count
        if self._unseen < _LOOK_EVERY:
            return
        self._written += self._unseen
        self._unseen = 0
        limits = self._limits
        if self._written > max(limits.harmless, self._packed * limits.ratio):
            # Columns (Parquet) say in a few bytes that a value comes a billion times.
            raise SourceError(
                "decompression_bomb",
                f"The files have {self._packed:,} bytes, but their rows more than "
                f"{self._written:,}: more than {limits.ratio:,} times as much "
                "(TEMPER_MAX_EXPANSION). They were not read further.",
            )
        if self._written > limits.expanded:
            raise SourceError(
                "too_large",
                f"The rows come to more than {limits.expanded:,} bytes, the limit "
                "(TEMPER_MAX_EXPANDED_BYTES).",
            )
        self.check_space(0)

    def check_space(self, needed: int) -> None:
        """Raises SourceError where `needed` bytes do not fit on the disk."""
        if shutil.disk_usage(self._folder).free - needed < self._limits.reserve:
            raise self.no_space(needed)

    def no_space(self, needed: int = 0) -> SourceError:
        """What to say where the disk is full."""
        free = shutil.disk_usage(self._folder).free
        return SourceError(
            "no_space",
            f"The disk of {shown(self._folder)} has {free:,} bytes free; the import needs "
            f"{needed + self._limits.reserve:,}. Free some space, then look again.",
        )
