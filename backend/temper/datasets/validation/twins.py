"""Rows that are there twice: in one file or in two, exactly or but for space and case.

Prints that are alike only name candidates. These are read again and told apart by hashes of what they
are, in slices of the hashes so that memory stays the same however many there are.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import xxhash
from numpy.typing import NDArray

from temper.datasets.formats import RowFormat
from temper.datasets.terms import Split
from temper.datasets.validation.batch import Batch, Positions, read_batch
from temper.datasets.validation.looks import look
from temper.datasets.validation.numbers import Numbers, Spool, Table
from temper.datasets.validation.tally import PLACES
from temper.datasets.validation.typed import encoder, typed, whole

_SLICE = 1 << 20
"""Rows that are sorted at once."""
_hash = xxhash.xxh3_64_intdigest
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Indexed:
    """A file whose rows can be found again."""

    split: Split
    handle: int
    size: int
    index: Positions
    """Of each block with sound rows: offset, length, lines before, sound rows."""

    @property
    def rows(self) -> int:
        return int(self.index[:, 3].sum())


@dataclass(frozen=True)
class Row:
    """A row that was found again."""

    line: int
    """From 1."""
    offset: int
    text: bytes


@dataclass
class Twins:
    """Rows that are like another, by kind."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    first: dict[str, Table] = field(default_factory=dict[str, Table])
    """Of each kind the first rows, and which row each is like; numbered through all files."""

    def add(self, kind: str, rows: Table, like: Table) -> None:
        """Take some more, in any order."""
        if not len(rows):
            return
        self.counts[kind] = self.counts.get(kind, 0) + len(rows)
        pairs = np.stack((rows, like), axis=1)
        if kind in self.first:
            pairs = np.concatenate((self.first[kind], pairs))
        self.first[kind] = pairs[np.argsort(pairs[:, 0], kind="stable")[:PLACES]]


def find_twins(
    prints: Numbers, files: Sequence[Indexed], main: RowFormat, went: Callable[[], object]
) -> Twins:
    """Rows that are like an earlier row of their file, or like a row of a later file."""
    marks = _candidates(prints)
    twins = Twins()
    if not marks.any():
        return twins
    spool = Spool()
    try:
        number = 0
        for file in files:
            for block in _marked_blocks(file, marks, number):
                spool.write(_hashes(file, block, marks, main))
                went()
            number += file.rows
        hashes = Numbers(3)
        hashes.add(spool, 0, spool.length)
        bounds = np.cumsum([file.rows for file in files]).astype(np.uint64)
        for table in _slices(hashes):
            _within(table, bounds, twins)
            _across(table, bounds, [file.split for file in files], twins)
    finally:
        spool.close()
    return twins


def find_rows(files: Sequence[Indexed], main: RowFormat, numbers: set[int]) -> dict[int, Row]:
    """Where rows are, by their numbers through all files."""
    found: dict[int, Row] = {}
    before = 0
    for file in files:
        ends = before + np.cumsum(file.index[:, 3])
        wanted = sorted(number for number in numbers if before <= number < before + file.rows)
        places: list[int] = np.searchsorted(ends, np.array(wanted), side="right").tolist()
        for place in sorted(set(places)):
            offset, length, lines, count = map(int, file.index[place])
            batch = _read(file, offset, length, main)
            rows = _whole_rows(batch, main)
            first = int(ends[place]) - count
            for number in (n for n, at in zip(wanted, places, strict=True) if at == place):
                if number - first < len(rows):
                    line = batch.line_of(rows[number - first])
                    at = offset + int(batch.starts[line])
                    found[number] = Row(lines + line + 1, at, batch.line(line))
        before += file.rows
    return found


def _candidates(prints: Numbers) -> Marks:
    """Which rows share their print with another."""
    marks = np.zeros(len(prints), np.bool_)
    for part, slices in _parts(len(prints)):
        mine = [chunk[:, 0][chunk[:, 0] % slices == part] for chunk in prints.chunks()]
        values = np.sort(np.concatenate(mine))
        twice = values[1:][values[1:] == values[:-1]]
        if not len(twice):
            continue
        at = 0
        for chunk in prints.chunks():
            place = np.searchsorted(twice, chunk[:, 0])
            place[place == len(twice)] = 0
            marks[at : at + len(chunk)] |= twice[place] == chunk[:, 0]
            at += len(chunk)
    return marks


def _parts(count: int) -> Iterator[tuple[np.uint64, np.uint64]]:
    slices = max(1, -(-count // _SLICE))
    for part in range(slices if count else 0):
        yield np.uint64(part), np.uint64(slices)


def _slices(hashes: Numbers) -> Iterator[Table]:
    """All rows in slices, in their order; rows with the same normal form are in the same one."""
    for part, slices in _parts(len(hashes)):
        yield np.concatenate([chunk[chunk[:, 0] % slices == part] for chunk in hashes.chunks()])


def _marked_blocks(file: Indexed, marks: Marks, number: int) -> Iterator[tuple[int, int, int, int]]:
    """Offset, length, first row's number and rows of each block with a candidate."""
    for offset, length, _, count in file.index.tolist():
        if marks[number : number + count].any():
            yield offset, length, number, count
        number += count


def _hashes(
    file: Indexed, block: tuple[int, int, int, int], marks: Marks, main: RowFormat
) -> bytes:
    """Normal hash, exact hash and number of each candidate of a block."""
    offset, length, first, count = block
    batch = _read(file, offset, length, main)
    rows = [batch.rows[index] for index in _whole_rows(batch, main)]
    mine = np.flatnonzero(marks[first : first + count])
    mine = mine[mine < len(rows)]  # the file may have changed meanwhile
    written = encoder.encode_lines([rows[index] for index in mine.tolist()])
    table = np.empty((len(mine), 3), np.uint64)
    table[:, 0] = list(map(_hash, look(written).normal.lower().split(b"\n")[:-1]))
    table[:, 1] = list(map(_hash, written.split(b"\n")[:-1]))
    table[:, 2] = first + mine
    return table.tobytes()


def _read(file: Indexed, offset: int, length: int, main: RowFormat) -> Batch:
    data = os.pread(file.handle, length, offset)
    last = offset + len(data) >= file.size and not data.endswith(b"\n")
    return read_batch(data, offset, typed(main.name), last=last)


def _whole_rows(batch: Batch, main: RowFormat) -> list[int]:
    rows = range(len(batch.rows))
    return [n for n in rows if batch.strict or whole(main.name, batch.rows[n])]


def _within(table: Table, bounds: Table, twins: Twins) -> None:
    """Rows that are like an earlier one of the same file."""
    files = np.searchsorted(bounds, table[:, 2], side="right")
    exact_first = _first(table, (files, table[:, 1]))
    normal_first = _first(table, (files, table[:, 0]))
    exact = exact_first != table[:, 2]
    normal = (normal_first != table[:, 2]) & ~exact
    twins.add("duplicate", table[exact, 2], exact_first[exact])
    twins.add("duplicate_normalised", table[normal, 2], normal_first[normal])


def _first(table: Table, keys: tuple[NDArray[np.int64], Table]) -> Table:
    """For each row the number of the first row with the same keys."""
    order = np.lexsort((table[:, 2], *keys))
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = False
    for key in keys:
        fresh[1:] |= key[order[1:]] != key[order[:-1]]
    begins = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    first = np.empty(len(order), np.uint64)
    first[order] = table[order[begins], 2]
    return first


def _across(table: Table, bounds: Table, files: list[Split], twins: Twins) -> None:
    """Rows that are like one of a later file, exactly where there is such a one."""
    of_file = np.searchsorted(bounds, table[:, 2], side="right")
    for file in range(len(files) - 1):
        mine = table[of_file == file]
        like = np.zeros(len(mine), np.uint64)
        state = np.zeros(len(mine), np.int8)
        for column, name in ((1, 1), (0, 2)):
            for other in range(file + 1, len(files)):
                theirs = table[of_file == other]
                if not len(theirs) or not len(mine):
                    continue
                values, first = np.unique(theirs[:, column], return_index=True)
                place = np.searchsorted(values, mine[:, column])
                place[place == len(values)] = 0
                same = (values[place] == mine[:, column]) & (state == 0)
                like[same] = theirs[first[place[same]], 2]
                state[same] = name
        if files[file] == "train":
            twins.add("overlap", mine[state == 1, 2], like[state == 1])
            twins.add("overlap_normalised", mine[state == 2, 2], like[state == 2])
        else:
            twins.add("overlap_held_out", mine[state == 1, 2], like[state == 1])
