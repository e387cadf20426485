"""What an import leaves behind beside the JSON lines: what was found, and where each row came from."""

from pathlib import Path

import msgspec

from temper.datasets.imports.originals import Compression
from temper.datasets.terms import Container, Split

MANIFEST = "imported.json"
PLACES = 100
"""Places that are kept of each kind of finding in each split; the others are counted."""
BAD = 1 << 63
"""Set in a row's place where an error was found in it."""


class ImportFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that an import found out, at its place in the original."""

    kind: str
    split: Split
    file: str
    """The original's name."""
    detail: str
    line: int | None = None
    """From 1, in the original."""
    row: int | None = None
    """From 1, in the original, where rows are not lines."""
    offset: int | None = None
    """In bytes from 0, in the original (unpacked)."""
    excerpt: str = ""


class Part(msgspec.Struct, frozen=True):
    """One original within the lines of a split."""

    file: str
    path: str
    container: Container
    compression: Compression | None
    rows: int
    transcoded: bool = False
    """The text was not UTF-8: offsets are not known."""


class Manifest(msgspec.Struct):
    """The content of `imported.json`."""

    parts: dict[Split, list[Part]]
    findings: list[ImportFinding]
    counts: dict[str, int]
    """How often each kind was found, beyond the places that are kept too."""


class RowOrigin(msgspec.Struct, frozen=True):
    """Where a row stands in what a person has."""

    file: str
    """The original's name."""
    line: int | None = None
    """From 1, where rows are lines, or begin on one (CSV)."""
    row: int | None = None
    """From 1, where rows are not lines (CSV, JSON array, Parquet, Arrow)."""
    offset: int | None = None
    """In bytes from 0, where it is known (JSON array)."""


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of an import, or None where there is no whole one."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def lines_file(folder: Path, split: Split) -> Path:
    """Where the JSON lines of a split lie."""
    return folder / f"{split}.jsonl"


def places_file(folder: Path, split: Split) -> Path:
    """Where the place of each line lies: 8 bytes a line, little-endian, `BAD` set or not."""
    return folder / f"{split}.places"
