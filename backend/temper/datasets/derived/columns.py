"""The columns of a dataset, from its first thousands of rows."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, cast

import msgspec

from temper.datasets.conversion import Column, ColumnsReport
from temper.datasets.derived.lines import Progress, quietly, raw_lines
from temper.datasets.derived.suggest import Seen, suggestions
from temper.datasets.source import Source
from temper.datasets.terms import SPLITS
from temper.datasets.validation.reader import BOM
from temper.kit.jsonl import open_regular

_ROWS = 10_000
_MOST = 300
_DEEPEST = 3
_EXAMPLE = 200


def columns(source: Source, progress: Progress = quietly) -> ColumnsReport:
    """Names, kinds and examples, and which column could become which key. Raises OSError."""
    seen: dict[str, Seen] = {}
    rows = 0
    for row in islice(_rows(source), _ROWS):
        rows += 1
        _note(seen, row, "", 1)
        if rows % 1000 == 0:
            progress(rows / _ROWS)
    progress(1.0)
    names = {path for path in seen if not seen[path].nested}
    return ColumnsReport(
        columns=[
            Column(name=path, kinds=found.kinds, example=found.example)
            for path, found in seen.items()
        ],
        rows_seen=rows,
        suggestions=suggestions(seen, rows, names),
    )


def _rows(source: Source) -> Iterator[dict[str, Any]]:
    for split in SPLITS:
        if split not in source.files:
            continue
        with open_regular(source.files[split]) as file:
            for line in raw_lines(file):
                try:
                    row: object = msgspec.json.decode((line.data or b"").removeprefix(BOM))
                except (msgspec.MsgspecError, ValueError, RecursionError):
                    continue
                if isinstance(row, dict):
                    yield cast("dict[str, Any]", row)


def _note(seen: dict[str, Seen], row: Mapping[str, Any], before: str, depth: int) -> None:
    for key, value in row.items():
        path = before + key
        found = seen.get(path)
        if found is None:
            if len(seen) >= _MOST:
                continue
            found = seen[path] = Seen(nested=bool(before))
        found.note(value, _kind(value), _example(value))
        if depth < _DEEPEST:
            if isinstance(value, dict):
                _note(seen, cast("dict[str, Any]", value), f"{path}.", depth + 1)
            elif before and isinstance(value, list) and value and isinstance(value[0], str):
                _note(seen, {"0": value[0]}, f"{path}.", depth + 1)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"


def _example(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _EXAMPLE else text[: _EXAMPLE - 1] + "…"
