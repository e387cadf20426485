"""Rows that are there more than once, found in bounded memory by their digests on disk.

Two rows are the same when they agree in every key that their format reads; normalised, when they do so
but for space and case.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
import numpy as np
import xxhash
from numpy.typing import NDArray

from temper.datasets.derived.turns import recognised
from temper.datasets.validation.texts import normal

_RECORD = np.dtype([("exact", "<u8", 2), ("normal", "<u8", 2), ("line", "<u8")])
_CHUNK = 1 << 18
_PARTITION = 1 << 20
"""Rows whose digests are held at once."""
_sorted = msgspec.json.Encoder(order="deterministic")

Mask = NDArray[np.bool_]
Digests = NDArray[np.uint64]


class Digests128:
    """The digests of the rows of one file, in order, written as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: BinaryIO = path.open("wb")

    def add(self, row: Mapping[str, Any] | None, line: int) -> None:
        """The next row and its line; None for a line that is no row, which is like no other."""
        self._file.write((digest(row) or self._unlike(line)) + line.to_bytes(8, "little"))
        self.count += 1

    def line_of(self, index: int) -> int:
        """The line that a row was given with."""
        return int(np.memmap(self.path, _RECORD, "r", shape=self.count)[index]["line"])

    def _unlike(self, line: int) -> bytes:
        return xxhash.xxh3_128_digest(f"{self.path} {line}".encode("utf-8", "surrogateescape")) * 2

    def close(self) -> None:
        """All rows were added."""
        self._file.close()


def digest(row: Mapping[str, Any] | None) -> bytes | None:
    """32 bytes: what the row is, and what it is but for space and case; None where it is no row."""
    known = recognised(row) if row is not None else None
    if row is None or known is None:
        return None
    keys = known.keys if known.text or known.also else sorted(row)
    values = [known.name, *(row.get(key) for key in keys)]
    try:
        plain = [known.name, *(_normalised(row.get(key)) for key in keys)]
    except RecursionError:
        return None
    return b"".join(
        xxhash.xxh3_128_intdigest(_sorted.encode(value)).to_bytes(16, "little")
        for value in (values, plain)
    )


def repeated(path: Path, count: int, kind: str, left: Mask) -> Mask:
    """Which of the rows that are not left out already repeat an earlier one."""
    found = np.zeros(count, np.bool_)
    for part in _parts(count):
        digests, rows = _of_part(path, kind, left, part)
        order = np.lexsort((rows, digests[:, 1], digests[:, 0]))
        same = np.zeros(len(order), np.bool_)
        same[1:] = (digests[order[1:]] == digests[order[:-1]]).all(axis=1)
        found[rows[order[same]]] = True
    return found


def overlapping(train: tuple[Path, int, Mask], held_out: list[tuple[Path, int, Mask]]) -> Mask:
    """Which training rows are, but for space and case, among those of other files."""
    path, count, left = train
    found = np.zeros(count, np.bool_)
    for part in _parts(max([count, *(other[1] for other in held_out)])):
        digests, rows = _of_part(path, "normal", left, part)
        others = [_of_part(other, "normal", mask, part)[0] for other, _, mask in held_out]
        if not len(rows) or not others:
            continue
        both = np.concatenate((*others, digests))
        # The rows held out come first among their like.
        own = np.arange(len(both)) >= len(both) - len(digests)
        order = np.lexsort((own, both[:, 1], both[:, 0]))
        first = np.ones(len(order), np.bool_)
        first[1:] = (both[order[1:]] != both[order[:-1]]).any(axis=1)
        group = np.cumsum(first) - 1
        leads = own[order][first]
        hit = order[own[order] & ~leads[group]]
        found[rows[hit - (len(both) - len(digests))]] = True
    return found


def _parts(count: int) -> Iterator[tuple[int, int]]:
    parts = -(-count // _PARTITION) or 1
    return ((part, parts) for part in range(parts))


def _of_part(
    path: Path, kind: str, left: Mask, part: tuple[int, int]
) -> tuple[Digests, NDArray[np.int64]]:
    """The digests of one part of all rows by their value, and the places of these rows."""
    number, parts = part
    digests: list[Digests] = [np.zeros((0, 2), np.uint64)]
    rows: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    begin = 0
    with path.open("rb") as file:
        while len(chunk := np.fromfile(file, _RECORD, _CHUNK)):
            values = cast("Digests", chunk[kind])
            end = begin + len(values)
            wanted = (values[:, 0] % np.uint64(parts) == number) & ~left[begin:end]
            digests.append(values[wanted])
            rows.append(np.flatnonzero(wanted) + begin)
            begin = end
    return np.concatenate(digests), np.concatenate(rows)


def _normalised(value: object) -> object:
    if isinstance(value, str):
        return normal(value)
    if isinstance(value, list):
        return [_normalised(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {key: _normalised(item) for key, item in items}
    return value
