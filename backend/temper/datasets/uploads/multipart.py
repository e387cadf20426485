"""A multipart body with files, written to disk as it arrives."""

from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from temper.datasets.uploads.names import MOST_FILES
from temper.datasets.uploads.space import Room
from temper.errors import FieldError, InvalidRequest, StorageError

_LONGEST_FIELD = 1000
_MOST_FIELDS = 10


class Multipart:
    """A body on its way into a folder; nothing of it is held in memory."""

    def __init__(self, folder: Path, content_type: str, room: Room) -> None:
        """Raises InvalidRequest where the content type names no boundary."""
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise _refuse("Content-Type", "The multipart body has no boundary.")
        self._folder = folder
        self._room = room
        self.files: list[tuple[Path, str]] = []
        """Where each file lies, and the name it was sent under."""
        self._fields: dict[str, bytearray] = {}
        self._header = (bytearray(), bytearray())
        self._disposition = b""
        self._open: BinaryIO | None = None
        self._field: bytearray | None = None
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_header_begin": self._on_header_begin,
                "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_part_end": self._on_part_end,
                "on_end": self._on_end,
            },
        )

    def write(self, data: bytes) -> None:
        """Take the next piece of the body. Raises InvalidRequest, TooLarge and StorageError."""
        self._room.take(len(data))
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _refuse("", f"The body is not valid multipart: {error}.") from error
        except OSError as error:
            raise StorageError(f"The upload cannot be written: {error.strerror}.") from error

    def finish(self) -> str:
        """The name that was given, if one was. Raises InvalidRequest where the body is not whole."""
        self.close()
        if not self._ended:
            raise _refuse("", "The upload broke off before its end.")
        return self._fields.get("name", bytearray()).decode("utf-8", "replace")

    def close(self) -> None:
        """Close the file that is being written, if there is one."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _on_header_begin(self) -> None:
        self._header = (bytearray(), bytearray())

    def _on_header_end(self) -> None:
        if bytes(self._header[0]).lower() == b"content-disposition":
            self._disposition = bytes(self._header[1])

    def _on_headers_finished(self) -> None:
        options = parse_options_header(self._disposition)[1]
        self._disposition = b""
        field = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            if len(self.files) == MOST_FILES:
                raise _refuse("/file", f"There are more than {MOST_FILES} files.")
            path = self._folder / f".{len(self.files)}.part"
            self.files.append((path, options[b"filename"].decode("utf-8", "replace")))
            self._open = path.open("wb")
        elif len(self._fields) < _MOST_FIELDS:
            self._field = self._fields[field] = bytearray()

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._open is not None:
            self._open.write(data[start:end])
        elif self._field is not None and len(self._field) < _LONGEST_FIELD:
            self._field.extend(data[start:end])

    def _on_part_end(self) -> None:
        self.close()
        self._field = None

    def _on_end(self) -> None:
        self._ended = True


def _refuse(pointer: str, detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError(pointer, detail))
