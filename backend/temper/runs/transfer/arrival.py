"""An unpacked run folder made one of this machine's runs: it has ended, and can start nothing."""

from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from temper.errors import FieldError, InvalidRequest
from temper.kit.files import read_object, write_json
from temper.runs.adoption import told_run
from temper.runs.events import CheckpointEvent, ResultEvent
from temper.runs.folder import RunFolder
from temper.runs.history import read_events
from temper.runs.journal import Journal
from temper.runs.schemas import PlanOut

UNFINISHED = "Its log ends before the run did: it was exported or cut off in the middle."


def plan_record(folder: Path) -> dict[str, Any]:
    """What `plan.json` says, where it is of a run. Raises InvalidRequest."""
    stored = read_object(RunFolder(folder).plan_file)
    if stored is None:
        raise refused("It has no readable plan.json.")
    try:
        PlanOut(**stored["plan"])
        if not isinstance(stored["run"]["id"], str):
            raise TypeError("its id is no text")
    except (KeyError, TypeError, ValidationError) as error:
        raise refused(f"Its plan.json is not of a run: {str(error)[:300]}") from error
    return stored


def settle(folder: RunFolder, stored: dict[str, Any], has_parent: bool) -> None:
    """Make the folder one of a run of that id here. Raises InvalidRequest, OSError."""
    run = {**stored["run"], "id": folder.run_id, "request_id": None, "start_at": None}
    if not has_parent:
        run["parent_id"] = None
    # What another machine would have started is nothing to start here.
    own: dict[str, Any] = {**stored, "run": run, "launch": [], "environment": {}}
    write_json(folder.plan_file, own)
    _check_log(folder)
    try:
        told = told_run(folder)
    except ValueError as error:
        raise refused(f"Its plan.json is not of a run: {error}") from error
    if not told.ended:
        _end(folder, told.iteration)


def refused(words: str) -> InvalidRequest:
    """The archive is not taken."""
    return InvalidRequest.of(FieldError("", f"This is no run that Temper exported. {words}"))


def _check_log(folder: RunFolder) -> None:
    """Whatever names a file names one of the run's own."""
    for event in read_events(folder.events, frozenset({"checkpoint", "result"})):
        try:
            if event["type"] == "checkpoint":
                saved = CheckpointEvent(**event)
                named = [saved.path, saved.state]
            else:
                named = [ResultEvent(**event).adapter]
        except (TypeError, ValidationError) as error:
            raise refused(f"An event of its log is broken: {str(error)[:300]}") from error
        for name in named:
            path = PurePosixPath(name or "")
            if path.is_absolute() or ".." in path.parts:
                raise refused("Its log names a file outside of the run's folder.")


def _end(folder: RunFolder, iterations: int | None) -> None:
    result = {
        "type": "result",
        "outcome": "failed",
        "reason": UNFINISHED,
        "iterations": iterations,
    }
    with closing(Journal(folder.events)) as journal:
        journal.append_many([result, {"type": "state", "status": "failed", "reason": UNFINISHED}])
