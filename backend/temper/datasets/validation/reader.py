"""What is wrong with a file or a line before its rows mean anything."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from temper.datasets.formats import DatasetShape

BOM = b"\xef\xbb\xbf"
_MAGIC = {
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"PK\x03\x04": "a zip file",
    b"PAR1": "a Parquet file",
}
_FIRST = 64
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KEY_END = re.compile(r'"\s*:')
_ANY = msgspec.json.Decoder()


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a line or row."""

    kind: str
    detail: str
    column: int | None = None
    """From 1, in characters."""
    key: str | None = None
    """The key that it concerns."""
    shapes: frozenset[DatasetShape] | None = None
    """The shapes that mind; None for all."""


@dataclass(frozen=True)
class Line:
    """A decoded line: its object where it has one, and everything wrong with it."""

    row: dict[str, Any] | None
    findings: tuple[Finding, ...]


def whole_file_fault(head: bytes) -> Finding | None:
    """What makes the file no JSON lines at all, judged by its first block."""
    if not head:
        return Finding("empty_file", "The file is empty; the trainer fails on it.")
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return Finding("not_jsonl", f"This is {name}, not text.")
    if not head[:_FIRST].strip(b"\0"):
        return Finding(
            "corrupt_file", "The file begins with NUL bytes; it was most likely not written whole."
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in (head[0:1], head[1:2]):
        return Finding("wrong_encoding", "The file is UTF-16 or UTF-32; the trainer reads UTF-8.")
    text = head.removeprefix(BOM).lstrip()
    if text.rstrip() == b"[]":
        return Finding("empty_file", "The file holds no rows; the trainer fails on it.")
    if text.startswith(b"[") and not _lines_of_arrays(text):
        return Finding(
            "json_array", "The file is one JSON array; the trainer needs one row a line.", 1
        )
    return None


def _lines_of_arrays(text: bytes) -> bool:
    first, _, rest = text.partition(b"\n")
    try:
        _ANY.decode(first)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return bool(rest.strip())


def read_line(line: bytes, offset: int = 0, *, last: bool = False) -> Line:
    """Decode one line (without its newline) and name everything that is wrong with it.

    `offset` is the line's place in the file, `last` whether the file ends here without a newline.
    """
    findings: list[Finding] = []
    line = line.removesuffix(b"\r")
    if line.startswith(BOM):
        line = line.removeprefix(BOM)
        findings.append(
            Finding(
                "bom", "The line begins with a byte order mark (EF BB BF); the trainer fails.", 1
            )
        )
    if not line.strip():
        if not findings:
            findings.append(Finding("blank_line", "The line is blank; the trainer fails on it."))
        return Line(None, tuple(findings))
    if b"\r" in line:
        detail = "A carriage return stands inside the line; the trainer reads it as two lines."
        findings.append(Finding("carriage_return", detail, line.index(b"\r") + 1))
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return Line(None, (*findings, _encoding_fault(line, offset, error)))
    if "\0" in text:
        column = text.index("\0") + 1
        findings.append(Finding("nul_byte", f"A NUL byte stands at column {column}.", column))
        return Line(None, tuple(findings))
    row, fault = _decode(text, last)
    if fault:
        findings.append(fault)
    if row is not None:
        findings += _duplicates(text, row)
    return Line(row, tuple(findings))


def _encoding_fault(line: bytes, offset: int, error: UnicodeDecodeError) -> Finding:
    byte = line[error.start]
    column = len(line[: error.start].decode("utf-8", "replace")) + 1
    guess = chr(byte) if byte >= 0xA0 else ""
    as_latin = f" (`{guess}` in Latin-1)" if guess else ""
    detail = (
        f"The byte {byte:#04x}{as_latin} at offset {offset + error.start} is not UTF-8, "
        "which the trainer reads."
    )
    return Finding("wrong_encoding", detail, column)


def _decode(text: str, last: bool) -> tuple[dict[str, Any] | None, Finding | None]:
    try:
        value = _ANY.decode(text)
    except RecursionError:
        return None, Finding("too_deep", "The JSON is nested about 1,000 levels deep or more.")
    except (msgspec.MsgspecError, ValueError):
        return None, _json_fault(text, last)
    if isinstance(value, dict):
        return cast("dict[str, Any]", value), None
    return None, Finding("not_an_object", f"The line is {describe(value)}; a row is an object.")


def _json_fault(text: str, last: bool) -> Finding:
    """Why msgspec, which keeps to the standard, refused a text."""
    constants: list[str] = []
    try:
        value = json.loads(text, parse_constant=constants.append)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        if ended and last:
            return Finding(
                "truncated_line", "The file ends in the middle of this row.", error.colno
            )
        where = f"at column {error.colno}"
        if ended:
            detail = f"The line ends before its object is complete ({error.msg} {where})."
        elif text.lstrip()[:1] not in "{[":
            detail = "The line does not begin with {, so it is no JSON object."
        else:
            detail = f"Not valid JSON: {error.msg} {where}."
        return Finding("invalid_json", detail, error.colno)
    except RecursionError:
        return Finding("too_deep", "The JSON is nested about 1,000 levels deep or more.")
    except ValueError:
        return Finding("number_out_of_range", "The row holds a number of thousands of digits.")
    if constants:
        column = text.find(constants[0]) + 1
        detail = f"{constants[0]} at column {column} is no JSON number; the trainer would write it as text."
        return Finding("not_finite", detail, column)
    if _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        column = max(text.lower().find("\\ud"), 0) + 1
        detail = f"Half of a character (a lone surrogate) is written near column {column}."
        return Finding("lone_surrogate", detail, column)
    return Finding("number_out_of_range", "The row holds a number too large to be read exactly.")


def _duplicates(text: str, row: dict[str, Any]) -> list[Finding]:
    """A finding for the keys that one object of the row holds twice."""
    # As many ends of keys as keys that were kept: none was lost. A text may hold more such ends.
    if len(_KEY_END.findall(text)) == _count_keys(row):
        return []
    twice: dict[str, None] = {}

    def pairs(items: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for key, _ in items:
            if key in seen:
                twice[key] = None
            seen.add(key)

    try:
        json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return []
    if not twice:
        return []
    names = ", ".join(f"`{key}`" for key in list(twice)[:5])
    return [Finding("duplicate_key", f"{names} appears twice; the trainer takes the last one.")]


def _count_keys(value: object) -> int:
    count, rest = 0, [value]
    while rest:
        item = rest.pop()
        if isinstance(item, dict):
            known = cast("dict[str, object]", item)
            count += len(known)
            rest += known.values()
        elif isinstance(item, list):
            rest += cast("list[object]", item)
    return count


def describe(value: object) -> str:
    """A JSON value in words: `the number 7`, `null`, `a list`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        text = str(value)
        return f"the number {text if len(text) <= 40 else text[:37] + '…'}"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"
