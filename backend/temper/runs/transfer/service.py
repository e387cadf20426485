"""Runs that leave for another machine, and those that arrive."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from temper.errors import Conflict, StorageError
from temper.kit.ids import new_id
from temper.runs.folder import RunFolder
from temper.runs.schemas import RunOut
from temper.runs.service import RunService
from temper.runs.transfer.arrival import check_logs, plan_record, settle
from temper.runs.transfer.pack import pack
from temper.runs.transfer.unpack import unpack

ID = re.compile(r"[0-9a-z][0-9a-z-]{7,63}")


class TransferService:
    """Packs run folders and takes them in."""

    def __init__(self, runs: RunService, root: Path) -> None:
        self._runs = runs
        self._root = root
        self._naming = threading.Lock()
        """Held from the choice of an id until it is taken."""

    def archive(self, run_id: str, with_checkpoints: bool) -> Iterator[bytes]:
        """A run's folder as `.tar.gz`. Raises NotFound, Conflict."""
        run = self._runs.get(run_id)
        if not run.ended:
            raise Conflict(f"The run is {run.status}; it can be exported once it has ended.")
        folder = self._runs.folder(run_id)
        if not folder.plan_file.is_file():
            raise Conflict(f"The run folder {folder.path} is gone, so there is nothing to export.")
        return pack(folder.path, with_checkpoints)

    def arriving(self) -> Path:
        """A new folder for an archive and what is in it; leftovers go when the server starts."""
        folder = self._root / f".new-{new_id()}"
        try:
            folder.mkdir()
        except OSError as error:
            raise StorageError(f"{folder} cannot be made: {error.strerror}.") from error
        return folder

    def take_in(self, folder: Path, archive: Path) -> RunOut:
        """The run of an archive in an arriving folder. Raises InvalidRequest, StorageError."""
        unpacked = folder / "run"
        try:
            unpacked.mkdir()
            unpack(archive, unpacked)
            stored = plan_record(RunFolder(unpacked))
            check_logs(RunFolder(unpacked))
            parent = stored["run"].get("parent_id")
            has_parent = isinstance(parent, str) and self._runs.knows(parent)
            with self._naming:
                run_id = self._free_id(stored["run"]["id"])
                named = RunFolder(unpacked.rename(folder / run_id))
                settle(named, stored, has_parent)
                place = self._runs.folder(run_id)
                # From here on the id is taken.
                named.path.rename(place.path)
        except OSError as error:
            raise StorageError(
                f"The run cannot be written: {error.strerror or error}. Nothing was taken in."
            ) from error
        try:
            return self._runs.take_in(place)
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(place.path)
            raise

    def _free_id(self, wanted: str) -> str:
        """The run's own id, or a new one where that is taken here."""
        if not ID.fullmatch(wanted) or self._runs.knows(wanted) or wanted in self._runs.trash.ids():
            return new_id()
        return new_id() if self._runs.folder(wanted).path.exists() else wanted
