"""What a server does first: the run folders win over the database."""

import logging
import shutil
import sqlite3
from pathlib import Path

from temper.runs.adoption import barely_known, found_run
from temper.runs.folder import RunFolder
from temper.runs.store import RunStore
from temper.runs.trash import Trash

log = logging.getLogger("temper.runs")


def find_runs(store: RunStore, root: Path, trash: Trash) -> None:
    """Take in the folders that the database does not know, and end what a lost server left halfway."""
    for leftover in root.glob(".new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    trash.tidy()
    # A plan that could not be read then may be readable now.
    store.forget_barely_known()
    known = store.ids()
    for run_id in known & trash.ids():
        if not (root / run_id).exists():
            # The server ended after the folder moved and before the row was gone.
            store.delete(run_id)
    unknown = [p for p in root.iterdir() if p.name not in known and not p.name.startswith(".")]
    place = {run_id: number for number, run_id in enumerate(store.queue.kept_order())}
    unknown.sort(key=lambda path: (place.get(path.name, len(place)), path.name))
    found = [_take_in(store, RunFolder(path)) for path in unknown]
    if store.is_new and any(found):
        store.queue.recover()


def _take_in(store: RunStore, folder: RunFolder) -> bool:
    """Whether the folder holds a run."""
    try:
        run = found_run(folder)
        if run is None:
            return False
        try:
            store.adopt(run)
        except ValueError as error:
            # Text that no database takes, such as half a character.
            store.adopt(barely_known(folder, str(error)))
    except (OSError, ValueError, sqlite3.Error) as error:
        log.warning("The run of %s cannot be listed: %s", ascii(str(folder.path)), error)
    return True
