"""Rows out of CSV and TSV."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, cast

import msgspec

from temper.datasets.imports.csv_header import header_of
from temper.datasets.imports.csv_width import end_of_last_cell
from temper.datasets.imports.limits import too_many_columns
from temper.datasets.imports.line_rows import undecodable
from temper.datasets.imports.sink import PartRows
from temper.datasets.imports.sniff import delimiter_of, text_of
from temper.datasets.terms import Container

LONGEST = 16 << 20
"""Characters of one line, or of one cell, that are held at most."""
_TURNS = {"messages", "conversations", "conversation", "tools"}
_TEXT_OR_TURNS = {"prompt", "chosen", "rejected", "completion", "multi_chosen_decoded"}
_LEFT_OUT_WHEN_EMPTY = {"system", "type", "tools"}
_ESCAPED = re.compile("[\udc80-\udcff]")
_LATIN = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 256)
}
_encode = msgspec.json.Encoder().encode


class _Stop(Exception):
    """The rest of the file cannot be read; a finding says why."""


def read_csv_rows(
    stream: io.BufferedReader,
    rows: PartRows,
    head: bytes,
    container: Container,
    encoding: str | None,
) -> None:
    """Hand each row to `rows`, its cells as text under the names of the header. Raises SourceError."""
    text = text_of(head) if encoding is None else head.decode(encoding, "replace")
    said = re.match(r"sep=(.)\r?\n", text)
    delimiter = said[1] if said else delimiter_of(text, container)
    lines = _Lines(stream, rows, encoding, delimiter)
    try:
        if said:
            next(lines)
        _read(lines, rows, delimiter)
    except _Stop:
        pass
    except UnicodeError as error:
        raise undecodable(rows.name, encoding or "utf-8", lines.offset) from error


def _read(lines: "_Lines", rows: PartRows, delimiter: str) -> None:
    records = _records(lines, rows, delimiter)
    first = next(records, None)
    if first is None:
        return
    lines.has_header = True
    header = header_of(first[1])
    for kind, detail in header.findings:
        rows.found(kind, detail, line=first[0], excerpt=delimiter.join(first[1]))
    names = header.names
    special = [
        (index, name)
        for index, name in enumerate(names)
        if name in _TURNS | _TEXT_OR_TURNS | _LEFT_OUT_WHEN_EMPTY
    ]
    if header.missing:
        _row(rows, names, special, *first)
    for record in records:
        _row(rows, names, special, *record)


def _row(
    rows: PartRows,
    names: list[str],
    special: list[tuple[int, str]],
    line: int,
    cells: list[str],
    bad: bool,
) -> None:
    if len(cells) != len(names):
        bad = True
        more = "more" if len(cells) > len(names) else "fewer"
        detail = f"The row has {_cells(len(cells))}, {more} than the header's {len(names)}."
        excerpt = " | ".join(cells[:20])
        rows.found("csv_columns", detail, line=line, row=rows.count + 1, excerpt=excerpt)
    row: dict[str, Any] = dict(zip(names, cells, strict=False))
    for index, name in special:
        if index < len(cells):
            cell = cells[index]
            if name in _LEFT_OUT_WHEN_EMPTY and not cell.strip():
                del row[name]
            elif cell[:1] in "[{ " and name not in ("system", "type"):
                row[name] = _value(name, cell)
    rows.row(_encode(row), line, bad=bad)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _value(name: str, cell: str) -> Any:
    """The list or object that a cell writes, where the column may hold one; else the text."""
    text = cell.strip()
    if not text.startswith(("[", "{")):
        return cell
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = _python(text)
    if name in _TURNS:
        return cast("Any", value) if isinstance(value, list | dict) else cell
    if name == "multi_chosen_decoded":
        return cast("Any", value) if isinstance(value, list) else cell
    return value if _is_turns(value) else cell


def _python(text: str) -> Any:
    """A list as Python writes it, which pandas puts into CSV; None where it is none."""
    try:
        value = ast.literal_eval(text)
        msgspec.json.encode(value)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError, UnicodeError):
        return None
    return value


def _is_turns(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    turns = cast("list[object]", value)
    return all(isinstance(turn, dict) and ("role" in turn or "from" in turn) for turn in turns)


def _records(
    lines: "_Lines", rows: PartRows, delimiter: str
) -> Iterator[tuple[int, list[str], bool]]:
    """Each record with the line it begins on, and whether a finding says that it is wrong."""
    reader = csv.reader(lines, delimiter=delimiter)
    # It holds for the process: an import has one to itself, and no limit here is ever lower.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    while True:
        first, lines.bad = lines.number + 1, False
        try:
            cells = next(reader, None)
        except csv.Error as error:
            _unclosed(rows, first, f"A cell is longer than {LONGEST >> 20} MB ({error})")
            return
        if cells is None:
            return
        if lines.ended:
            _unclosed(rows, first, "A quote is opened and never closed")
            return
        if cells:
            yield first, cells, lines.bad


def _unclosed(rows: PartRows, line: int, what: str) -> None:
    rows.found(
        "csv_quotes",
        f"{what} in the row that begins on line {line}. Nothing from this line on was read.",
        line=line,
        row=rows.count + 1,
    )


class _Lines:
    """The lines of a table as text; notes bytes that are not UTF-8, and NULs, where they stand."""

    def __init__(
        self, stream: io.BufferedReader, rows: PartRows, encoding: str | None, delimiter: str
    ) -> None:
        self._text = io.TextIOWrapper(
            stream,
            encoding=encoding or "utf-8",
            errors="strict" if encoding else "surrogateescape",
            newline="",
        )
        self._rows = rows
        self._checks_bytes = encoding is None
        self._delimiter = delimiter
        self._quoted = False
        self._cut = 0
        self.has_header = False
        self.number = 0
        self.offset = 0
        self.ended = False
        self.bad = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        self.offset, self._cut = self.offset + self._cut, 0
        line = self._text.readline(LONGEST)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        if self.number == 1:
            self.offset += 3 * line.startswith("\ufeff")
            line = line.removeprefix("\ufeff")
        if len(line) >= LONGEST and not line.endswith(("\n", "\r")):
            detail = f"The line is longer than {LONGEST >> 20} MB. Nothing from it on was read."
            self._rows.found("line_too_long", detail, line=self.number, offset=self.offset)
            raise _Stop
        line = self._narrow(line)
        if "\0" in line:
            self.bad = True
            before = line[: line.index("\0")].encode("utf-8", "surrogateescape")
            detail = "A NUL byte stands in the line."
            self._found("nul_byte", detail, line.index("\0"), line, len(before))
        if line.isascii():
            self.offset += len(line)
            return line
        if self._checks_bytes and (found := _ESCAPED.search(line)):
            line = self._as_latin(line, found)
        else:
            self.offset += len(line.encode("utf-8", "surrogatepass"))
        return line

    def _narrow(self, line: str) -> str:
        """The line as far as a row may be wide; a header that is wider is none."""
        end = end_of_last_cell(line, self._delimiter, quoted=self._quoted)
        self._quoted ^= line.count('"') % 2 == 1
        if end is None:
            return line
        if not self.has_header:
            raise too_many_columns(self._rows.name)
        # One cell more than any header has: the row is named as too wide.
        self._cut = len(line[end:].encode("utf-8", "surrogateescape")) - 2
        return line[:end] + self._delimiter + "\n"

    def _as_latin(self, line: str, found: re.Match[str]) -> str:
        raw = line.encode("utf-8", "surrogateescape")
        before = len(line[: found.start()].encode("utf-8", "surrogateescape"))
        read = line.translate(_LATIN)
        byte = ord(found[0]) - 0xDC00
        detail = (
            f"The byte {byte:#04x} (`{_LATIN[ord(found[0])]}` in Latin-1) at offset "
            f"{self.offset + before} is not UTF-8."
        )
        # The row is not bad: read so, it is what re-encoding makes of it.
        self._found("wrong_encoding", detail, found.start(), read, before)
        self.offset += len(raw)
        return read

    def _found(self, kind: str, detail: str, at: int, line: str, before: int) -> None:
        self._rows.found(
            kind,
            detail,
            line=self.number,
            row=self._rows.count + 1 if self.has_header else None,
            offset=self.offset + before if self._checks_bytes else None,
            excerpt=line[max(at - 60, 0) :].rstrip("\r\n"),
        )
