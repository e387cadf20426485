"""From a plan to a run folder: all of it, or nothing."""

import os
import shutil
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import msgspec

from temper import machine
from temper.errors import StorageError
from temper.kit.files import write_json
from temper.methods.command import Command
from temper.methods.parameter import Value
from temper.runs.disk_need import disk_need
from temper.runs.folder import RunFolder
from temper.runs.history import metric_events
from temper.runs.journal import Journal
from temper.runs.launch import PLAN_VERSION
from temper.runs.plan import Places, Plan
from temper.runs.resume import STATE_FILE, Origin
from temper.runs.run import Run

# What a run depends on and a person may change or delete later, and the name of the copy it takes.
TAKEN_ALONG = {"reward_functions_file": "rewards.py", "resume_adapter_file": "resume.safetensors"}


def materialise(plan: Plan, run: Run, folder: RunFolder) -> None:
    """Write the run folder. Raises StorageError; then nothing is left of it."""
    try:
        with _new_folder(folder.path) as new:
            for file in plan.data.glob("*.jsonl"):
                link_or_copy(file, RunFolder(new).data / file.name)
            _take_along(plan.values, new, plan.origin is not None)
            if plan.origin is not None:
                _take_what_was(plan.origin, RunFolder(new))
            shown = replace(plan, values=_taken(plan.values, folder.path))
            command = shown.command(Places(folder.data, folder.config_file, folder.adapters))
            need = disk_need(plan.model, plan.values, plan.steps.iterations)
            RunFolder(new).config_file.write_text(command.yaml)
            RunFolder(new).adapters.mkdir()
            record = {
                "version": PLAN_VERSION,
                "run": _run_record(run),
                "plan": shown.out(command).model_dump(mode="json"),
                "launch": launch(list(_within(plan).argv)),
                "environment": environment(plan),
                "disk": asdict(need),
            }
            write_json(RunFolder(new).plan_file, record)
            with closing(Journal(RunFolder(new).events)) as journal:
                journal.append({"type": "state", "status": "queued", "reason": None})
                for warning in plan.warnings:
                    journal.append({"type": "warning", "code": "plan", "message": warning.message})
    except OSError as error:
        raise StorageError(
            f"The run folder {folder.path} cannot be written: {error.strerror or error}. Nothing was"
            " started. Free some space, or make the folder writable."
        ) from error


def _within(plan: Plan) -> Command:
    """The command as it stands in the run folder itself, which may be moved before it starts."""
    here = RunFolder(Path())
    inside = replace(plan, values=_taken(plan.values, here.path))
    return inside.command(Places(here.data, here.config_file, here.adapters))


def launch(command: list[str]) -> list[str]:
    """The shown command, with the trainer under Temper's wrapper."""
    return [sys.executable, "-m", "temper.trainer", *command[3:]]


def environment(plan: Plan) -> dict[str, str]:
    """What the trainer's process finds in its environment beside the server's own."""
    added: dict[str, str] = {}
    if Path(plan.model).exists():
        # Everything is here: no library may look for news on the network and hang on a plane.
        added |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    if blas := machine.fast_blas():
        others = os.environ.get("LD_PRELOAD", "")
        added["LD_PRELOAD"] = f"{blas}:{others}" if others else blas
    return added


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for the same bytes where the file system can, a copy where it cannot."""
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _take_along(values: dict[str, Value], new: Path, is_going_on: bool) -> None:
    for name, file in TAKEN_ALONG.items():
        source = values.get(name)
        if not isinstance(source, str):
            continue
        if is_going_on and name == "resume_adapter_file":
            # A checkpoint of a run is replaced, never written over.
            link_or_copy(Path(source), new / file)
        else:
            shutil.copyfile(source, new / file)


def _take_what_was(origin: Origin, new: RunFolder) -> None:
    """What a run that goes on needs of the one before, which may be deleted afterwards."""
    if origin.state is not None:
        link_or_copy(origin.state, new.path / STATE_FILE)
    before = metric_events(origin.folder, origin.iteration)
    new.earlier.write_bytes(b"".join(msgspec.json.encode(event) + b"\n" for event in before))


def _taken(values: dict[str, Value], folder: Path) -> dict[str, Value]:
    """The values, with the copies in place of what was taken along."""
    copies = {
        n: str(folder / file) for n, file in TAKEN_ALONG.items() if isinstance(values.get(n), str)
    }
    return values | copies


def _run_record(run: Run) -> dict[str, Any]:
    return asdict(run)


@contextmanager
def _new_folder(path: Path) -> Generator[Path]:
    """A folder under a name that nobody takes for a run until all of it is there."""
    new = path.with_name(f".new-{path.name}")
    new.mkdir()
    try:
        yield new
        new.rename(path)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(new)
        raise
