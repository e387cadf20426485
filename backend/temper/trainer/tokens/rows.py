"""The rows to measure: all of them, or a uniform sample over all files."""

import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from temper.datasets.terms import Split
from temper.kit.jsonl import BLOCK, Block, blocks, open_regular

FEW_ROWS = 20_000
FEW_BYTES = 20_000_000
"""Of one of the two: then every row is measured."""
MANY_BYTES = 60_000_000
"""Never more of them, however few the rows."""
SAMPLE = 10_000
SMALLEST_SAMPLE = 200
_SEED = 0


@dataclass(frozen=True)
class Line:
    """One line; `data` is None where it is longer than any row may be."""

    number: int
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Choice:
    """Which lines to read of each file: ascending numbers from 1, or None for all."""

    totals: dict[Split, int]
    chosen: dict[Split, list[int]] | None

    @property
    def rows(self) -> int:
        if self.chosen is None:
            return sum(self.totals.values())
        return sum(len(numbers) for numbers in self.chosen.values())


def choose(files: Mapping[Split, Path], sample: int = SAMPLE) -> Choice:
    """All lines of small files; of larger ones a sample in which each line is equally likely."""
    totals: dict[Split, int] = {split: count_lines(path) for split, path in files.items()}
    size = sum(path.stat().st_size for path in files.values())
    total = sum(totals.values())
    if size <= FEW_BYTES or (total <= FEW_ROWS and size <= MANY_BYTES):
        return Choice(totals, None)
    wanted = min(sample, max(SMALLEST_SAMPLE, total * MANY_BYTES // size))
    if wanted >= total:
        return Choice(totals, None)
    numbers = sorted(random.Random(_SEED).sample(range(total), wanted))
    chosen: dict[Split, list[int]] = {}
    begin = 0
    for split, lines in totals.items():
        first, last = bisect_left(numbers, begin), bisect_left(numbers, begin + lines)
        chosen[split] = [number - begin + 1 for number in numbers[first:last]]
        begin += lines
    return Choice(totals, chosen)


def count_lines(path: Path) -> int:
    """Lines of a file, the last one also without a newline. Raises OSError."""
    lines, ends = 0, True
    with open_regular(path) as file:
        while chunk := file.read(8 * BLOCK):
            lines += chunk.count(b"\n")
            ends = chunk.endswith(b"\n")
    return lines + (not ends)


def read_lines(path: Path, numbers: list[int] | None) -> Iterator[Line]:
    """Those lines of a file, or all. Raises OSError."""
    with open_regular(path) as file:
        for block in blocks(file):
            if numbers is None:
                yield from _lines(block)
                continue
            last = block.first_line + block.data.count(b"\n")
            first, end = bisect_left(numbers, block.first_line), bisect_left(numbers, last + 1)
            if first < end:
                wanted = set(numbers[first:end])
                yield from (line for line in _lines(block) if line.number in wanted)


def _lines(block: Block) -> Iterator[Line]:
    if block.cut:
        yield Line(block.first_line, block.offset, None)
        return
    for number, offset, data in block.lines():
        yield Line(number, offset, data)
