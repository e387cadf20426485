"""What people do with the runs that they have: say something of them, delete them, take them back."""

import threading
from collections.abc import Callable
from pathlib import Path

from temper.errors import Conflict, StorageError
from temper.runs.adoption import as_told, found_run
from temper.runs.folder import RunFolder
from temper.runs.queue import RunQueue
from temper.runs.run import Run
from temper.runs.schemas import RunPatch
from temper.runs.store import RunStore
from temper.runs.trash import Trash
from temper.runs.words import keep_words


class Keeping:
    """Changes that a folder and the database take both, one after the other."""

    def __init__(
        self, store: RunStore, queue: RunQueue, trash: Path, folder_of: Callable[[str], RunFolder]
    ) -> None:
        self._store = store
        self._queue = queue
        self._folder_of = folder_of
        self.trash = Trash(trash)
        self._lock = threading.Lock()
        """Held for each change: the two never disagree about which came last."""

    def describe(self, run_id: str, patch: RunPatch) -> Run:
        """Change what people say of a run. Raises NotFound, StorageError."""
        folder = self._folder_of(run_id)
        with self._lock:
            self._queue.current(run_id)
            self._store.describe(run_id, patch.name, patch.notes, patch.tags, patch.archived)
            run = self._queue.current(run_id)
            try:
                keep_words(run, folder)
            except OSError as error:
                raise StorageError(
                    f"It is in the database, but {folder.words_file} cannot be written"
                    f" ({error.strerror or error}), so a copy of the folder does not hold it."
                ) from error
        return run

    def delete(self, run_id: str) -> None:
        """Forget a run and move its folder to the trash. Raises NotFound, Conflict, StorageError."""
        folder = self._folder_of(run_id)
        with self._lock:
            self._queue.remove(run_id, self.trash.put_away(folder))

    def restore(self, run_id: str) -> Run:
        """Take a run back from the trash. Raises NotFound, Conflict, StorageError."""
        with self._lock, self.trash.taken_back(run_id, self._folder_of(run_id)) as folder:
            return self._listed(folder)

    def take_in(self, folder: RunFolder) -> Run:
        """List a run whose folder is there. Raises Conflict where it holds none."""
        with self._lock:
            return self._listed(folder)

    def _listed(self, folder: RunFolder) -> Run:
        run = found_run(folder)
        if run is None:
            raise Conflict(f"{folder.path} holds no run: it has no {folder.plan_file.name}.")
        try:
            self._queue.take_in(as_told(run, folder))
        except ValueError as error:
            raise Conflict(f"{folder.path} cannot be read as a run: {error}.") from error
        return self._queue.current(folder.run_id)
