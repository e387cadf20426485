"""Which container and compression a file has, from its first bytes and its name."""

import codecs
import csv
import json
import zlib
from pathlib import Path
from typing import cast

from temper.datasets.imports.originals import Compression, Original, head_of
from temper.datasets.terms import Container

HEAD = 1 << 18
_MAGIC_HEAD = 64
_SUFFIXES: dict[str, Container] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}
_COMPRESSIONS: dict[str, Compression] = {
    ".gz": "gzip",
    ".gzip": "gzip",
    ".zst": "zstd",
    ".zstd": "zstd",
}
_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_ARROW_STREAM = b"\xff\xff\xff\xff"
DELIMITERS = ",;|\t"


def named(name: str) -> tuple[str, Container | None, Compression | None]:
    """The stem of a file name, and the container and compression that the name promises."""
    path = Path(name)
    compression = _COMPRESSIONS.get(path.suffix.lower())
    if compression:
        path = path.with_suffix("")
    container = _SUFFIXES.get(path.suffix.lower())
    return (path.stem if container else path.name), container, compression


def look(path: Path, name: str | None = None) -> Original:
    """The file as its first bytes show it; `name` is what it is called where links are followed."""
    _, promised, _ = named(name or path.name)
    size = _MAGIC_HEAD if promised == "jsonl" else HEAD
    head = head_of(path, size)
    if head.startswith(_ZSTD):
        # Only the importer unpacks zstd; it looks again.
        return Original(path, promised or "jsonl", "zstd")
    if head.startswith(_GZIP):
        inside = _unpacked(head_of(path, HEAD))
        return Original(path, container_of(inside, promised), "gzip")
    return Original(path, container_of(head, promised))


def container_of(head: bytes, promised: Container | None) -> Container:
    """How unpacked bytes hold rows. Binary signatures win over the name, the name over a guess."""
    if head.startswith((b"PAR1", b"PARE")):
        return "parquet"
    if head.startswith((b"ARROW1", _ARROW_STREAM)):
        return "arrow"
    if head.startswith(_ZIP):
        return "jsonl"  # Who reads the lines says that this is a zip file (or a workbook).
    if promised in ("csv", "tsv", "jsonl"):
        return promised
    text = text_of(head)
    start = text.lstrip()[:1]
    if start == "[":
        return "json"
    if start == "{":
        return "jsonl" if _lines_of_objects(text) else "json"
    if promised in ("parquet", "arrow"):
        return promised
    if promised is None and _is_table(text):
        return "csv"
    return promised or "jsonl"


def text_encoding(head: bytes) -> str | None:
    """utf-16 or utf-32 where the first bytes show it; None for what is read as UTF-8."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a byte order mark, text in mostly Latin letters has most second bytes NUL.
    pairs = head[: 4 * _MAGIC_HEAD]
    first, second = (_share_of_nul(pairs[start::2]) for start in (0, 1))
    if second > 0.6 and first < 0.2:
        return "utf-16-le"
    if first > 0.6 and second < 0.2:
        return "utf-16-be"
    return None


def _share_of_nul(data: bytes) -> float:
    return data.count(0) / len(data) if len(data) >= 4 else 0.0


def text_of(head: bytes) -> str:
    """The first bytes as text, to look at."""
    return head.decode(text_encoding(head) or "utf-8", "replace").removeprefix("\ufeff")


def delimiter_of(text: str, promised: Container | None) -> str:
    """What stands between the cells of a table: what splits most lines into as many as the first."""
    scores = {mark: _score(text, mark) for mark in DELIMITERS}
    if promised == "tsv" and scores["\t"] > 0:
        return "\t"
    best = max(scores, key=lambda mark: scores[mark])
    if scores[best] > 0:
        return best
    return "\t" if promised == "tsv" else ","


def _score(text: str, delimiter: str) -> float:
    """0 where the delimiter splits nothing; else the share of like rows, plus a bit a column."""
    rows = _first_rows(text, delimiter)
    if not rows or len(rows[0]) < 2:
        return 0.0
    columns = len(rows[0])
    alike = sum(len(row) == columns for row in rows) / len(rows)
    return alike + min(columns, 50) / 1000


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1 and len(text) >= HEAD // 4:
        lines.pop()  # It may be cut off.
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) == 50:
                break
    except csv.Error:
        pass
    return rows


def _is_table(text: str) -> bool:
    for mark in DELIMITERS:
        rows = _first_rows(text, mark)
        if len(rows) > 1 and len(rows[0]) > 1 and all(len(r) == len(rows[0]) for r in rows):
            return True
    return False


def _lines_of_objects(text: str) -> bool:
    """Whether text that begins with `{` is one object a line, and not one that spans lines."""
    lines = [line.strip() for line in text.split("\n", 20)[:20]]
    lines = [line for line in lines if line]
    if len(lines) > 1:
        return lines[0].endswith("}") and lines[1].startswith("{")
    try:
        value = cast("dict[str, object]", json.loads(lines[0]))
    except (ValueError, RecursionError):
        return False
    # One object on one line is one row, unless it holds the rows.
    return not any(isinstance(item, list) for item in value.values())


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, HEAD)
    except zlib.error:
        return b""
