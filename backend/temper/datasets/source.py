"""Where a dataset's rows lie: a folder with train.jsonl, valid.jsonl, test.jsonl, or one file."""

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from temper.datasets.terms import SPLITS, Split

VERSION = 1
"""Raised whenever validation or preparation gives something else for the same files."""


class SourceError(Exception):
    """A path that holds no dataset; `kind` is a kind of problem."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Source:
    """The files of a dataset, as they are on disk."""

    path: Path
    files: dict[Split, Path]
    others: tuple[str, ...] = ()
    """Other files in the folder that look like rows and that nothing reads."""
    dataset_id: str | None = None


def find_source(path: Path) -> Source:
    """The dataset at `path`. Raises SourceError that says what is there instead."""
    mode = _mode(path)
    if stat.S_ISREG(mode):
        return Source(path, {"train": path})
    if not stat.S_ISDIR(mode):
        raise SourceError("not_a_file", f"{shown(path)} is {_what(mode)}, not a file or folder.")
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        raise SourceError(
            "unreadable", f"The folder {shown(path)} cannot be read: {reason(error)}."
        ) from error
    files: dict[Split, Path] = {s: path / f"{s}.jsonl" for s in SPLITS if f"{s}.jsonl" in names}
    rows = {f"{split}.jsonl" for split in SPLITS}
    others = [name for name in names if name.endswith((".jsonl", ".json")) and name not in rows]
    if "train" not in files:
        found = ", ".join(shown(name) for name in names[:10]) or "nothing"
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        raise SourceError(
            "missing_train",
            f"The folder {shown(path)} has no train.jsonl; it holds {found}{more}.",
        )
    return Source(path, files, tuple(shown(name) for name in others))


def source_key(source: Source, *parts: object) -> str:
    """A key that changes when a file, `parts` or the code's version does. Raises SourceError."""
    facts: list[object] = [VERSION, *parts]
    for split, path in source.files.items():
        status = _stat(path)
        facts += [
            split,
            os.fsencode(path).hex(),
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def shown(name: str | Path) -> str:
    """A file name as text that any JSON can carry."""
    return str(name).encode("utf-8", "replace").decode()


def reason(error: OSError) -> str:
    """Why the system refused, for a sentence."""
    return error.strerror or str(error)


def _mode(path: Path) -> int:
    return _stat(path).st_mode


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise SourceError("missing_file", f"{shown(path)} does not exist.") from error
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is no valid path"
        raise SourceError("unreadable", f"{shown(path)} cannot be read: {why}.") from error


def _what(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
