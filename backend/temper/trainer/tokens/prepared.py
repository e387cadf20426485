"""Lines as the trainer will read them, by the same writers that prepare a run's rows."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from temper.datasets.formats import READABLE, DatasetShape
from temper.datasets.prepare import row_writer
from temper.datasets.source import Source
from temper.datasets.terms import Split
from temper.datasets.validation.main_format import main_format
from temper.datasets.validation.reader import BOM
from temper.kit.tasks import Failure

_HELD = 16
_formats: OrderedDict[tuple[str, DatasetShape], str] = OrderedDict()

Prepare = Callable[[bytes], dict[str, Any] | None]


def preparer(files: Mapping[Split, Path], state: str, shape: DatasetShape) -> Prepare:
    """Makes rows of lines; None of a line that is no such row. Raises Failure `format`."""
    write = row_writer(shape, _format(files, state, shape))
    if write is None:
        raise Failure("format", "No plan can use rows of this format yet; convert them first.")

    def prepare(line: bytes) -> dict[str, Any] | None:
        try:
            return json.loads(write(line.removeprefix(BOM)))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None

    return prepare


def _format(files: Mapping[Split, Path], state: str, shape: DatasetShape) -> str:
    """The format of the rows, found once for a state of the files."""
    key = state, shape
    if key not in _formats:
        found = main_format(Source(next(iter(files.values())), dict(files)), shape)
        if found is None:
            raise Failure("format", "No row of a format that Temper knows was found.")
        if found not in READABLE[shape]:
            able = ", ".join(known.title for known in READABLE[shape])
            detail = f"The rows are {found.title}; this method reads {able}. Convert them first."
            raise Failure("format", detail)
        _formats[key] = found.name
        while len(_formats) > _HELD:
            _formats.popitem(last=False)
    return _formats[key]
