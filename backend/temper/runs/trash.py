"""Deleted runs: their folders, until somebody empties the trash."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel

from temper.errors import Conflict, NotFound, StorageError
from temper.kit import clock
from temper.kit.files import read_object, write_json
from temper.runs.adoption import planned_run
from temper.runs.disk_use import size_of
from temper.runs.folder import RunFolder


class TrashedRun(BaseModel):
    """A deleted run whose folder is still there."""

    id: str
    name: str
    method: str
    created_at: str
    deleted_at: str
    bytes: int


class TrashOut(BaseModel):
    """The trash, deleted last first."""

    items: list[TrashedRun]
    bytes: int
    """What emptying it frees."""


class Trash:
    """A folder of run folders."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, folder: RunFolder) -> None:
        """Move a run's folder here, if it is there. Raises OSError."""
        if not folder.path.exists():
            return
        self._path.mkdir(exist_ok=True)
        with suppress(OSError):
            # On a full disk it must still be possible to delete.
            write_json(folder.path / "deleted.json", {"deleted_at": clock.now()})
        folder.path.rename(self._path / folder.run_id)

    def listing(self) -> TrashOut:
        """What could be taken back."""
        runs = [run for path in self._folders() if (run := _shown(RunFolder(path)))]
        runs.sort(key=lambda run: run.deleted_at, reverse=True)
        return TrashOut(items=runs, bytes=sum(run.bytes for run in runs))

    def has(self, run_id: str) -> bool:
        return run_id in {path.name for path in self._folders()}

    @contextmanager
    def taken_back(self, run_id: str, folder: RunFolder) -> Generator[RunFolder]:
        """The folder, among the runs again; it goes back here should the body fail.

        Raises NotFound, Conflict, StorageError.
        """
        source = self._find(run_id)
        if folder.path.exists():
            raise Conflict(f"There is a run {run_id} already.")
        try:
            source.rename(folder.path)
        except OSError as error:
            raise StorageError(f"{source} cannot be moved: {error.strerror or error}.") from error
        try:
            yield folder
        except BaseException:
            folder.path.rename(source)
            raise
        with suppress(OSError):
            (folder.path / "deleted.json").unlink(missing_ok=True)

    def remove(self, run_id: str) -> None:
        """Delete a run for good. Raises NotFound, StorageError."""
        self._destroy(self._find(run_id))

    def empty(self) -> None:
        """Delete for good all that is here. Raises StorageError."""
        for path in self._folders():
            self._destroy(path)

    def _folders(self) -> list[Path]:
        with suppress(OSError):
            return [path for path in self._path.iterdir() if path.is_dir()]
        return []

    def _find(self, run_id: str) -> Path:
        # Looked up among what is there: an id from a request is never made a path.
        for path in self._folders():
            if path.name == run_id:
                return path
        raise NotFound(f"There is no run {run_id} in the trash.")

    def _destroy(self, path: Path) -> None:
        try:
            shutil.rmtree(path)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageError(
                f"{error.filename or path} cannot be deleted: {error.strerror or error}."
            ) from error


def _shown(folder: RunFolder) -> TrashedRun | None:
    """None for a folder of something else."""
    try:
        run = planned_run(folder)
    except ValueError:
        return None
    deleted_at = (read_object(folder.path / "deleted.json") or {}).get("deleted_at")
    if not isinstance(deleted_at, str):
        # Moved here by Temper without a word, or by hand: the move changed the folder last.
        deleted_at = clock.written(folder.path.stat().st_ctime)
    return TrashedRun(
        id=run.id,
        name=run.name,
        method=run.method,
        created_at=run.created_at,
        deleted_at=deleted_at,
        bytes=size_of(folder.path),
    )
