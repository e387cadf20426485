"""Deleted runs: their folders, until somebody empties the trash."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel

from temper.errors import Conflict, NotFound, StorageError
from temper.kit import clock
from temper.kit.files import read_object, write_json
from temper.kit.ids import new_id
from temper.runs.adoption import found_run
from temper.runs.disk_use import size_of
from temper.runs.folder import RunFolder

DELETED = "deleted.json"
"""When a run was deleted, in its folder."""
GOING = ".going-"
"""How the names of folders begin that are being deleted for good."""


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

    @contextmanager
    def put_away(self, folder: RunFolder) -> Generator[None]:
        """The run's folder, if it is there, moved here; it goes back should the body fail.

        Raises StorageError.
        """
        if not folder.path.exists():
            yield
            return
        with suppress(OSError):
            # On a full disk it must still be possible to delete.
            write_json(folder.path / DELETED, {"deleted_at": clock.now()})
        place = self._path / folder.run_id
        try:
            self._path.mkdir(exist_ok=True)
            folder.path.rename(place)
        except OSError as error:
            _forget_deletion(folder.path)
            raise _cannot_move(folder.path, error) from error
        try:
            yield
        except BaseException:
            place.rename(folder.path)
            _forget_deletion(folder.path)
            raise

    def tidy(self) -> None:
        """Go on with what a server began to delete for good."""
        with suppress(OSError):
            for path in self._path.glob(f"{GOING}*"):
                with suppress(OSError):
                    _remove(path)

    def listing(self) -> TrashOut:
        """What could be taken back."""
        runs = [run for path in self._folders() if (run := _shown(path))]
        runs.sort(key=lambda run: run.deleted_at, reverse=True)
        return TrashOut(items=runs, bytes=sum(run.bytes for run in runs))

    def ids(self) -> set[str]:
        return {path.name for path in self._folders()}

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
        except FileNotFoundError as error:
            raise _not_here(run_id) from error
        except OSError as error:
            raise _cannot_move(source, error) from error
        try:
            yield folder
        except BaseException:
            folder.path.rename(source)
            raise
        _forget_deletion(folder.path)

    def remove(self, run_id: str) -> None:
        """Delete a run for good. Raises NotFound, StorageError."""
        self._destroy(self._find(run_id))

    def empty(self) -> None:
        """Delete for good all that is here; what cannot be holds up nothing else. Raises StorageError."""
        failed: list[str] = []
        for path in self._folders():
            try:
                self._destroy(path)
            except NotFound:
                continue
            except StorageError as error:
                failed.append(error.detail)
        if failed:
            more = f" So it is with {len(failed) - 1} more." if failed[1:] else ""
            raise StorageError(failed[0] + more)

    def _folders(self) -> list[Path]:
        with suppress(OSError):
            return [
                path
                for path in self._path.iterdir()
                if not path.name.startswith(".") and (path.is_dir() or path.is_symlink())
            ]
        return []

    def _find(self, run_id: str) -> Path:
        # Looked up among what is there: an id from a request is never made a path.
        for path in self._folders():
            if path.name == run_id:
                return path
        raise _not_here(run_id)

    def _destroy(self, path: Path) -> None:
        """Raises NotFound where somebody else was faster, StorageError."""
        # First out of sight: what is half gone is never listed, nor taken back.
        going = path.with_name(f"{GOING}{new_id()}")
        try:
            path.rename(going)
            _remove(going)
        except FileNotFoundError as error:
            raise _not_here(path.name) from error
        except OSError as error:
            raise StorageError(
                f"{error.filename or path} cannot be deleted: {error.strerror or error}. Make it"
                " writable; what is left goes when Temper starts again."
            ) from error


def _remove(path: Path) -> None:
    """Of a folder that lies elsewhere only the link: others may know it too. Raises OSError."""
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path)


def _forget_deletion(folder: Path) -> None:
    with suppress(OSError):
        (folder / DELETED).unlink(missing_ok=True)


def _not_here(run_id: str) -> NotFound:
    return NotFound(f"There is no run {run_id} in the trash.")


def _cannot_move(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path} cannot be moved: {error.strerror or error}. Nothing was changed.")


def _shown(path: Path) -> TrashedRun | None:
    """None for a folder of something else, or one that goes this moment."""
    folder = RunFolder(path)
    try:
        run = found_run(folder)
        changed = path.stat().st_ctime
    except OSError:
        return None
    if run is None:
        return None
    deleted_at = (read_object(path / DELETED) or {}).get("deleted_at")
    if not isinstance(deleted_at, str):
        # Moved here by Temper without a word, or by hand: the move changed the folder last.
        deleted_at = clock.written(changed)
    return TrashedRun(
        id=run.id,
        name=run.name,
        method=run.method,
        created_at=run.created_at,
        deleted_at=deleted_at,
        # Behind a link nothing is freed.
        bytes=0 if path.is_symlink() else size_of(path),
    )
