"""A run read back from its folder, which wins over the database."""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from temper.kit.files import read_object
from temper.kit.invalid import in_words
from temper.runs.folder import RunFolder
from temper.runs.present import whole_run_out
from temper.runs.run import Run
from temper.runs.schemas import RunRequest
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
        RunRequest(**run.request)
        whole_run_out(run)
        # Half of a character is no text, neither for the database nor for an answer.
        _RUN.dump_json(run)
    except ValidationError as error:
        raise ValueError(in_words(error)) from error
    except (KeyError, TypeError) as error:
        raise ValueError(f"it tells of no run: {error!r}") from error
    if run.id != folder.run_id:
        raise ValueError(f"it is of run {run.id}")
    return with_words(run, folder)


def told_run(folder: RunFolder) -> Run:
    """The run as its own log leaves it, `starting` where that tells nothing of a start.

    Raises ValueError where the folder holds no run that can be shown.
    """
    watch = RunWatch(replace(planned_run(folder), status="starting"), folder)
    watch.replay()
    watch.read()
    whole_run_out(watch.run)
    return watch.run
