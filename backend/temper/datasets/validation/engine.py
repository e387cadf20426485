"""Every row of a dataset looked at, in one pass or by several processes, with the same result."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from temper.datasets.formats import TOKEN_PREFERENCE
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.files import OpenFile
from temper.datasets.validation.forks import Scanned, cut, scan_together
from temper.datasets.validation.numbers import Numbers, Spool
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.scan import ENOUGH, Stretch, Task, scan
from temper.datasets.validation.tally import Spot, Tally, spot
from temper.datasets.validation.twins import Indexed, Row, Twins, find_rows, find_twins

_PIECE = 8 << 20
_SAYS = {
    "duplicate": "The same row is {place}.",
    "duplicate_normalised": "The same row but for space and case is {place}.",
    "overlap": "The same row is {place}.",
    "overlap_held_out": "The same row is {place}.",
    "overlap_normalised": "The same row but for space and case is {place}.",
}
Progress = Callable[[float], object]


@dataclass
class SplitFindings:
    """What the rows of one file are like."""

    tally: Tally
    rows: int = 0
    twins: dict[str, tuple[int, list[Spot]]] = field(
        default_factory=dict[str, tuple[int, list[Spot]]]
    )


def look_at_rows(
    task: Task, files: list[OpenFile], progress: Progress, processes: int, threshold: int
) -> dict[Split, SplitFindings]:
    """Everything about the rows of each file. Raises OSError when one cannot be read."""
    whole = [Stretch(n, file.handle, 0, file.size, file.size) for n, file in enumerate(files)]
    total = sum(file.size for file in files) or 1
    several = processes > 1 and total > threshold
    spools = [Spool(shared=several) for _ in range(processes if several else 1)]
    try:
        went = _Throttle(progress, 0.9 / total)
        stretches = cut(whole, min(_PIECE, threshold)) if several else whole
        scanned = scan_together(task, stretches, spools, went.at)
        found, indexed, prints = _joined(task, files, stretches, scanned, spools)
        if task.main and task.compares:
            twins = find_twins(prints, indexed, task.main, went.again)
            _tell_twins(task, twins, files, indexed, found)
        return found
    finally:
        for spool in spools:
            spool.close()


@dataclass
class _Throttle:
    """Says how far things are, but not for every block."""

    progress: Progress
    scale: float
    said: float = 0.0

    def at(self, done: int) -> None:
        """So many bytes were read."""
        share = min(done * self.scale, 0.9)
        if share >= self.said + 0.01:
            self.said = share
            self.progress(share)

    def again(self) -> None:
        """Rows are looked at a second time."""
        self.said += (0.99 - self.said) / 500
        self.progress(self.said)


def _joined(
    task: Task,
    files: list[OpenFile],
    stretches: list[Stretch],
    scanned: list[Scanned],
    spools: list[Spool],
) -> tuple[dict[Split, SplitFindings], list[Indexed], Numbers]:
    """What all stretches gave, in their order; lines are counted from the beginning of each file."""
    found: dict[Split, SplitFindings] = {}
    indexed: list[Indexed] = []
    prints = Numbers()
    for number, file in enumerate(files):
        joined = SplitFindings(Tally(task.shape))
        lines = errors = 0
        index = [np.zeros((0, 4), np.int64)]
        for stretch, one in zip(stretches, scanned, strict=True):
            if stretch.file != number:
                continue
            if (errors + one.part.errors > ENOUGH and not one.part.gave_up) or (
                one.part.gave_up and errors
            ):
                # Read by one process it would have ended here: find the very line.
                begin = spools[0].length
                part = scan(task, stretch, spools[0].write, lambda size: None, ENOUGH - errors)
                one = Scanned(part, 0, begin, spools[0].length - begin)
            joined.tally.add(one.part.tally, lines)
            table = np.frombuffer(one.part.index, np.int64).reshape(-1, 4).copy()
            table[:, 2] += lines
            index.append(table)
            prints.add(spools[one.worker], one.begin, one.length)
            lines += one.part.lines
            joined.rows += one.part.rows
            errors += one.part.errors
            if one.part.gave_up:
                break
        found[file.split] = joined
        indexed.append(Indexed(file.split, file.handle, file.size, np.concatenate(index)))
    return found, indexed, prints


def _tell_twins(
    task: Task,
    twins: Twins,
    files: list[OpenFile],
    indexed: list[Indexed],
    found: dict[Split, SplitFindings],
) -> None:
    if task.main is None or not twins.counts:
        return
    if task.main is TOKEN_PREFERENCE:
        # A space or a capital makes another token.
        twins = Twins(
            {k: n for k, n in twins.counts.items() if not k.endswith("_normalised")}, twins.first
        )
    pairs: dict[str, list[list[int]]] = {k: twins.first[k].tolist() for k in twins.counts}
    numbers = {number for some in pairs.values() for pair in some for number in pair}
    rows = find_rows(indexed, task.main, numbers)
    bounds = np.cumsum([file.rows for file in indexed])
    for kind, some in pairs.items():
        spots: dict[Split, list[Spot]] = {split: [] for split in SPLITS}
        for number, like in some:
            if number in rows and like in rows:
                split = files[int(np.searchsorted(bounds, number, side="right"))].split
                other = files[int(np.searchsorted(bounds, like, side="right"))]
                spots[split].append(
                    _spot(kind, rows[number], f"{other.name}, line {rows[like].line}")
                )
        first = files[0].split
        for split, places in spots.items():
            if places or split == first:
                count = twins.counts[kind] if split == first else 0
                found[split].twins[kind] = (count, places)


def _spot(kind: str, row: Row, place: str) -> Spot:
    finding = Finding(kind, _SAYS[kind].format(place=place))
    return spot(finding, row.line, row.offset, row.text)
