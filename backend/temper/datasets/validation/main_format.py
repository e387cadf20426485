"""Which format the rows of a dataset are in."""

from collections import Counter
from itertools import islice
from typing import Any

import msgspec

from temper.datasets.formats import DatasetShape, RowFormat, recognise
from temper.datasets.source import Source
from temper.datasets.validation.reader import read_line
from temper.kit.jsonl import LONGEST_LINE, blocks, open_regular

_rows = msgspec.json.Decoder(dict[str, Any])


def main_format(source: Source, shape: DatasetShape | None = None) -> RowFormat | None:
    """The format of most rows at the beginning of the first file that has any recognised row."""
    for path in source.files.values():
        seen: Counter[str] = Counter()
        by_name: dict[str, RowFormat] = {}
        try:
            with open_regular(path) as file:
                for block in islice(blocks(file, most=2 * LONGEST_LINE), 4):
                    for _, offset, line in islice(block.lines(), 250):
                        row = _row(line, offset)
                        if row is not None and (known := recognise(row, shape)):
                            seen[known.name] += 1
                            by_name[known.name] = known
        except OSError:
            continue
        if seen:
            return by_name[seen.most_common(1)[0][0]]
    return None


def _row(line: bytes, offset: int) -> dict[str, Any] | None:
    try:
        return _rows.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return read_line(line, offset).row
