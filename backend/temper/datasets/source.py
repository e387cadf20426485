"""Where a dataset's rows lie: a folder with files for train, valid and test, or one file."""

import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from temper.datasets.imports.folders import find_in_folder
from temper.datasets.imports.originals import (
    Compression,
    Original,
    SourceError,
    reason,
    shown,
    status_of,
    what,
)
from temper.datasets.imports.sniff import look
from temper.datasets.terms import Split

__all__ = [
    "VERSION",
    "Compression",
    "Original",
    "Source",
    "SourceError",
    "find_source",
    "reason",
    "shown",
    "source_key",
]

VERSION = 5
"""Raised whenever validation or preparation gives something else for the same files."""


@dataclass(frozen=True)
class Source:
    """The files of a dataset, as they are on disk."""

    path: Path
    files: dict[Split, Path]
    """The JSON lines to read. While `needs_import`, the first original of each split instead."""
    others: tuple[str, ...] = ()
    """Other files in the folder that look like rows and that nothing reads."""
    dataset_id: str | None = None
    name: str | None = None
    """What a person calls the dataset, where it is known by a name."""
    originals: dict[Split, tuple[Original, ...]] = field(
        default_factory=dict[Split, tuple[Original, ...]]
    )
    """The files that the rows come from, shards in order."""
    config: str | None = None
    """The chosen subset, where the folder holds several."""
    encoding: str | None = None
    """How to read the originals' text where it is not UTF-8, as a person chose it."""
    imported: Path | None = None
    """The folder of the import that `files` lie in; None for files that are read in place."""

    @property
    def title(self) -> str:
        """What to call it: its name, or else that of its file or folder."""
        return self.name or shown(self.path.name) or shown(self.path)

    @property
    def needs_import(self) -> bool:
        """Whether `files` are not JSON lines yet; `ImportCache.lines` makes them."""
        if self.imported:
            return False
        if self.encoding:
            return True
        return any(
            len(parts) > 1 or not all(part.plain for part in parts)
            for parts in self.originals.values()
        )

    def parts(self, split: Split) -> tuple[Original, ...]:
        """The originals of a split."""
        if split in self.originals:
            return self.originals[split]
        # One JSON file may hold every split; only its import knows.
        return self.originals.get("train") or (Original(self.files[split]),)


def find_source(path: Path, *, config: str | None = None, encoding: str | None = None) -> Source:
    """The dataset at `path`. Raises SourceError that says what is there instead.

    `config` chooses among several subsets, `encoding` reads text that is not UTF-8.
    """
    mode = status_of(path).st_mode
    if stat.S_ISREG(mode):
        originals: dict[Split, tuple[Original, ...]] = {"train": (look(path),)}
        return _source(path, originals, (), None, encoding)
    if not stat.S_ISDIR(mode):
        raise SourceError("not_a_file", f"{shown(path)} is {what(mode)}, not a file or folder.")
    found = find_in_folder(path, config)
    return _source(path, found.originals, found.others, config, encoding)


def source_key(source: Source, *parts: object) -> str:
    """A key that changes when an original, `parts` or the code's version does. Raises SourceError."""
    facts: list[object] = [VERSION, source.config, source.encoding, *parts]
    splits = source.originals or source.files
    for split in splits:
        for original in source.parts(split):
            status = status_of(original.path)
            facts += [
                split,
                os.fsencode(original.path).hex(),
                original.container,
                status.st_dev,
                status.st_ino,
                status.st_size,
                status.st_mtime_ns,
                status.st_ctime_ns,
            ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _source(
    path: Path,
    originals: dict[Split, tuple[Original, ...]],
    others: tuple[str, ...],
    config: str | None,
    encoding: str | None,
) -> Source:
    files: dict[Split, Path] = {split: parts[0].path for split, parts in originals.items()}
    return Source(path, files, others, originals=originals, config=config, encoding=encoding)
