"""Is this data ready for a method, and if not, where and why: everything, not the first thing."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from msgspec import UNSET

from temper.datasets.formats import (
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    READABLE,
    TEXT,
    DatasetShape,
    RowFormat,
    recognise,
    what_happens,
)
from temper.datasets.schemas import DatasetProblem, Report, SplitReport
from temper.datasets.source import Source, SourceError, find_source, reason, shown, source_key
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.collect import Problems
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.reader import Finding, read_line, whole_file_fault
from temper.datasets.validation.report import verdict
from temper.datasets.validation.rows import check_row
from temper.datasets.validation.typed import Typed, clean_rows, typed
from temper.kit.jsonl import Block, NotRegularFile, blocks, open_regular

_REMEMBERED = 50_000
"""Rows of valid and test that are held, as hashes, against the rows of train."""
_ENOUGH = 500_000
"""Errors after which the rest of a file is not read: it is no dataset, and words take time."""


def _quietly(share: float) -> None:
    return None


_DEFAULTS = ValidationOptions()


def validate(
    source: Source | Path,
    shape: DatasetShape,
    options: ValidationOptions = _DEFAULTS,
    *,
    progress: Callable[[float], None] = _quietly,
    processes: int = 1,
) -> Report:
    """The report on `source` for methods that read `shape`; never raises for what the data holds.

    `progress` is called with a share from 0 to 1. With more than one process large files are read by
    forks of the caller, which must then have a single thread.
    """
    problems = Problems()
    try:
        found = find_source(source) if isinstance(source, Path) else source
    except SourceError as error:
        problems.add(Finding(error.kind, error.detail), "train", shown(Path(str(source)).name))
        return _report(problems.listed(), [], None, shape)
    before = _key(found)
    main = main_format(found, shape)
    scan = _Scan(found, shape, main, problems)
    # Train comes last, so that its rows can be looked up among those of valid and test.
    for split in reversed(SPLITS):
        scan.file(split)
    if _key(found) != before:
        problems.add(_CHANGED, "train", shown(found.path.name))
    scan.whole(options.batch_size, options.mask_prompt)
    progress(1.0)
    return _report(problems.listed(), scan.splits(), main, shape)


def main_format(source: Source, shape: DatasetShape | None = None) -> RowFormat | None:
    """The format of most rows at the beginning of the first file that has any recognised row."""
    for path in source.files.values():
        seen: Counter[str] = Counter()
        by_name: dict[str, RowFormat] = {}
        try:
            with open_regular(path) as file:
                for block in islice(blocks(file), 8):
                    for _, offset, line in islice(block.lines(), 1000):
                        row = read_line(line, offset).row
                        if row is not None and (known := recognise(row, shape)):
                            seen[known.name] += 1
                            by_name[known.name] = known
        except OSError:
            continue
        if seen:
            return by_name[seen.most_common(1)[0][0]]
    return None


class _Scan:
    """One pass over the files of a dataset."""

    def __init__(
        self, source: Source, shape: DatasetShape, main: RowFormat | None, problems: Problems
    ) -> None:
        self._source = source
        self._shape: DatasetShape = shape
        self._main = main
        self._typed = typed(main) if main in READABLE[shape] else None
        self._problems = problems
        self._rows: dict[Split, int] = {}
        self._bytes: dict[Split, int] = {}
        self._seen: dict[int, tuple[str, int]] = {}

    def file(self, split: Split) -> None:
        """Read one file, where there is one, and note everything in it."""
        path = self._source.files.get(split)
        if path is None:
            return
        name = shown(path.name)
        self._rows[split] = self._bytes[split] = 0
        try:
            with open_regular(path) as file:
                self._bytes[split] = os.fstat(file.fileno()).st_size
                self._blocks(split, name, blocks(file))
        except NotRegularFile:
            fault = Finding("not_a_file", f"{shown(path)} is not a regular file.")
            self._problems.add(fault, split, name)
        except FileNotFoundError:
            fault = Finding("missing_file", f"{shown(path)} does not exist.")
            self._problems.add(fault, split, name)
        except OSError as error:
            fault = Finding("unreadable", f"{shown(path)} cannot be read: {reason(error)}.")
            self._problems.add(fault, split, name)

    def _blocks(self, split: Split, file: str, found: Iterator[Block]) -> None:
        first = next(found, None)
        head = first.data if first else b""
        if first is None or (fault := whole_file_fault(head)):
            fault = whole_file_fault(head) or _EMPTY
            self._problems.add(fault, split, file, 1 if head else None, head[:1000])
            return
        for block in chain((first,), found):
            self._block(split, file, block)
            if self._problems.errors > _ENOUGH:
                self._problems.add(_GAVE_UP, split, file, block.first_line)
                return

    def _block(self, split: Split, file: str, block: Block) -> None:
        if block.cut:
            self._rows[split] += 1
            finding = Finding("line_too_long", "The line is longer than 8 MB.")
            self._problems.add(finding, split, file, block.first_line, block.data)
            return
        if self._typed and (rows := clean_rows(block.data, self._typed)) is not None:
            self._take(split, file, block.first_line, rows, self._typed, block)
            return
        unterminated = not block.data.endswith(b"\n")
        last = block.first_line + block.data.count(b"\n")
        for number, offset, line in block.lines():
            self._line(split, file, number, offset, line, unterminated and number == last)

    def _line(
        self, split: Split, file: str, number: int, offset: int, line: bytes, last: bool
    ) -> None:
        kind = self._typed
        if kind and (rows := clean_rows(line, kind)):
            self._take(split, file, number, rows, kind, line)
            return
        read = read_line(line, offset, last=last)
        findings = list(read.findings)
        if read.row is not None:
            findings += check_row(read.row, self._main, self._shape)
        for finding in findings:
            self._problems.add(finding, split, file, number, line)
        self._rows[split] += bool(line.strip())
        if kind and not any(KINDS[finding.kind].severity == "error" for finding in findings):
            self._take(split, file, number, [kind.decoder.decode(line)], kind, line, counted=True)

    def _take(
        self,
        split: Split,
        file: str,
        first_line: int,
        rows: list[Any],
        kind: Typed,
        text: Block | bytes,
        *,
        counted: bool = False,
    ) -> None:
        """Count sound rows, and note what can only be said about sound rows."""
        if not counted:
            self._rows[split] += len(rows)
        remarks = list(self._remarks(rows))
        if split == "train" and self._seen:
            remarks += self._overlaps(rows, kind)
        elif split != "train" and len(self._seen) < _REMEMBERED:
            for index, row in enumerate(rows):
                self._seen.setdefault(hash(kind.identity(row)), (file, first_line + index))
        if not remarks:
            return
        lines = text.data.split(b"\n") if isinstance(text, Block) else [text]
        for index, finding in remarks:
            self._problems.add(finding, split, file, first_line + index, lines[index])

    def _remarks(self, rows: list[Any]) -> Iterator[tuple[int, Finding]]:
        if self._shape == "prompt_answer" and self._main is PROMPT_ANSWER:
            for index, row in enumerate(rows):
                if row.system is UNSET:
                    yield index, _NO_SYSTEM
        elif self._main is PROMPT_COMPLETION:
            for index, row in enumerate(rows):
                if row.system is not UNSET:
                    yield index, _SYSTEM_IGNORED

    def _overlaps(self, rows: list[Any], kind: Typed) -> Iterator[tuple[int, Finding]]:
        for index, row in enumerate(rows):
            if other := self._seen.get(hash(kind.identity(row))):
                yield index, Finding("overlap", f"The same row is {other[0]}, line {other[1]}.")

    def whole(self, batch_size: int, mask_prompt: bool) -> None:
        """Note what concerns the dataset as a whole."""
        for split in ("train", "valid"):
            rows = self._rows.get(split, 0)
            if 0 < rows < batch_size:
                detail = f"{rows} {_plural('row', rows)}, but the batch size is {batch_size}."
                self._problems.add(Finding("too_few_rows", detail), split, self._name(split))
        if mask_prompt and self._main is TEXT:
            detail = "The rows are plain texts, and `mask_prompt` is on; the trainer refuses that."
            self._problems.add(Finding("mask_prompt_text", detail), "train", self._name("train"))
        if "valid" not in self._source.files:
            detail = "There is no validation file, so the run will show no validation loss."
            self._problems.add(Finding("no_valid", detail), "valid", "valid.jsonl")
        for name in self._source.others:
            detail = f"{name} is not read; a method reads train.jsonl, valid.jsonl and test.jsonl."
            self._problems.add(Finding("unread_file", detail), "train", name)

    def splits(self) -> list[SplitReport]:
        """What each file holds."""
        return [
            SplitReport(
                split=split,
                file=self._name(split),
                rows=self._rows[split],
                bytes=self._bytes[split],
            )
            for split in SPLITS
            if split in self._rows
        ]

    def _name(self, split: Split) -> str:
        return shown(self._source.files[split].name)


_CHANGED = Finding("changed", "A file changed while it was read.")
_GAVE_UP = Finding("gave_up", "The file holds too many errors; what follows was not read.")
_EMPTY = Finding("empty_file", "The file is empty; the trainer fails on it.")
_NO_SYSTEM = Finding("default_system", "No `system`: the trainer puts in its own instruction.")
_SYSTEM_IGNORED = Finding("system_ignored", "The trainer does not read this row's `system`.")


def _report(
    problems: list[DatasetProblem],
    splits: list[SplitReport],
    main: RowFormat | None,
    shape: DatasetShape,
) -> Report:
    ready = not any(problem.severity == "error" for problem in problems)
    return Report(
        ready=ready,
        verdict=verdict(ready, problems, splits, main.title if main else None),
        format=main.name if main else None,
        format_title=main.title if main else None,
        splits=splits,
        problems=problems,
        what_happens=what_happens(main, shape) if main else None,
    )


def _key(source: Source) -> str | None:
    try:
        return source_key(source)
    except SourceError:
        return None


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
