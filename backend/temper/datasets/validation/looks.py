"""What the bytes of many rows tell at once: which rows need a closer look, and a print of each.

All of it works on rows in compact JSON, one a line, where quotes touch only `:`, `,`, brackets and the
text itself. A quote beside a quote or beside space is therefore an empty text, or space around one.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from temper.datasets.validation.batch import Bytes, Positions

Prints = NDArray[np.uint64]

_NEWLINE, _SPACE, _QUOTE, _BACKSLASH, _DELETE = 10, 32, 34, 92, 127
_SPACE_OR_QUOTE = 0xFD
"""A mask under which both become a space; they differ in one bit."""
_ESCAPED_SPACE = b"ntrf"
_ESCAPED_CONTROL = b"bfu"
_ESCAPED_QUOTE, _ESCAPED_BACKSLASH = b"\x01\x01", b"\x02\x02"
"""No raw control character stands in JSON, so these are free to stand for others."""
_UNICODE = re.compile("[\x80-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufffd]")
_SPACES = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_CODED_SPACE = re.compile(rb"\\u00(?:0b|1[c-f])")

_WORDS = 12
_CASE = np.uint64(0x2020202020202020)
_FACTORS: Prints = np.random.default_rng(0).integers(1, 2**63, _WORDS, dtype=np.uint64) * np.uint64(
    2
) + np.uint64(1)
_SCALE = 16
_STEPS: Positions = (np.arange(_WORDS, dtype=np.int64) ** 2 << _SCALE) // (_WORDS - 1) ** 2
"""Where the words lie, from the first to the last eight bytes, in parts of 2 ** _SCALE: closer at the
beginning, where the prompt is, than at the end, where all rows may have the same `system`."""


@dataclass(frozen=True)
class Look:
    """Rows in their normal form: lower case (but for ASCII), single spaces, none around a text."""

    normal: bytes
    ends: Positions
    """Of each line of `normal`."""
    suspects: frozenset[int]
    """Rows that may hold an empty text, space around one, control or replacement characters."""


def look(written: bytes) -> Look:
    """Look at rows in compact JSON."""
    content = np.frombuffer(written, np.uint8)
    ends = np.flatnonzero(content == _NEWLINE)
    plain = written.isascii() and b"\\" not in written and b"\x7f" not in written
    if plain and not _touching(content).any():
        return Look(written, ends, frozenset())
    return _closely(written)


def prints(found: Look) -> Prints:
    """A number for each row; rows with the same normal form have the same, others hardly ever.

    It is made of the length and of words of eight bytes all along the row, without regard to case.
    """
    if not len(found.ends):
        return np.zeros(0, np.uint64)
    starts = np.empty_like(found.ends)
    starts[0], starts[1:] = 0, found.ends[:-1] + 1
    lengths = found.ends - starts
    # A row with one key has more than eight bytes.
    words = np.ndarray((len(found.normal) - 7,), np.uint64, found.normal, strides=(1,))
    at = (lengths - 8)[:, None] * _STEPS
    at >>= _SCALE
    at += starts[:, None]
    mixed = words[at]
    mixed |= _CASE
    mixed *= _FACTORS
    return mixed.sum(axis=1, dtype=np.uint64) + lengths.astype(np.uint64)


def _touching(content: Bytes) -> NDArray[np.bool_]:
    """Where a space or quote is followed by a space or quote."""
    masked = content & _SPACE_OR_QUOTE
    either = np.equal(masked, _SPACE, out=masked.view(np.bool_))
    return either[1:] & either[:-1]


def _closely(written: bytes) -> Look:
    suspects: set[int] = set()
    content, ends = _without_escapes(written, suspects)
    beside = np.flatnonzero(_touching(content))
    if len(beside):
        quoted = beside[(content[beside] == _QUOTE) | (content[beside + 1] == _QUOTE)]
        suspects.update(np.searchsorted(ends, quoted).tolist())
    suspects.update(np.searchsorted(ends, np.flatnonzero(content == _DELETE)).tolist())
    if not written.isascii() or suspects:
        content = _line_by_line(content, ends, suspects)
    content = _single_spaced(content)
    lines = np.flatnonzero(content == _NEWLINE)
    return Look(content.tobytes(), lines, frozenset(suspects))


def _without_escapes(written: bytes, suspects: set[int]) -> tuple[Bytes, Positions]:
    """The rows with escaped white space as spaces; rows with escaped control characters are noted."""
    # Backslashes pair from the left, as JSON reads them.
    content = np.frombuffer(written.replace(b"\\\\", _ESCAPED_BACKSLASH), np.uint8).copy()
    ends = np.flatnonzero(content == _NEWLINE)
    escapes = np.flatnonzero(content == _BACKSLASH)
    if len(escapes):
        escaped = content[escapes + 1]
        control = np.isin(escaped, np.frombuffer(_ESCAPED_CONTROL, np.uint8))
        suspects.update(np.searchsorted(ends, escapes[control]).tolist())
        for kind, replaced in (
            (np.isin(escaped, np.frombuffer(_ESCAPED_SPACE, np.uint8)), _SPACE),
            (escaped == _QUOTE, _ESCAPED_QUOTE[0]),
        ):
            content[escapes[kind]] = replaced
            content[escapes[kind] + 1] = replaced
    return content, ends


def _line_by_line(content: Bytes, ends: Positions, suspects: set[int]) -> Bytes:
    """Lower case and white space beyond ASCII, and white space that is written as a code."""
    lines = content.tobytes().split(b"\n")
    for row in suspects:
        if b"\\u00" in lines[row]:
            lines[row] = _CODED_SPACE.sub(b" ", lines[row])
    foreign = np.flatnonzero(content >= 0x80)
    rows: list[int] = np.unique(np.searchsorted(ends, foreign)).tolist()
    for row in rows:
        text = lines[row].decode().lower()
        if _UNICODE.search(text):
            suspects.add(row)
            text = _SPACES.sub(" ", text)
        lines[row] = text.encode()
    return np.frombuffer(b"\n".join(lines), np.uint8)


def _single_spaced(content: Bytes) -> Bytes:
    """The rows without a space that follows a space or a quote, or that a quote follows."""
    if not _touching(content).any():
        return content
    dropped = content == _SPACE
    dropped[1:] &= (content[:-1] & _SPACE_OR_QUOTE) == _SPACE
    content = content[~dropped]
    dropped = content == _SPACE
    dropped[:-1] &= content[1:] == _QUOTE
    return content[~dropped]
