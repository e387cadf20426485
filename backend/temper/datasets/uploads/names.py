"""Names that people send with files: as names to show, and as names on the disk."""

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from temper.errors import FieldError, InvalidRequest

MOST_FILES = 100
_LONGEST_ON_DISK = 150
"""Bytes; file systems take 255."""


def clean_name(name: str) -> str:
    """A file's name as a name to show: printable, on one line, at most 100 characters."""
    shown = "".join(c for c in name if c.isprintable() and c not in "/\\")
    return " ".join(shown.split())[:100]


def last_part(sent: str) -> str:
    """The name itself, of what a browser sent: some send a path."""
    return sent.replace("\\", "/").rstrip("/").rpartition("/")[2]


def title_of(sent: str) -> str:
    """A dataset's name from a file's: `My data.jsonl.gz` → `My data`."""
    name = clean_name(last_part(sent)).lstrip(".")
    stem = PurePosixPath(name).stem
    return PurePosixPath(stem).stem if name.endswith((".gz", ".zst")) else stem


def names_on_disk(sent: Sequence[str]) -> list[str]:
    """A name for each file that is safe in a folder of its own. Raises InvalidRequest."""
    if not sent:
        raise _refuse("There is no file.")
    if len(sent) > MOST_FILES:
        raise _refuse(f"There are {len(sent)} files; at most {MOST_FILES} make a dataset.")
    names = [_on_disk(name) for name in sent]
    folded = [name.casefold() for name in names]
    for name, key in zip(names, folded, strict=True):
        if folded.count(key) > 1:
            raise _refuse(f"Two files are called {name!r}; give each a name of its own.")
    return names


def _on_disk(sent: str) -> str:
    name = clean_name(unicodedata.normalize("NFC", last_part(sent)))
    # No hidden files, and nothing that a command could take for an option.
    name = name.lstrip(".- ").encode("utf-8", "ignore").decode()
    suffix = "".join(PurePosixPath(name).suffixes[-2:])[-20:]
    stem = name.removesuffix(suffix).encode()[: _LONGEST_ON_DISK - len(suffix.encode())]
    return (stem.decode("utf-8", "ignore") or "rows") + suffix


def _refuse(detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError("/file", detail))
