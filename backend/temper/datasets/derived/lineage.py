"""Where the rows of a made dataset come from: enough to make it again."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temper import __version__
from temper.datasets.cache import digest_of
from temper.datasets.conversion import RowChange
from temper.datasets.source import Source, SourceError, shown, source_key
from temper.datasets.terms import Split


@dataclass(frozen=True)
class Derived:
    """What was written, and how it came about."""

    rows: dict[Split, int]
    lineage: dict[str, Any]
    left_out: dict[Split, int] = field(default_factory=dict[Split, int])
    steps: dict[str, int] = field(default_factory=dict[str, int])
    """Every step that was asked for, in order, with the rows that it changed or left out."""
    changes: list[RowChange] = field(default_factory=list[RowChange])
    """The first of them."""


def lineage_of(source: Source, key: str) -> dict[str, Any]:
    """The source and its digests. Raises SourceError when its files changed since `key`."""
    digests: dict[str, Any] = {}
    for split in source.originals or source.files:
        paths = [part.path for part in source.parts(split)]
        digests[split] = _digest(paths)
    if source_key(source) != key:
        raise SourceError("changed", "The files changed while they were read.")
    return {
        "source": source.dataset_id,
        "source_path": shown(source.path),
        "source_digests": digests,
        "temper": __version__,
    }


def _digest(paths: list[Path]) -> str | dict[str, str]:
    """SHA-256 of a file; of each by its name, where shards make up a split."""
    if len(paths) == 1:
        return digest_of(paths[0])
    return {shown(path.name): digest_of(path) for path in paths}
