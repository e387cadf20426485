"""Sweeps: a named group of runs, all of which can run, or none is made."""

from dataclasses import dataclass
from typing import Any

from temper.errors import Conflict, FieldError, InvalidRequest
from temper.kit.ids import new_id
from temper.methods.registry import METHODS
from temper.runs.names import visible
from temper.runs.plan import Plan
from temper.runs.planner import Planner
from temper.runs.present import asked_for
from temper.runs.schemas import RunRequest
from temper.runs.service import RunService
from temper.runs.store import RunQuery, RunStore
from temper.runs.sweep import MOST_RUNS, Group, combinations, in_words, values_of
from temper.runs.sweep_schemas import SweepOut, SweepPlan, SweepRequest

PARAMETERS = "/parameters/"


@dataclass(frozen=True)
class _Member:
    """One run of a sweep before it is made."""

    values: dict[str, Any]
    request: RunRequest
    plan: Plan


class SweepService:
    """Plans sweeps and puts their runs into the queue."""

    def __init__(self, planner: Planner, runs: RunService, store: RunStore) -> None:
        self._planner = planner
        self._runs = runs
        self._store = store

    def plan(self, sweep: SweepRequest) -> SweepPlan:
        """What would be made. Raises InvalidRequest with every problem, at the value that has it."""
        members = self._members(sweep)
        return SweepPlan(
            name=_name(sweep, members),
            runs=[member.values for member in members],
            iterations=sum(member.plan.steps.iterations for member in members),
        )

    def create(self, sweep: SweepRequest) -> SweepOut:
        """Make all runs, or none. Raises InvalidRequest, Conflict, StorageError."""
        members = self._members(sweep)
        made = self._made(sweep, members)
        if made is not None:
            return made
        group = Group(new_id(), _name(sweep, members))
        runs = self._runs.create_group([member.request for member in members], group)
        return SweepOut(id=group.id, name=group.name, runs=runs)

    def _made(self, sweep: SweepRequest, members: list[_Member]) -> SweepOut | None:
        """What the same request made before. Raises Conflict where it asked for something else."""
        request_id = members[0].request.request_id
        first = self._store.by_request_id(request_id) if request_id else None
        if first is None:
            return None
        query = RunQuery(group=first.group_id, archived=None, sort="created", limit=MOST_RUNS)
        earlier, _ = self._store.search(query)
        if [asked_for(run) for run in earlier] != [m.request for m in members]:
            raise Conflict(
                f"The request_id {sweep.request_id!r} belongs to the sweep {first.group_name!r}, which"
                " asked for something else or has lost runs since. Take a new one."
            )
        runs = [self._runs.out(run) for run in earlier]
        return SweepOut(id=first.group_id or "", name=first.group_name or "", runs=runs)

    def _members(self, sweep: SweepRequest) -> list[_Member]:
        chosen = self._chosen(sweep)
        members: list[_Member] = []
        errors: dict[FieldError, None] = {}
        for number, values in enumerate(chosen, 1):
            request = _request(sweep, values, number)
            try:
                members.append(_Member(values, request, self._planner.plan(request)))
            except InvalidRequest as error:
                errors |= dict.fromkeys(_at_its_place(found, values) for found in error.errors)
        if errors:
            raise InvalidRequest.of(*errors)
        return members

    def _chosen(self, sweep: SweepRequest) -> list[dict[str, Any]]:
        method = METHODS.get(sweep.request.method)
        errors: list[FieldError] = []
        over: dict[str, list[Any]] = {}
        for name, values in sweep.over.items():
            parameter = method.parameter(name) if method else None
            try:
                over[name] = values_of(values, parameter)
            except ValueError as error:
                errors.append(FieldError(f"/over/{_escaped(name)}", str(error)))
        if errors:
            raise InvalidRequest.of(*errors)
        try:
            return combinations(over)
        except ValueError as error:
            raise InvalidRequest.of(FieldError("/over", str(error))) from error


def _request(sweep: SweepRequest, values: dict[str, Any], number: int) -> RunRequest:
    asked = sweep.request.model_dump()
    return RunRequest(
        **{**asked, "parameters": asked["parameters"] | values},
        name=visible(in_words(values)) or "run",
        request_id=f"{sweep.request_id}#{number}" if sweep.request_id else None,
        start_at=sweep.start_at,
    )


def _name(sweep: SweepRequest, members: list[_Member]) -> str:
    return sweep.name or visible(f"{members[0].plan.default_name} over {', '.join(sweep.over)}")


def _at_its_place(error: FieldError, values: dict[str, Any]) -> FieldError:
    """An error of one run's plan, at the member of the sweep's body that it is about."""
    name = error.pointer.removeprefix(PARAMETERS).split("/")[0]
    if error.pointer.startswith(PARAMETERS) and name in map(_escaped, values):
        value = next(value for key, value in values.items() if _escaped(key) == name)
        detail = f"With {value!r}: {error.detail}"
        return FieldError(f"/over/{name}", detail, error.allowed)
    return FieldError(f"/request{error.pointer}", error.detail, error.allowed)


def _escaped(name: str) -> str:
    """A member's name in a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
