"""Uploaded files, written to disk as they arrive."""

from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from temper.datasets.terms import SPLITS, Split
from temper.errors import FieldError, InvalidRequest, StorageError, TooLarge

_LONGEST_FIELD = 1000


class Upload:
    """A multipart body on its way into a folder; nothing of it is held in memory."""

    def __init__(self, folder: Path, content_type: str, limit: int) -> None:
        """Raises InvalidRequest where the content type names no boundary."""
        boundary = parse_options_header(content_type)[1].get(b"boundary")
        if not boundary:
            raise _refuse("Content-Type", "The multipart body has no boundary.")
        self._folder = folder
        self._limit = limit
        self._bytes = 0
        self._files: list[tuple[Path, str, str]] = []
        """Where each file lies, the name of its field, and the name it was sent under."""
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
        self._bytes += len(data)
        if self._bytes > self._limit:
            raise TooLarge(f"The upload is larger than the limit of {self._limit:,} bytes.")
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _refuse("", f"The body is not valid multipart: {error}.") from error
        except OSError as error:
            raise StorageError(f"The upload cannot be written: {error.strerror}.") from error

    def finish(self) -> str:
        """Give each file its place; the result is a name for the dataset. Raises InvalidRequest."""
        self.close()
        if not self._ended:
            raise _refuse("", "The upload broke off before its end.")
        if not self._files:
            raise _refuse("/file", "The body holds no file.")
        for split, (path, _, name) in self._by_split().items():
            if path.stat().st_size == 0:
                raise _refuse("/file", f"The file {name!r} is empty.")
            path.rename(self._folder / f"{split}.jsonl")
        given = clean_name(self._fields.get("name", bytearray()).decode("utf-8", "replace"))
        return given or clean_name(Path(self._files[0][2]).stem) or "upload"

    def close(self) -> None:
        """Close the file that is being written, if there is one."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _by_split(self) -> dict[Split, tuple[Path, str, str]]:
        if len(self._files) == 1:
            return {"train": self._files[0]}
        placed: dict[Split, tuple[Path, str, str]] = {}
        for file in self._files:
            names = (file[1], Path(file[2]).stem.lower())
            split: Split | None = next((s for s in SPLITS if s in names), None)
            if split is None or split in placed:
                detail = "Name several files train.jsonl, valid.jsonl and test.jsonl, each once."
                raise _refuse("/file", detail)
            placed[split] = file
        if "train" not in placed:
            raise _refuse("/file", "One of the files must be train.jsonl.")
        return placed

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
            if len(self._files) == len(SPLITS):
                raise _refuse("/file", "At most three files: train, valid and test.")
            path = self._folder / f"{len(self._files)}.part"
            sent = options[b"filename"].decode("utf-8", "replace").replace("\\", "/")
            self._files.append((path, field, sent.rsplit("/", 1)[-1]))
            self._open = path.open("wb")
        elif len(self._fields) < 10:
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


def clean_name(name: str) -> str:
    """A file's name as a name to show: printable, on one line, at most 100 characters."""
    shown = "".join(c for c in name if c.isprintable() and c not in "/\\")
    return " ".join(shown.split())[:100]


def _refuse(pointer: str, detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError(pointer, detail))
