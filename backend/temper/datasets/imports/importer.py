"""Writes any container as JSON lines."""

from collections.abc import Callable
from pathlib import Path

from temper.datasets.imports.limits import Limits
from temper.datasets.source import Source


def import_source(
    source: Source, folder: Path, *, progress: Callable[[float], None], limits: Limits
) -> None:
    """Write {train,valid,test}.jsonl, their places and `imported.json` into `folder`, whole or not.

    Raises SourceError and OSError.
    """
    raise NotImplementedError
