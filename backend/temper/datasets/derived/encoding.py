"""Files in UTF-16 or UTF-32, written anew as UTF-8."""

import codecs
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from temper.kit.jsonl import open_regular

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    # Without a mark: a row begins with {, and its other bytes are zero.
    (b"{\0\0\0", "utf-32-le"),
    (b"\0\0\0{", "utf-32-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_PIECE = 1 << 18


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by the first bytes of a file; None for anything else."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def transcode(source: Path, encoding: str, target: Path) -> None:
    """Write a file as UTF-8. Raises UnicodeDecodeError and OSError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with open_regular(source) as file, target.open("wb") as output:
        for piece in _pieces(file):
            output.write(decoder.decode(piece).encode())
        output.write(decoder.decode(b"", final=True).encode())


def _pieces(file: FileIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
