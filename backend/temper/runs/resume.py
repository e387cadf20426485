"""From a run that has ended to what a run that goes on from it begins with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temper.datasets.service import Usable
from temper.errors import Conflict, FieldError, InvalidRequest
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.resumed import Resumed
from temper.methods.steps import iterations
from temper.models.safetensors import TornFile, read_tensors
from temper.runs.checkpoints import Saved, saved
from temper.runs.folder import RunFolder
from temper.runs.names import LONGEST, visible
from temper.runs.resume_schemas import ResumeRequest
from temper.runs.schemas import PlanOut, PlanWarning

STATE_FILE = "resume_state.safetensors"
"""The name of the state that a run goes on from, in its own folder."""
START_FILE = "resume.safetensors"
"""The weights that a run went on from, in its own folder."""
OWN_COPIES = {"reward_functions_file": "rewards.py"}
"""Files of the earlier run's own folder, which are as they were whatever became of the originals."""


@dataclass(frozen=True)
class Origin:
    """Where a run goes on from."""

    run_id: str
    folder: RunFolder
    iteration: int
    adapter: Path
    state: Path | None
    """None where only the weights are left."""
    plan: PlanOut

    @property
    def resumed(self) -> Resumed:
        return Resumed(self.iteration, STATE_FILE if self.state else None)

    def rows(self) -> Usable:
        """The earlier run's own rows, whatever became of the dataset. Raises Conflict."""
        if not (self.folder.data / "train.jsonl").is_file():
            raise Conflict(
                f"The rows of run {self.run_id} are gone from {self.folder.data}, so it cannot go on."
                " Put them back, or start a new run from its adapter."
            )
        return Usable(
            name=self.plan.dataset_name,
            folder=self.folder.data,
            rows=self.plan.steps.rows,
            digests=self.plan.digests,
            warnings=(),
        )

    def values(self) -> dict[str, Any]:
        """What stands fixed, whatever the request says."""
        copies = {
            name: str(self.folder.path / file)
            for name, file in OWN_COPIES.items()
            if self.plan.parameters.get(name) and self.plan.parameters[name].value is not None
        }
        return {**copies, "resume_adapter_file": str(self.adapter)}

    def check_model(self, location: str) -> None:
        """Raises Conflict where the base model is another one by now."""
        if location != self.plan.model:
            raise Conflict(
                f"The model {self.plan.model_name} was {self.plan.model} and is {location} now. Weights"
                " go on only on the model that they were trained on: put it back where it was."
            )


def starting_points(
    events: list[dict[str, Any]], folder: Path, plan: PlanOut, created_at: str
) -> list[Saved]:
    """The checkpoints of a run, and the one that it went on from itself, oldest first."""
    own = saved(events, folder)
    if plan.resumed is None:
        return own
    adapter = folder / START_FILE
    start = Saved(
        iteration=plan.resumed.iteration,
        adapter=adapter,
        state=folder / STATE_FILE if plan.resumed.state else None,
        final=False,
        bytes=adapter.stat().st_size if adapter.is_file() else 0,
        time=created_at,
        start=True,
    )
    return [start, *own]


def resumed_name(name: str, iteration: int) -> str:
    """Of the run that a chain of resumed ones began with, and where this one goes on."""
    ending = f" (resumed at {iteration})"
    first = re.sub(r"( \(resumed at \d+\))+$", "", name)
    return visible(first, LONGEST - len(ending)) + ending


def choose(saved: Sequence[Saved], iteration: int | None) -> Saved:
    """The newest checkpoint, or that of an iteration. Raises Conflict, InvalidRequest."""
    there = [each for each in saved if each.exists]
    if not there:
        raise Conflict("The run saved no checkpoint; start it again instead.")
    if iteration is None:
        return there[-1]
    for each in there:
        if each.iteration == iteration:
            return each
    known = ", ".join(str(each.iteration) for each in there)
    detail = f"There is no checkpoint of iteration {iteration}."
    if any(each.iteration == iteration for each in saved):
        detail = f"The checkpoint of iteration {iteration} was deleted."
    raise InvalidRequest.of(FieldError("/checkpoint", detail, known))


def whole(asked: ResumeRequest, iteration: int, planned: int, plan: PlanOut) -> int:
    """All iterations, those before the checkpoint too. Raises Conflict, InvalidRequest."""
    if asked.iters is not None and asked.epochs is not None:
        detail = "Give iters or epochs, not both."
        raise InvalidRequest.of(FieldError("/epochs", detail))
    more = asked.iters
    if asked.epochs is not None:
        more = asked.epochs * -(-plan.steps.rows.get("train", 0) // plan.steps.batch_size)
    if more is not None:
        return iteration + more
    if iteration >= planned:
        raise Conflict(
            "The checkpoint is of the last iteration: nothing is left to do. To train on, say for how"
            " many iterations or epochs more."
        )
    return planned


def parameters_again(
    request: Mapping[str, Any], plan: PlanOut, method: Method, total: int, planned: int
) -> dict[str, Any]:
    """The request's parameters with what a preset or a default of then decided."""
    decided = {
        name: each.value
        for name, each in plan.parameters.items()
        if each.origin == "preset" or _other_default(method, name, each.value, each.origin)
    }
    again = {**decided, **request}
    if total != planned:
        again |= {"iters": total, "epochs": None}
    return again


def _other_default(method: Method, name: str, value: Any, origin: str) -> bool:
    parameter = method.parameter(name)
    return parameter is not None and origin != "request" and parameter.default != value


def usable_state(path: Path | None) -> Path | None:
    """The state, where it is there and whole."""
    if path is None:
        return None
    try:
        read_tensors(path)
    except (OSError, TornFile):
        return None
    return path


def what_is_left(
    values: Mapping[str, Value], rows: int | None, origin: Origin | None
) -> dict[str, Value]:
    """The same values, of which a run that goes on does only the iterations after its checkpoint."""
    total = iterations(values, rows)
    if origin is None or total is None:
        return dict(values)
    left = {"iters": total - origin.iteration, "epochs": None}
    return {**values, **left, **origin.values()}


def weights_only(origin: Origin | None) -> tuple[PlanWarning, ...]:
    """What to say before a run goes on without a state."""
    if origin is None or origin.state is not None:
        return ()
    message = (
        f"No state was kept with the checkpoint of iteration {origin.iteration}: the weights, the count "
        "of iterations and the learning rate go on; the optimizer's moments, the random numbers and the "
        "order of the rows start anew."
    )
    return (PlanWarning(pointer="/checkpoint", message=message),)
