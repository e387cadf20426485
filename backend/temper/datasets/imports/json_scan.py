"""Finds JSON values in a stream by their brackets and strings, without decoding them.

So a value stays byte for byte what was written (numbers, escapes, doubled keys), a broken one does not
hide the next, and neither depth nor size costs more than the bytes themselves.
"""

import re
from collections.abc import Iterator

from temper.datasets.imports.streams import Readable

LARGEST = 32 << 20
"""Bytes of one value that are held at most."""
_BLOCK = 1 << 18
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+", re.DOTALL)
_FLAT = re.compile(rb'[ \t\r\n,]*+(\{(?:[^"{}\[\]]++|' + _STRING + rb")*+\})", re.DOTALL)
_WHOLE_STRING = re.compile(_STRING, re.DOTALL)
_BARE = re.compile(rb'[^,\]}:\s"{\[]+')
_SPACE = re.compile(rb"[ \t\r\n]*")
_STRING_OR_BREAK = re.compile(_STRING + rb"|[ \t]*[\r\n][ \t\r\n]*", re.DOTALL)


class TooLong(Exception):
    """A value is larger than what is held, or a quote is never closed."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class Broken(Exception):
    """The stream ends within a value."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class Scanner:
    """A window over a stream that moves forward only."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._data = b""
        self._base = 0
        self._at = 0
        self._ended = False
        if self.peek(skip=False) == b"\xef" and self._data.startswith(b"\xef\xbb\xbf"):
            self._at = 3

    @property
    def offset(self) -> int:
        """How many bytes lie behind."""
        return self._base + self._at

    def peek(self, *, skip: bool = True) -> bytes:
        """The next byte after any space; empty at the end."""
        while True:
            if skip and (found := _SPACE.match(self._data, self._at)):
                self._at = found.end()
            if self._at < len(self._data):
                return self._data[self._at : self._at + 1]
            if not self._more():
                return b""

    def take(self, byte: bytes) -> bool:
        """Step over the next byte where it is this one."""
        if self.peek() != byte:
            return False
        self._at += 1
        return True

    def value(self) -> bytes:
        """The next value as it is written. Raises TooLong and Broken."""
        self.peek()
        start = self.offset
        end = self._end_of_value(keep=True)
        return self._data[start - self._base : end - self._base]

    def skip(self) -> None:
        """Step over the next value, however large."""
        self.peek()
        self._end_of_value(keep=False)

    def elements(self) -> Iterator[tuple[int, bytes]]:
        """Each element of the array that begins here, with its offset. Raises TooLong and Broken."""
        self.take(b"[")
        while True:
            # A flat object that lies wholly in the window, as nearly all do, is found at a stroke.
            while flat := _FLAT.match(self._data, self._at):
                self._at = flat.end()
                yield self._base + flat.start(1), flat[1]
            if not self._at_element():
                return
            offset = self.offset
            yield offset, self.value()

    def skip_elements(self) -> None:
        """Step over what is left of an array whose bracket lies behind. Raises TooLong and Broken."""
        while self._at_element():
            self.skip()

    def _at_element(self) -> bool:
        while (byte := self.peek()) in (b",", b"}", b":"):
            self._at += 1
        if not byte:
            raise Broken(self.offset)
        return not self.take(b"]")

    def _end_of_value(self, *, keep: bool) -> int:
        """Step over a value and give the offset of its end."""
        start = self.offset
        byte = self.peek(skip=False)
        if byte in (b"{", b"["):
            self._nested(start, keep)
        elif byte == b'"':
            self._whole(_WHOLE_STRING, start)
        else:
            self._whole(_BARE, start)
        return self.offset

    def _nested(self, start: int, keep: bool) -> None:
        depth, position = 1, self.offset + 1
        while depth:
            found = _TO_BRACKET.match(self._data, position - self._base)
            position = self._base + (found.end() if found else len(self._data))
            byte = self._data[position - self._base : position - self._base + 1]
            if byte in (b"{", b"["):
                depth, position = depth + 1, position + 1
            elif byte in (b"}", b"]"):
                depth, position = depth - 1, position + 1
            else:
                if not keep:
                    self._at = position - self._base
                if not self._more():
                    raise Broken(start)
                if len(self._data) > LARGEST:
                    raise TooLong(start)
        self._at = position - self._base

    def _whole(self, pattern: re.Pattern[bytes], start: int) -> None:
        while True:
            found = pattern.match(self._data, self._at)
            if found and (found.end() < len(self._data) or self._ended):
                self._at = found.end()
                return
            if not self._more():
                if found is None and pattern is _BARE:
                    self._at += 1
                    return
                if found is None:
                    raise Broken(start)
                continue
            if len(self._data) > LARGEST:
                raise TooLong(start)

    def _more(self) -> bool:
        """Read on, and let go of what lies behind; False at the end."""
        if self._ended:
            return False
        rest = self._data[self._at :]
        # Twice as much each time, so that a large value is not looked through over and over.
        chunk = self._stream.read(max(_BLOCK, len(rest)))
        self._ended = not chunk
        self._base += self._at
        self._data, self._at = rest + chunk, 0
        return bool(chunk)


def one_line(value: bytes) -> bytes:
    """A value on one line: breaks between its parts become spaces, those within its texts escapes."""
    if b"\n" not in value and b"\r" not in value:
        return value
    return _STRING_OR_BREAK.sub(_joined, value).replace(b"\n", b" ").replace(b"\r", b" ")


def _joined(found: re.Match[bytes]) -> bytes:
    text = found[0]
    if not text.startswith(b'"'):
        return b" "
    if b"\n" in text or b"\r" in text:
        return text.replace(b"\r", b"\\r").replace(b"\n", b"\\n")
    return text
