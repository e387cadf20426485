"""JSON lines that are packed, dealt to several files or in another encoding: copied as they are."""

import codecs

from temper.datasets.imports.originals import SourceError
from temper.datasets.imports.sink import PartRows
from temper.datasets.imports.streams import Readable

_BLOCK = 1 << 18


def read_lines(stream: Readable, rows: PartRows) -> None:
    """Hand every line to `rows`, byte for byte."""
    open_line = False
    while data := stream.read(_BLOCK):
        ended = data.count(b"\n")
        rows.lines(data, rows.count + 1, ended)
        open_line = not data.endswith(b"\n")
    if open_line:
        rows.last_line()


class Transcoded:
    """A stream of text in a named encoding, as UTF-8. Reading raises SourceError."""

    def __init__(self, stream: Readable, encoding: str, name: str) -> None:
        self._stream = stream
        self._name = name
        self._encoding = encoding
        self._decoder = decoder_of(encoding)
        self._read = 0
        self._held = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._held and not self._ended:
            data = self._stream.read(_BLOCK)
            self._ended = not data
            try:
                text = self._decoder.decode(data, final=self._ended)
            except UnicodeError as error:
                raise self._undecodable(error) from error
            self._read += len(data)
            self._held = text.encode("utf-8", "surrogatepass")
        found, self._held = self._held[:size], self._held[size:]
        return found

    def _undecodable(self, error: UnicodeError) -> SourceError:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        return undecodable(self._name, self._encoding, self._read + start)


def decoder_of(encoding: str) -> codecs.IncrementalDecoder:
    """A decoder by the name of an encoding. Raises SourceError where there is none."""
    try:
        "".encode(encoding)  # Refuses what is no encoding of text.
        return codecs.getincrementaldecoder(encoding)("strict")
    except (LookupError, UnicodeError, ValueError) as error:
        detail = f"There is no encoding {encoding!r}; write latin-1, cp1252, utf-16 or another."
        raise SourceError("wrong_encoding", detail) from error


def undecodable(name: str, encoding: str, offset: int) -> SourceError:
    """A file that is not in the encoding it is read in."""
    return SourceError(
        "wrong_encoding",
        f"{name} cannot be read as {encoding}: the bytes near offset {offset:,} are no such text. "
        "Choose another encoding.",
    )
