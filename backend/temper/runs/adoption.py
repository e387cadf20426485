"""A run read back from its folder, which wins over the database."""

from dataclasses import replace
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from temper.kit import clock
from temper.kit.files import read_object
from temper.kit.invalid import in_words
from temper.runs.folder import RunFolder
from temper.runs.names import visible
from temper.runs.present import whole_run_out
from temper.runs.process import supervisor_alive
from temper.runs.run import Run
from temper.runs.watch import RunWatch
from temper.runs.words import with_words

_RUN = TypeAdapter(Run)


def planned_run(folder: RunFolder) -> Run:
    """The run as it was put into the queue, with what people said of it since.

    Raises ValueError where the folder holds no run that can be shown.
    """
    stored = read_object(folder.plan_file) or {}
    try:
        run = _RUN.validate_python(stored["run"])
        whole_run_out(run)
        # Half of a character is no text, neither for the database nor for an answer.
        _RUN.dump_json(run)
    except ValidationError as error:
        raise ValueError(in_words(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it tells of no run: {error!r}") from error
    if run.id != folder.run_id:
        raise ValueError(f"it is of run {run.id}")
    if not run.request:
        raise ValueError("it does not tell what the run was asked for")
    return with_words(run, folder)


def told_run(folder: RunFolder) -> Run:
    """The run as its own log leaves it, `starting` where that tells nothing of a start.

    Raises ValueError where the folder holds no run that can be shown.
    """
    run = as_told(replace(planned_run(folder), status="starting"), folder)
    whole_run_out(run)
    return run


def as_told(run: Run, folder: RunFolder) -> Run:
    """The run as the log in its folder leaves it."""
    watch = RunWatch(run, folder)
    watch.replay()
    watch.read()
    return watch.run


def found_run(folder: RunFolder) -> Run | None:
    """The run of a folder, `starting` until its log is read, or what little is known of it.

    One that trains must be seen, and one that cannot be read must be told of. None for a folder of
    something else.
    """
    if not folder.plan_file.is_file() and not supervisor_alive(folder.path):
        return None
    try:
        return replace(planned_run(folder), status="starting")
    except ValueError as error:
        return barely_known(folder, str(error))


def barely_known(folder: RunFolder, why: str) -> Run:
    """A run whose plan cannot be read: without a request, by which it is told from all others.

    It is followed while a supervisor is at work, and never started.
    """
    stored: Any = (read_object(folder.plan_file) or {}).get("run")
    fields = cast("dict[str, Any]", stored) if isinstance(stored, dict) else {}

    def text(name: str) -> str:
        return visible(fields[name]) if isinstance(fields.get(name), str) else ""

    since = clock.written(folder.path.stat().st_mtime)
    run = Run(
        id=folder.run_id,
        name=text("name") or folder.run_id,
        method=text("method"),
        model=text("model"),
        dataset=text("dataset"),
        status="running",
        request={},
        created_at=since,
    )
    run = as_told(with_words(run, folder), folder)
    if run.ended or supervisor_alive(folder.path):
        return run
    reason = (
        f"Its plan.json cannot be read ({why[:300]}), so it was not started. Put the file"
        " right and restart Temper, or delete the run."
    )
    return replace(run, status="failed", reason=reason, ended_at=since)
