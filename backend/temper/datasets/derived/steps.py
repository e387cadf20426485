"""What becomes of one line: every step of a conversion, in its fixed order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

import msgspec

from temper.datasets.derived.convert import change
from temper.datasets.derived.fixes import ROW_FIXES, coerce_numbers, numbers_as_written
from temper.datasets.derived.mapping import mapped
from temper.datasets.derived.turns import Unconvertible, recognised
from temper.datasets.formats import RowFormat, readers
from temper.datasets.terms import Fix
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import BOM, Finding, read_line
from temper.datasets.validation.rows import row_findings

Row = dict[str, Any]

TITLES: dict[str, str] = {
    "re_encode": "Write the text as UTF-8",
    "strip_bom": "Remove byte order marks",
    "drop_blank_lines": "Leave out blank lines",
    "mapping": "Map the columns",
    "coerce_numbers": "Write numbers as text",
    "remove_control_characters": "Remove control characters",
    "drop_nulls": "Leave out keys whose value is null",
    "trim_texts": "Remove white space around texts",
    "rename_roles": "Rename roles",
    "join_repeated_turns": "Join turns of the same role",
    "extract_final_answer": "Take the final answer after ####",
    "format": "Change the format",
    "drop_bad_rows": "Leave out rows with errors",
    "mark_bad_rows": "Move rows with errors to rejected.jsonl",
    "deduplicate": "Leave out duplicates",
    "deduplicate_normalised": "Leave out duplicates but for space and case",
    "drop_overlap": "Leave out training rows that are in valid or test",
}
"""Every step in the order in which they are done."""

_HELPERS: tuple[Fix, ...] = ("re_encode", "coerce_numbers", *ROW_FIXES)
_LINE_FIXES = {"re_encode", "strip_bom", "drop_blank_lines"}
_encoder = msgspec.json.Encoder()
_columns = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(frozen=True)
class Outcome:
    """What became of a line."""

    line: bytes | None
    """To be written, without a newline; None where the line is left out."""
    steps: tuple[str, ...] = ()
    """Those that changed it or left it out."""
    row: Row | None = None
    """As it is now, where the line is a row and was read."""
    refused: Finding | None = None
    """Why it can be neither converted nor kept."""
    rejected: Finding | None = None
    """Why it was left out as a bad row."""


@dataclass(frozen=True)
class Plan:
    """What is to become of each line."""

    target: RowFormat | None
    main: RowFormat | None
    """The format of most rows, which a row has to keep where no target is named."""
    mapping: Mapping[str, str]
    fixes: frozenset[Fix]
    last_exchange: bool = False
    bad_kinds: frozenset[str] = frozenset()
    """Kinds of problems that make a row bad; every error where none is named."""

    @property
    def reshapes(self) -> bool:
        """Whether every row has to end in one format."""
        return self.target is not None or bool(self.mapping)

    def line(
        self, line: bytes, offset: int = 0, *, last: bool = False, bad: bool = False
    ) -> Outcome:
        """What becomes of a line; `last` where the file ends behind it without a newline.

        `bad` where the import found an error in the row.
        """
        steps: list[str] = []
        text = self._bytes(line, steps)
        body = text.removeprefix(BOM)
        if not body.strip():
            return self._blank(text, steps)
        if not self._reads_rows:
            return Outcome(text, tuple(steps))
        read = read_line(body, offset + len(line) - len(body), last=last)
        wrong = next((f for f in read.findings if f.kind != "carriage_return"), None)
        if read.row is None or wrong is not None:
            return self._unreadable(text, wrong or read.findings[0], steps)
        try:
            row = self._row(read.row, body, steps)
        except Unconvertible as error:
            return self._unreadable(text, Finding("wrong_format", str(error)), steps)
        same = row is read.row
        written = text if same else text[: len(text) - len(body)] + _written(row, read.row, body)
        faults = [*(read.findings if same else ()), *self._faults(row)]
        if bad:
            faults += _IMPORT
        if self._drops and (fault := next(filter(self._is_bad, faults), None)):
            return self._rejected(fault, steps)
        return Outcome(written, tuple(steps), row)

    def long(self) -> Outcome:
        """What becomes of a line that is too long to be read; an empty `line` is to be copied."""
        return self._unreadable(b"", Finding("line_too_long", "The line is longer than 8 MB."), [])

    def helpers(self, line: bytes, offset: int) -> list[Fix]:
        """The fixes with which a refused line could be converted."""
        return [
            fix
            for fix in _HELPERS
            if fix not in self.fixes
            and replace(self, fixes=self.fixes | {fix}).line(line, offset).refused is None
        ]

    @property
    def _reads_rows(self) -> bool:
        return self.reshapes or bool(self.fixes - _LINE_FIXES)

    @property
    def _drops(self) -> bool:
        return "drop_bad_rows" in self.fixes or "mark_bad_rows" in self.fixes

    def _bytes(self, line: bytes, steps: list[str]) -> bytes:
        if "re_encode" in self.fixes and (text := as_utf8(line)) is not line:
            steps.append("re_encode")
            line = text
        if line.startswith(BOM) and ("strip_bom" in self.fixes or self.target):
            steps.append("strip_bom" if "strip_bom" in self.fixes else "format")
            line = line.removeprefix(BOM)
        return line

    def _blank(self, line: bytes, steps: list[str]) -> Outcome:
        # A change of format writes the file anew, and a blank line is no row to be written.
        for step, asked in (
            ("drop_blank_lines", "drop_blank_lines" in self.fixes),
            ("format", self.target is not None),
            ("drop_bad_rows", self._drops and self._is_bad(_BLANK)),
        ):
            if asked:
                return Outcome(None, (*steps, step))
        return Outcome(line, tuple(steps))

    def _row(self, row: Row, line: bytes, steps: list[str]) -> Row:
        def written() -> Row:
            return mapped(numbers_as_written(line), self.mapping)

        def done(step: str, made: Row) -> Row:
            if made is not row:
                steps.append(step)
            return made

        if self.mapping:
            row = done("mapping", mapped(row, self.mapping))
        if "coerce_numbers" in self.fixes:
            row = done("coerce_numbers", coerce_numbers(row, written))
        for fix, change_row in ROW_FIXES.items():
            if fix in self.fixes:
                row = done(fix, change_row(row))
        if self.target:
            row = done("format", change(row, self.target, last_exchange=self.last_exchange))
        return row

    def _faults(self, row: Row) -> list[Finding]:
        """What is wrong with a row by the format that it ought to have."""
        if not self._drops:
            return []
        wanted = self.target or self.main
        if wanted is not None and readers(wanted):
            return row_findings(row, wanted)
        return (
            [] if recognised(row) else [Finding("wrong_format", "The row is in no known format.")]
        )

    def _is_bad(self, finding: Finding) -> bool:
        if self.bad_kinds:
            return finding.kind in self.bad_kinds
        return KINDS[finding.kind].severity == "error"

    def _unreadable(self, line: bytes, finding: Finding, steps: list[str]) -> Outcome:
        if self._drops and self._is_bad(finding):
            return self._rejected(finding, steps)
        if self.reshapes:
            return Outcome(line, tuple(steps), refused=finding)
        return Outcome(line, tuple(steps))

    def _rejected(self, finding: Finding, steps: list[str]) -> Outcome:
        step = "mark_bad_rows" if "mark_bad_rows" in self.fixes else "drop_bad_rows"
        return Outcome(None, (*steps, step), rejected=finding)


_IMPORT = [
    Finding(kind, "The row was not whole in the file that it was imported from.")
    for kind in ("csv_columns", "csv_quotes")
]
_BLANK = Finding("blank_line", "The line is blank.")


def ordered(fixes: frozenset[Fix]) -> list[Fix]:
    """Fixes in the order in which they are done."""
    return [fix for fix in TITLES if fix in fixes and fix in get_args(Fix)]  # pyright: ignore[reportReturnType]


def as_utf8(line: bytes) -> bytes:
    """A line that is no UTF-8, read as Windows-1252 (Latin-1 where that has no character)."""
    try:
        line.decode()
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252").encode()
        except UnicodeDecodeError:
            return line.decode("latin-1").encode()
    return line


def _written(row: Row, before: Row, line: bytes) -> bytes:
    """The row as JSON, in which values that no step touched stand as they were written."""
    columns = _columns.decode(line.strip())
    kept = {
        key: columns[key] if key in before and before[key] is value else value
        for key, value in row.items()
    }
    return _encoder.encode(cast("dict[str, Any]", kept))
