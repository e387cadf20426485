"""The rows of a block, and proof that each line is exactly one row with nothing twice in it.

Whole blocks are decoded at once. That every line is one object follows from counting: each newline
stands between `}` and `{`, which JSON never has inside a value, and there are as many values as lines.
That no key was lost follows from counting quotes: every key and every text costs two, so as many quotes
in the file as in the rows written out again leave no room for a key twice. What cannot be proved is
halved until it can be, and at last looked at line by line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from temper.datasets.validation.reader import Line, read_line
from temper.datasets.validation.typed import Typed, encoder

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_NEWLINE, _QUOTE, _OPEN, _CLOSE = 10, 34, 123, 125
_FEW = 8
"""Lines that are no longer halved."""
_any = msgspec.json.Decoder()
_FAULTS = (msgspec.MsgspecError, ValueError, RecursionError)


@dataclass(frozen=True)
class Fault:
    """A line that is no sound row: what is wrong with the line, and its row where it has one."""

    line: int
    """From 0 within the block."""
    read: Line


@dataclass
class Batch:
    """The sound rows of a block, and its other lines."""

    data: bytes
    starts: Positions
    """Of every line in `data`."""
    rows: list[Any] = field(default_factory=list[Any])
    lines: list[int] | None = None
    """Of each row, from 0 within the block; None where every line is a row."""
    written: bytes = b""
    """The rows in compact JSON, one a line."""
    strict: bool = True
    """Whether every row has all its keys, and text where text is needed."""
    faults: list[Fault] = field(default_factory=list[Fault])

    def line_of(self, row: int) -> int:
        """The line of a row, from 0 within the block."""
        return row if self.lines is None else self.lines[row]

    def line(self, number: int) -> bytes:
        """The bytes of a line, without its end."""
        end = int(self.starts[number + 1]) if number + 1 < len(self.starts) else len(self.data)
        return self.data[int(self.starts[number]) : end].removesuffix(b"\n")


def read_batch(data: bytes, offset: int, kind: Typed, *, last: bool) -> Batch:
    """All rows of a block that begins at `offset`; `last` where the file ends without a newline."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)
    if (proved := _prove(data, ends, kind.strict)) is not None:
        return Batch(data, _starts(ends, data), proved[0], None, proved[1])
    batch = Batch(data, _starts(ends, data), lines=[])
    _Halving(batch, offset, kind, last).between(0, len(batch.starts))
    batch.written = encoder.encode_lines(batch.rows)
    return batch


def _starts(ends: Positions, data: bytes) -> Positions:
    if data.endswith(b"\n"):
        ends = ends[:-1]
    return np.concatenate((np.zeros(1, np.int64), ends + 1))


def _prove(
    data: bytes, ends: Positions, decoder: msgspec.json.Decoder[Any]
) -> tuple[list[Any], bytes] | None:
    """The rows and their compact form, when it is proved that each line is one whole row."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").removesuffix(b"\r")
        if b"\r" in data:
            return None
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)
    content = np.frombuffer(data, np.uint8)
    inner = ends[:-1] if data.endswith(b"\n") else ends
    if (
        not len(content)
        or content[0] != _OPEN
        or not (content[ends - 1] == _CLOSE).all()
        or not (content[inner + 1] == _OPEN).all()
    ):
        return None
    try:
        rows: list[Any] = decoder.decode_lines(data)
    except _FAULTS:
        return None
    if len(rows) != len(inner) + 1:
        return None
    written = encoder.encode_lines(rows)
    quotes = _quotes(data)
    return (rows, written) if quotes == _quotes(written) or quotes == _all_quotes(data) else None


def _all_quotes(data: bytes) -> int | None:
    """The quotes that the rows cost with all their columns, each key once."""
    try:
        return _quotes(encoder.encode_lines(_any.decode_lines(data)))
    except _FAULTS:
        return None


def _quotes(data: bytes) -> int:
    """Quotes around keys and texts; a quote inside a text is written with a backslash."""
    quotes = int(np.count_nonzero(np.frombuffer(data, np.uint8) == _QUOTE))
    if b"\\" not in data:
        return quotes
    # Backslashes pair from the left, as JSON reads them.
    return quotes - data.replace(b"\\\\", b"").count(b'\\"')


@dataclass(frozen=True)
class _Halving:
    """Fills a batch from stretches of lines, the largest that can be proved."""

    batch: Batch
    offset: int
    kind: Typed
    last: bool

    def between(self, first: int, end: int) -> None:
        """Take the lines from `first` up to `end`."""
        if end - first <= _FEW:
            for number in range(first, end):
                self._one(number)
            return
        start = int(self.batch.starts[first])
        stop = int(self.batch.starts[end]) if end < len(self.batch.starts) else None
        stretch = self.batch.data[start:stop]
        ends = np.flatnonzero(np.frombuffer(stretch, np.uint8) == _NEWLINE)
        for decoder in self._decoders():
            if (proved := _prove(stretch, ends, decoder)) is not None:
                self._take(proved[0], range(first, end), strict=decoder is self.kind.strict)
                return
        middle = (first + end) // 2
        self.between(first, middle)
        self.between(middle, end)

    def _decoders(self) -> Iterator[msgspec.json.Decoder[Any]]:
        yield self.kind.strict
        if self.kind.loose:
            yield self.kind.loose

    def _one(self, number: int) -> None:
        line = self.batch.line(number)
        here = self.offset + int(self.batch.starts[number])
        is_last = self.last and number == len(self.batch.starts) - 1
        read = read_line(line, here, last=is_last)
        if read.row is None or read.findings:
            self.batch.faults.append(Fault(number, read))
            return
        text = line.removesuffix(b"\r")
        for decoder in self._decoders():
            try:
                row = decoder.decode(text)
            except _FAULTS:
                continue
            self._take([row], [number], strict=decoder is self.kind.strict)
            return
        self.batch.faults.append(Fault(number, read))

    def _take(self, rows: list[Any], lines: Sequence[int], *, strict: bool) -> None:
        self.batch.rows += rows
        if self.batch.lines is not None:
            self.batch.lines += lines
        self.batch.strict &= strict
