"""Asks a supervisor to stop, and ends one that does not answer."""

import logging
import signal

from temper.errors import StorageError
from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.identity import ProcessIdentity
from temper.runs.process import kill_orphaned_trainer, signal_supervisor

log = logging.getLogger("temper.queue")


def ask(folder: RunFolder, started: ProcessIdentity | None, save: bool) -> str | None:
    """By `stop.json`; where that cannot be written by SIGTERM, which saves nothing: then why.

    `started`: the supervisor, where this server started it. Raises StorageError where neither goes.
    """
    try:
        write_json(folder.stop_file, {"save": save})
    except OSError as error:
        why = f"{folder.stop_file} cannot be written ({error.strerror or error})"
        if not signal_supervisor(folder.path, started, signal.SIGTERM):
            raise StorageError(
                f"{why}, and no supervisor was found to send SIGTERM. Free some space, or make the"
                " folder writable, and stop it again."
            ) from error
        log.warning("Run %s is stopped by SIGTERM: %s.", folder.run_id, why)
        return f"{why}, so it is stopped at once, unsaved. What no checkpoint holds is lost."
    return None


def end(folder: RunFolder, started: ProcessIdentity | None) -> None:
    """SIGKILL for the supervisor and all of its run. What it wrote until then is whole lines."""
    log.warning("The supervisor of run %s does not stop it: it is killed.", folder.run_id)
    signal_supervisor(folder.path, started, signal.SIGKILL)
    kill_orphaned_trainer(folder.path)
