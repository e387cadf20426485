"""Uploads that may break off and go on: what has arrived stays on disk for a day.

Several files are sent as one stream, one after the other. How far it is stands nowhere but in the
sizes of the parts, so it is right after any crash.
"""

import re
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from temper.datasets.upload_schemas import UploadRequest, UploadState
from temper.datasets.uploads.names import names_on_disk
from temper.datasets.uploads.space import Room
from temper.errors import Conflict, FieldError, InvalidRequest, NotFound, StorageError
from temper.kit.files import write_atomic
from temper.kit.ids import new_id

FOLDER = ".uploads"
KEEP_SECONDS = 24 * 3600.0
_MANIFEST = ".upload.json"
_ID = re.compile(r"[0-9a-z-]{1,40}")


class Uploads:
    """Uploads that are under way, in a folder beside the datasets."""

    def __init__(self, datasets: Path, limit: int) -> None:
        self._folder = datasets / FOLDER
        self._limit = limit
        self._lock = threading.Lock()
        self._receiving: dict[str, Receiving] = {}

    def begin(self, request: UploadRequest) -> UploadState:
        """Make room for an upload. Raises InvalidRequest, TooLarge, StorageError."""
        names_on_disk([file.name for file in request.files])
        self.sweep()
        Room(self._folder.parent, self._limit).announce(sum(file.bytes for file in request.files))
        upload_id = new_id()
        folder = self._folder / upload_id
        try:
            folder.mkdir(parents=True)
            write_atomic(folder / _MANIFEST, request.model_dump_json().encode())
        except OSError as error:
            raise StorageError(f"The upload cannot be written: {error.strerror}.") from error
        return self.state(upload_id)

    def state(self, upload_id: str) -> UploadState:
        """How far it is. Raises NotFound."""
        request = self._request(upload_id)
        return UploadState(
            id=upload_id,
            bytes=sum(file.bytes for file in request.files),
            offset=sum(_size(part) for part in self._parts(upload_id, request)),
        )

    def receive(self, upload_id: str, offset: int) -> "Receiving":
        """Take what comes from `offset` on; whoever sent before sends no more. Raises NotFound, Conflict."""
        request = self._request(upload_id)
        with self._lock:
            here = self.state(upload_id).offset
            if offset != here:
                raise Conflict(
                    f"{here:,} bytes have arrived; send on from there, not from {offset:,}."
                )
            sizes = [file.bytes for file in request.files]
            made = Receiving(self, upload_id, self._parts(upload_id, request), sizes, here)
            self._receiving[upload_id] = made
        return made

    def owned(self, receiving: "Receiving", upload_id: str) -> bool:
        """Whether nobody else has taken this upload over."""
        return self._receiving.get(upload_id) is receiving

    def take(self, upload_id: str) -> tuple[Path, list[tuple[Path, str]], str]:
        """The folder, the files and the name of an upload that is whole. Raises NotFound, Conflict."""
        state, request = self.state(upload_id), self._request(upload_id)
        if state.offset != state.bytes:
            raise Conflict(
                f"{state.offset:,} of {state.bytes:,} bytes have arrived; send the rest first."
            )
        parts = self._parts(upload_id, request)
        files = [(part, file.name) for part, file in zip(parts, request.files, strict=True)]
        for part, _ in files:
            part.touch()
        return self._folder / upload_id, files, request.name or ""

    def cancel(self, upload_id: str) -> None:
        """Forget it, with all that has arrived. Raises NotFound."""
        self._request(upload_id)
        with self._lock:
            self._receiving.pop(upload_id, None)
        shutil.rmtree(self._folder / upload_id, ignore_errors=True)
        self.tidy()

    def sweep(self) -> None:
        """Forget uploads of which nothing has come for a day."""
        limit = time.time() - KEEP_SECONDS
        with suppress(OSError):
            for folder in list(self._folder.iterdir()):
                newest = max((path.stat().st_mtime for path in folder.iterdir()), default=0.0)
                if newest < limit:
                    shutil.rmtree(folder, ignore_errors=True)
        self.tidy()

    def tidy(self) -> None:
        """Leave no empty folder behind."""
        with suppress(OSError):
            self._folder.rmdir()

    def room(self) -> Room:
        """Room for what comes in one request."""
        return Room(self._folder.parent, self._limit)

    def manifest(self, upload_id: str) -> Path:
        """Where it stands what the upload holds."""
        return self._folder / upload_id / _MANIFEST

    def _request(self, upload_id: str) -> UploadRequest:
        try:
            if _ID.fullmatch(upload_id):
                return UploadRequest.model_validate_json(self.manifest(upload_id).read_bytes())
        except (OSError, ValidationError):
            pass
        raise NotFound(f"There is no upload {upload_id[:80]!r}; unfinished ones go after a day.")

    def _parts(self, upload_id: str, request: UploadRequest) -> list[Path]:
        folder = self._folder / upload_id
        return [folder / f".{index}.part" for index in range(len(request.files))]


class Receiving:
    """One request's bytes on their way into the parts of an upload."""

    def __init__(
        self, uploads: Uploads, upload_id: str, parts: list[Path], sizes: list[int], offset: int
    ) -> None:
        self._uploads = uploads
        self._id = upload_id
        self._room = uploads.room()
        self._parts = parts
        self._sizes = sizes
        self._lock = threading.Lock()
        self.offset = offset

    @property
    def rest(self) -> int:
        """Bytes that are still to come."""
        return sum(self._sizes) - self.offset

    def write(self, data: bytes) -> None:
        """Append the next piece. Raises InvalidRequest, Conflict, StorageError."""
        self._room.take(len(data))
        if len(data) > self.rest:
            detail = f"There are more bytes than the {sum(self._sizes):,} that were announced."
            raise InvalidRequest.of(FieldError("", detail))
        with self._lock:
            if not self._uploads.owned(self, self._id):
                raise Conflict("Another request took this upload over, or it was cancelled.")
            try:
                self._append(memoryview(data))
            except OSError as error:
                raise StorageError(f"The upload cannot be written: {error.strerror}.") from error

    def _append(self, data: memoryview) -> None:
        begin = 0
        for part, size in zip(self._parts, self._sizes, strict=True):
            here = self.offset - begin
            begin += size
            if here >= size or not data:
                continue
            piece, data = data[: size - here], data[size - here :]
            with part.open("ab") as file:
                file.write(piece)
            self.offset += len(piece)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
