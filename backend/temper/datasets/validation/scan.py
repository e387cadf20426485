"""One pass over a stretch of a file: what is wrong on each line, and a print of each sound row."""

import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import msgspec

from temper.datasets.formats import MADE_UP, DatasetShape, RowFormat, readers
from temper.datasets.validation.batch import Batch, read_batch
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.looks import look, prints
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.ranges import Block, blocks
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.remarks import (
    Remark,
    remarks,
    suspects,
    unmatchable_answers,
    unmatchable_finding,
    wants_bare_values,
)
from temper.datasets.validation.rows import row_findings, unreadable
from temper.datasets.validation.tally import PLACES, Tally
from temper.datasets.validation.typed import encoder, typed, whole

ENOUGH = 1_000_000
"""Errors after which the rest of a file is not read: it is no dataset, and words take time."""
_TOO_LONG = Finding("line_too_long", "The line is longer than 8 MB.")
_GAVE_UP = Finding("gave_up", "The file holds too many errors; what follows was not read.")
_any = msgspec.json.Decoder()


@dataclass(frozen=True)
class Task:
    """What is looked for."""

    main: RowFormat | None
    shape: DatasetShape
    options: ValidationOptions

    @property
    def compares(self) -> bool:
        """Whether rows are held against each other."""
        return bool(readers(self.main))


@dataclass(frozen=True)
class Stretch:
    """The lines of an open file that begin from `begin` up to `end`."""

    file: int
    """Which of the files."""
    handle: int
    begin: int
    end: int
    size: int
    """Of the file, when it was opened."""


class Part(msgspec.Struct):
    """What a pass over a stretch gave."""

    tally: Tally
    lines: int = 0
    rows: int = 0
    errors: int = 0
    index: bytes = b""
    """Of each block with sound rows, as four int64: offset, length, lines before, sound rows."""
    gave_up: bool = False


def scan(
    task: Task,
    stretch: Stretch,
    take: Callable[[bytes], object],
    went: Callable[[int], object],
    enough: int = ENOUGH,
) -> Part:
    """Read a stretch. `take` gets the prints of its rows in order, `went` the bytes of each block.

    Raises OSError.
    """
    return _Scan(task, stretch, take, enough).run(went)


class _Scan:
    def __init__(
        self, task: Task, stretch: Stretch, take: Callable[[bytes], object], enough: int
    ) -> None:
        self._task = task
        self._main = task.main
        self._minding = readers(task.main)
        self._reads = task.shape in self._minding
        self._bare = wants_bare_values(task.main, task.shape, task.options)
        self._kind = typed(task.main.name if task.main else None)
        self._stretch = stretch
        self._take = take
        self._enough = enough
        self._part = Part(Tally(task.shape))
        self._index = array.array("q")
        self._seen = look(b"")

    def run(self, went: Callable[[int], object]) -> Part:
        stretch = self._stretch
        for block in blocks(stretch.handle, stretch.begin, stretch.end, stretch.size):
            self._block(block)
            went(len(block.data))
            if self._part.gave_up:
                break
        self._part.index = self._index.tobytes()
        return self._part

    def _block(self, block: Block) -> None:
        part = self._part
        if block.cut:
            part.tally.line([_TOO_LONG], part.lines + 1, block.offset, block.data)
            part.lines, part.rows, part.errors = part.lines + 1, part.rows + 1, part.errors + 1
            part.gave_up = part.errors > self._enough
            return
        last = block.offset + len(block.data) >= self._stretch.size
        batch = read_batch(
            block.data, block.offset, self._kind, last=last and not block.data.endswith(b"\n")
        )
        found, said = self._judge(batch)
        errors = _errors(found)
        if part.errors + errors > self._enough:
            self._give_up(block, batch, found)
            return
        for line, findings in found:
            self._note(batch, block, line, findings)
        for remark in said:
            self._remark(batch, block, remark)
        self._keep(batch, block)
        blank = sum(not batch.line(fault.line).strip() for fault in batch.faults)
        part.lines += len(batch.starts)
        part.rows += len(batch.starts) - blank
        part.errors += errors

    def _give_up(self, block: Block, batch: Batch, found: list[tuple[int, list[Finding]]]) -> None:
        """Take the block up to the line with one error too many, and no more."""
        left = self._enough - self._part.errors
        line = 0
        for line, findings in found:
            left -= _errors([(line, findings)])
            if left < 0:
                break
        end = int(batch.starts[line + 1]) if line + 1 < len(batch.starts) else len(block.data)
        self._enough = self._part.errors + _errors(found)
        self._block(Block(block.offset, block.data[:end]))
        self._part.gave_up = True
        self._part.tally.line([_GAVE_UP], self._part.lines, block.offset + end)

    def _judge(self, batch: Batch) -> tuple[list[tuple[int, list[Finding]]], list[Remark]]:
        """What is wrong on single lines, in their order, and what is said of many rows."""
        found: list[tuple[int, list[Finding]]] = []
        for fault in batch.faults:
            row = fault.read.row
            about = [] if row is None else self._about(row)
            found.append((fault.line, [*fault.read.findings, *about]))
        said: list[Remark] = []
        doubtful: set[int] = set()
        if self._main and self._minding:
            self._seen = seen = look(batch.written)
            doubtful = suspects(batch, self._main) | seen.suspects
            said += remarks(batch, self._main, self._task.shape, self._task.options)
            if self._bare:
                said.append(unmatchable_answers(batch, set(seen.suspects)))
        if not self._reads:
            kind = "made_up_format" if self._main is MADE_UP else "wrong_format"
            known = self._main is not None and bool(self._main.required)
            if not known or self._part.tally.wants(kind):
                doubtful = set(range(len(batch.rows)))
            else:
                name = self._main.name if self._main else None
                odd = (n for n, row in enumerate(batch.rows) if not whole(name, row))
                doubtful |= set() if batch.strict else set(odd)
                said.append(Remark(kind, [n for n in range(len(batch.rows)) if n not in doubtful]))
        for index in doubtful:
            line = batch.line_of(index)
            if findings := self._about(_any.decode(batch.line(line))):
                found.append((line, findings))
        found.sort(key=lambda item: item[0])
        return found, said

    def _about(self, row: dict[str, Any]) -> list[Finding]:
        """What is wrong with a row, for the wanted shape and for the others."""
        findings = row_findings(row, self._main) if self._main and self._minding else []
        if self._reads:
            return findings
        findings = [replace(f, shapes=f.shapes or self._minding) for f in findings]
        wrong = unreadable(row, self._main, self._task.shape)
        return [*findings, replace(wrong, shapes=frozenset({self._task.shape}))]

    def _note(self, batch: Batch, block: Block, line: int, findings: list[Finding]) -> None:
        at = block.offset + int(batch.starts[line])
        text = batch.line(line) if any(map(self._part.tally.wants, _kinds(findings))) else b""
        self._part.tally.line(findings, self._part.lines + line + 1, at, text)

    def _remark(self, batch: Batch, block: Block, remark: Remark) -> None:
        tally = self._part.tally
        known = tally.kinds.get(remark.kind)
        room = PLACES - (len(known.spots) if known else 0)
        for index in islice(remark.rows, room):
            line = batch.line_of(int(index))
            finding = remark.finding or unmatchable_finding(batch.rows[index].answer)
            self._note(batch, block, line, [finding])
        if len(remark.rows) > room:
            tally.many(remark.kind, len(remark.rows) - room)

    def _keep(self, batch: Batch, block: Block) -> None:
        """Note the prints of the rows that can be held against others."""
        if not self._task.compares or not batch.rows:
            return
        seen, count = self._seen, len(batch.rows)
        if not batch.strict:
            rows = [row for row in batch.rows if whole(self._main and self._main.name, row)]
            if count != len(rows):
                seen, count = look(encoder.encode_lines(rows)), len(rows)
        self._take(prints(seen).tobytes())
        self._index.extend((block.offset, len(block.data), self._part.lines, count))


def _errors(found: list[tuple[int, list[Finding]]]) -> int:
    """Errors that were looked for line by line."""
    return sum(
        KINDS[f.kind].severity == "error" and f.kind not in ("wrong_format", "made_up_format")
        for _, findings in found
        for f in findings
    )


def _kinds(findings: list[Finding]) -> list[str]:
    return [finding.kind for finding in findings]
