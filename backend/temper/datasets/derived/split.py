"""All rows dealt out anew to train, valid and test, by the seed alone.

Each row has a number: a keyed hash of its group's value, or of its own place where it has none. Groups
are taken in the order of their numbers: into valid while they fit there, then into test, the rest into
train; a last group that is too large is taken where that brings the size nearer. So a seed gives the same split everywhere, groups stay together, and a
group has its place whatever the order of the rows.
"""

from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import numpy as np
import xxhash
from numpy.typing import NDArray

from temper.datasets.derived.lineage import Derived, lineage_of
from temper.datasets.derived.lines import Progress, quietly, raw_lines
from temper.datasets.derived.mapping import value_at
from temper.datasets.derived.refusal import refuse
from temper.datasets.requests import SplitRequest
from temper.datasets.source import Source, shown, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.reader import BOM, whole_file_fault
from temper.kit.jsonl import open_regular

_CHUNK = 1 << 18
_SLICE = 1 << 20
"""Rows whose numbers are sorted at once."""
_HELD_OUT: tuple[Split, ...] = ("valid", "test")
_sorted = msgspec.json.Encoder(order="deterministic")
Numbers = NDArray[np.uint64]


def split_files(
    source: Source, request: SplitRequest, folder: Path, progress: Progress = quietly
) -> Derived:
    """Deal the rows of all files out anew into `folder`, each in its old order, by the seed alone.

    Raises InvalidRequest, SourceError and OSError.
    """
    if not request.valid and not request.test:
        detail = "Both shares are 0, so nothing would be split off. Give one of them."
        raise refuse("/valid", detail, "above 0, below 1")
    if request.valid + request.test >= 1:
        raise refuse("/test", "valid and test together must leave rows to train on.", "below 1")
    key = source_key(source)
    numbers = folder / ".numbers"
    total, groups = _number(source, request, numbers, progress)
    wanted = {"valid": _share(request.valid, total), "test": _share(request.test, total)}
    if total - sum(wanted.values()) < 1:
        raise refuse("/valid", f"The dataset has {total} rows, too few to split like this.")
    if request.group_by is not None and not groups:
        detail = f"No row has the column `{request.group_by}`."
        raise refuse("/group_by", detail)
    dealt = deal(numbers, total, {split: wanted[split] for split in _HELD_OUT})
    if sum(held.rows for held in dealt.values()) >= total:
        raise refuse("/group_by", f"`{request.group_by}` has too few different values to split by.")
    rows = _write(source, numbers, dealt, folder, progress)
    numbers.unlink()
    lineage = lineage_of(source, key) | {
        "step": "split",
        "valid": request.valid,
        "test": request.test,
        "seed": request.seed,
        "group_by": request.group_by,
        "rows": rows,
    }
    progress(1.0)
    return Derived(rows, lineage)


@dataclass
class Held:
    """The groups of valid or of test."""

    wanted: int
    rows: int = 0
    numbers: "array[int]" = field(default_factory=lambda: array("Q"))

    def nearer_with(self, count: int) -> bool:
        """Whether a group brings the rows nearer to their wanted number."""
        return abs(self.rows + count - self.wanted) < abs(self.rows - self.wanted)

    def take(self, number: int, count: int) -> None:
        """Take a group."""
        self.numbers.append(number)
        self.rows += count


def deal(path: Path, total: int, wanted: dict[Split, int]) -> dict[Split, Held]:
    """Which groups go where; where every group is too large, the smallest goes."""
    held: dict[Split, Held] = {split: Held(count) for split, count in wanted.items() if count}
    skipped: list[tuple[int, int]] = []
    for number, count in _groups(path, total):
        wanting = [each for each in held.values() if each.rows < each.wanted]
        if not wanting:
            break
        taker = next((each for each in wanting if each.rows + count <= each.wanted), None)
        if taker:
            taker.take(number, count)
        else:
            skipped = sorted([*skipped, (count, number)])[: len(held)]
    for each in held.values():
        if skipped and (not each.rows or each.nearer_with(skipped[0][0])):
            count, number = skipped.pop(0)
            each.take(number, count)
    return held


def _number(
    source: Source, request: SplitRequest, path: Path, progress: Progress
) -> tuple[int, bool]:
    """Write each row's number; how many rows there are, and whether any has a group."""
    index, grouped = 0, False
    with path.open("wb") as output:
        for line in _rows(source, lambda share: progress(share * 0.4)):
            text = _group(line, request.group_by) if request.group_by is not None else None
            grouped |= text is not None
            what = b"row %d" % index if text is None else b"group " + text
            output.write(xxhash.xxh3_64_intdigest(what, seed=request.seed).to_bytes(8, "little"))
            index += 1
    return index, grouped


def _group(line: bytes, column: str) -> bytes | None:
    """The value of a row's column, as text that is the same for equal values."""
    try:
        row: object = msgspec.json.decode(line)
        if not isinstance(row, dict):
            return None
        value = value_at(cast("dict[str, object]", row), column)
        return None if value is None else _sorted.encode(value)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _groups(path: Path, total: int) -> Iterator[tuple[int, int]]:
    """Each different number in ascending order, and how many rows have it; in bounded memory."""
    slices = max(-(-total // _SLICE), 1)
    bounds = [(1 << 64) * part // slices for part in range(slices + 1)]
    for low, high in pairwise(bounds):
        first, last = np.uint64(low), np.uint64(high - 1)
        found = [chunk[(chunk >= first) & (chunk <= last)] for chunk in _chunks(path)]
        numbers, counts = np.unique(np.concatenate(found), return_counts=True)
        yield from zip(numbers.tolist(), counts.tolist(), strict=True)


def _chunks(path: Path) -> Iterator[Numbers]:
    with path.open("rb") as file:
        while len(chunk := np.fromfile(file, np.dtype("<u8"), _CHUNK)):
            yield chunk


def _write(
    source: Source, numbers: Path, dealt: dict[Split, Held], folder: Path, progress: Progress
) -> dict[Split, int]:
    rows: dict[Split, int] = {"train": 0}
    places: dict[Split, Numbers] = {
        split: np.sort(np.array(held.numbers, np.uint64)) for split, held in dealt.items()
    }
    with ExitStack() as stack:
        files: dict[Split, BinaryIO] = {}
        lines = _rows(source, lambda share: progress(0.4 + share * 0.5))
        for split, line in zip(_placed(numbers, places), lines, strict=True):
            if split not in files:
                files[split] = stack.enter_context((folder / f"{split}.jsonl").open("wb"))
            files[split].write(line + b"\n")
            rows[split] = rows.get(split, 0) + 1
    return rows


def _placed(numbers: Path, places: dict[Split, Numbers]) -> Iterator[Split]:
    for chunk in _chunks(numbers):
        names: list[Split] = ["train"] * len(chunk)
        for split, chosen in places.items():
            for index in np.flatnonzero(np.isin(chunk, chosen)).tolist():
                names[index] = split
        yield from names


def _rows(source: Source, progress: Progress) -> Iterator[bytes]:
    """Every line of every file that is not blank, without a byte order mark."""
    files = list(source.files.values())
    for done, path in enumerate(files):
        with open_regular(path) as file:
            if fault := whole_file_fault(file.read(1 << 16)):
                if fault.kind == "empty_file" and done:
                    continue
                raise refuse("", f"{shown(path.name)}: {fault.detail}")
            file.seek(0)
            for line in raw_lines(file, lambda s, d=done: progress((d + s) / len(files))):
                if line.data is None:
                    detail = f"{shown(path.name)}, line {line.number}: longer than 8 MB."
                    raise refuse("", detail)
                if row := line.data.removeprefix(BOM).strip():
                    yield row


def _share(part: float, total: int) -> int:
    return max(1, round(part * total)) if part else 0
