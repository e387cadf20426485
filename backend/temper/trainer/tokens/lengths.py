"""The task that measures a dataset's rows."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temper.datasets.source import shown
from temper.datasets.terms import Split
from temper.datasets.token_lengths import (
    FAILED_PLACES,
    Column,
    FailedRow,
    FileRows,
    Lengths,
    encode_lengths,
)
from temper.kit.files import write_atomic
from temper.kit.tasks import Failure, Progress
from temper.trainer.tokens.prepared import Prepare, preparer
from temper.trainer.tokens.rows import SAMPLE, Choice, Line, choose, read_lines
from temper.trainer.tokens.tokenize import Refused, Tokenized, header, tokenized
from temper.trainer.tokens.tokenizers import tokenizer_of

_ROWS_AT_ONCE = 64
_BYTES_AT_ONCE = 1 << 20


def lengths(request: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Measure the rows of `files` and write a `Lengths` to `to`."""
    progress(0.0)
    files: dict[Split, Path] = {split: Path(path) for split, path in request["files"].items()}
    tokenizer = tokenizer_of(request["model"], request["model_state"])
    try:
        prepare = preparer(files, request["state"], request["shape"])
        choice = choose(files, request.get("sample", SAMPLE))
        measuring = _Measuring(tokenizer, request["mode"], request["mask_prompt"], prepare)
        for split, path in files.items():
            measuring.file(split, path, choice, progress)
    except OSError as error:
        words = f"{error.filename or 'A file'} cannot be read: {error.strerror}."
        raise Failure("unreadable", words) from error
    found = measuring.lengths(files, choice)
    target = Path(request["to"])
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, encode_lengths(found))
    return {"rows": found.rows}


def _together(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """A few lines at once, so that little is held however long they are."""
    some: list[Line] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line.data or b"")
        if len(some) == _ROWS_AT_ONCE or size > _BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


class _Measuring:
    """Numbers of measured rows, row by row."""

    def __init__(self, tokenizer: Any, mode: str, mask_prompt: bool, prepare: Prepare) -> None:
        self._tokenizer = tokenizer
        self._mode = mode
        self._masked = mask_prompt and mode == "sft"
        self._prepare = prepare
        self._lines: array[int] = array("I")
        self._offsets: array[int] = array("Q")
        self._tokens: array[int] = array("I")
        self._prompts: array[int] = array("I")
        self._answers: array[int] = array("I")
        self._measured: dict[Split, int] = {}
        self._failed: list[FailedRow] = []
        self._failed_count = 0
        self._read = 0

    def file(self, split: Split, path: Path, choice: Choice, progress: Progress) -> None:
        """Measure the chosen lines of one file. Raises OSError."""
        before = len(self._lines)
        found = read_lines(path, None if choice.chosen is None else choice.chosen[split])
        for lines in _together(found):
            self._some(split, lines)
            self._read += len(lines)
            progress(min(self._read / max(choice.rows, 1), 1.0))
        self._measured[split] = len(self._lines) - before

    def _some(self, split: Split, lines: list[Line]) -> None:
        rows = list(self._rows(lines))
        if not rows:
            return
        made = tokenized([row for _, row in rows], self._tokenizer, self._mode, self._masked)
        for (line, _), row in zip(rows, made, strict=True):
            if isinstance(row, Refused):
                self._failed_count += 1
                if len(self._failed) < FAILED_PLACES:
                    self._failed.append(FailedRow(split, line.number, line.offset, row.detail))
            else:
                self._note(line, row)

    def _rows(self, lines: list[Line]) -> Iterator[tuple[Line, dict[str, Any]]]:
        """Lines that are no rows of this format are left to validation, which says why."""
        for line in lines:
            if line.data is not None and (row := self._prepare(line.data)) is not None:
                yield line, row

    def _note(self, line: Line, row: Tokenized) -> None:
        sizes = sorted(map(len, row.texts))
        self._lines.append(line.number)
        self._offsets.append(line.offset)
        self._tokens.append(sizes[-1])
        self._prompts.append(row.prompt)
        self._answers.append(sizes[0] if len(sizes) > 1 else row.answer)

    def lengths(self, files: dict[Split, Path], choice: Choice) -> Lengths:
        """What was measured."""
        mark = header(self._tokenizer)
        return Lengths(
            mode=self._mode,
            masked=self._masked,
            exact=choice.chosen is None,
            header=len(mark),
            header_text=self._tokenizer.decode(mark) if mark else "",
            files=[
                FileRows(
                    split, shown(path.name), str(path), choice.totals[split], self._measured[split]
                )
                for split, path in files.items()
            ],
            lines=self._lines.tobytes(),
            offsets=self._offsets.tobytes(),
            tokens=Column.of(self._tokens),
            prompts=Column.of(self._prompts),
            answers=Column.of(self._answers),
            failed=self._failed,
            failed_count=self._failed_count,
        )
