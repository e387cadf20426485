"""An unpacked run folder made one of this machine's runs: it has ended, and can start nothing."""

from contextlib import closing
from typing import Any

from pydantic import BaseModel, ValidationError

from temper.kit.files import read_object, write_json
from temper.kit.invalid import in_words
from temper.runs.adoption import told_run
from temper.runs.event_line import read_event
from temper.runs.folder import RunFolder
from temper.runs.journal import Journal, each_line
from temper.runs.schemas import Name, PlanOut
from temper.runs.transfer.refusal import file_name, refused

UNFINISHED = "Its log ends before the run did: it was exported or cut off in the middle."


class _Named(BaseModel):
    id: str
    name: Name


class _Record(BaseModel):
    """What of `plan.json` others rely on before the run is read as a whole."""

    run: _Named
    plan: PlanOut


def plan_record(folder: RunFolder) -> dict[str, Any]:
    """What `plan.json` says, where it is of a run. Raises InvalidRequest."""
    stored = read_object(folder.plan_file)
    if stored is None:
        raise refused("It has no readable plan.json.")
    try:
        _Record.model_validate(stored)
    except ValidationError as error:
        raise refused(f"Its plan.json is not of a run. {in_words(error)}.") from error
    return stored


def check_logs(folder: RunFolder) -> None:
    """Every line is an event, and names files of the run's own. Raises InvalidRequest, OSError."""
    for log in (folder.events, folder.earlier):
        for number, line in enumerate(each_line(log), 1):
            try:
                event = read_event(line)
            except ValueError as error:
                words = f"Line {number} of its {log.name} is no event. {error}."
                raise refused(f"{words} Mend that line or take it out.") from error
            for name in ("path", "state", "adapter"):
                if isinstance(file := event.get(name), str):
                    file_name(file)


def settle(folder: RunFolder, stored: dict[str, Any], has_parent: bool) -> None:
    """Make the folder one of a run of that id here. Raises InvalidRequest, OSError."""
    run = {**stored["run"], "id": folder.run_id, "request_id": None, "start_at": None}
    if not has_parent:
        run["parent_id"] = None
    # What another machine would have started is nothing to start here.
    own: dict[str, Any] = {**stored, "run": run, "launch": [], "environment": {}}
    try:
        write_json(folder.plan_file, own)
        told = told_run(folder)
    except UnicodeEncodeError as error:
        raise refused("Its plan.json is not of a run. It holds half of a character.") from error
    except ValueError as error:
        raise refused(f"Its plan.json is not of a run. {error}.") from error
    if not told.ended:
        _end(folder, told.iteration)


def _end(folder: RunFolder, iterations: int | None) -> None:
    result = {
        "type": "result",
        "outcome": "failed",
        "reason": UNFINISHED,
        "iterations": iterations,
    }
    with closing(Journal(folder.events)) as journal:
        journal.append_many([result, {"type": "state", "status": "failed", "reason": UNFINISHED}])
