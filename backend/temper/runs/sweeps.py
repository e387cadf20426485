"""Sweeps: a named group of runs, all of which can run, or none is made."""

import sqlite3
from dataclasses import dataclass
from typing import Any

from temper.errors import Conflict, FieldError, InvalidRequest
from temper.kit.ids import new_id
from temper.kit.pointer import escaped
from temper.methods.registry import METHODS
from temper.runs.names import visible
from temper.runs.plan import Plan
from temper.runs.planner import Planner
from temper.runs.present import asked_for
from temper.runs.schemas import RunRequest
from temper.runs.service import RunService
from temper.runs.store import RunStore
from temper.runs.sweep import MOST_RUNS, Group, combinations, in_words, values_of
from temper.runs.sweep_schemas import SweepOut, SweepPlan, SweepRequest

PARAMETERS = "/parameters/"


@dataclass(frozen=True)
class _Member:
    """One run of a sweep before it is planned."""

    values: dict[str, Any]
    request: RunRequest


class SweepService:
    """Plans sweeps and puts their runs into the queue."""

    def __init__(self, planner: Planner, runs: RunService, store: RunStore) -> None:
        self._planner = planner
        self._runs = runs
        self._store = store

    def plan(self, sweep: SweepRequest) -> SweepPlan:
        """What would be made. Raises InvalidRequest with every problem, at the value that has it."""
        members = self._members(sweep)
        plans = self._plans(members)
        return SweepPlan(
            name=_name(sweep, plans[0]),
            runs=[member.values for member in members],
            iterations=sum(plan.steps.iterations for plan in plans),
        )

    def create(self, sweep: SweepRequest) -> SweepOut:
        """Make all runs, or none. Raises InvalidRequest, Conflict, StorageError."""
        members = self._members(sweep)
        made = self._made(sweep, members)
        if made is not None:
            return made
        group = Group(new_id(), _name(sweep, self._plans(members)[0]))
        try:
            runs = self._runs.create_group([member.request for member in members], group)
        except sqlite3.IntegrityError:
            # The same request arrived twice at once, and the other one won.
            made = self._made(sweep, members)
            if made is None:
                raise
            return made
        return SweepOut(id=group.id, name=group.name, runs=runs)

    def _made(self, sweep: SweepRequest, members: list[_Member]) -> SweepOut | None:
        """What the same request made before. Raises Conflict where it asked for something else."""
        if sweep.request_id is None:
            return None
        numbers = range(1, MOST_RUNS + 1)
        earlier = self._store.by_request_ids([_member_id(sweep.request_id, n) for n in numbers])
        if not earlier:
            return None
        first = earlier[0]
        group = (first.group_id, sweep.name or first.group_name)
        is_one = first.group_id and all((run.group_id, run.group_name) == group for run in earlier)
        wanted = [member.request for member in members]
        if not is_one or [asked_for(run) for run in earlier] != wanted:
            raise Conflict(
                f"The request_id {sweep.request_id!r} belongs to another sweep, or to this one, which"
                " has lost runs since. Take a new one."
            )
        runs = [self._runs.out(run) for run in earlier]
        return SweepOut(id=first.group_id or "", name=first.group_name or "", runs=runs)

    def _members(self, sweep: SweepRequest) -> list[_Member]:
        chosen = self._chosen(sweep)
        return [_Member(values, _request(sweep, values, n)) for n, values in enumerate(chosen, 1)]

    def _plans(self, members: list[_Member]) -> list[Plan]:
        plans: list[Plan] = []
        errors: dict[FieldError, None] = {}
        for member in members:
            try:
                plans.append(self._planner.plan(member.request))
            except InvalidRequest as error:
                found = (_at_its_place(each, member.values) for each in error.errors)
                errors |= dict.fromkeys(found)
        if errors:
            raise InvalidRequest.of(*errors)
        return plans

    def _chosen(self, sweep: SweepRequest) -> list[dict[str, Any]]:
        method = METHODS.get(sweep.request.method)
        errors: list[FieldError] = []
        over: dict[str, list[Any]] = {}
        for name, values in sweep.over.items():
            parameter = method.parameter(name) if method else None
            try:
                over[name] = values_of(values, parameter)
            except ValueError as error:
                errors.append(FieldError(f"/over/{escaped(name)}", str(error)))
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
        request_id=_member_id(sweep.request_id, number) if sweep.request_id else None,
        start_at=sweep.start_at,
    )


def _member_id(request_id: str, number: int) -> str:
    """The request id of a run of a sweep: apart from those that runs are given on their own."""
    return f"sweep:{request_id}#{number}"


def _name(sweep: SweepRequest, first: Plan) -> str:
    return sweep.name or visible(f"{first.default_name} over {', '.join(sweep.over)}")


def _at_its_place(error: FieldError, values: dict[str, Any]) -> FieldError:
    """An error of one run's plan, at the member of the sweep's body that it is about."""
    name = error.pointer.removeprefix(PARAMETERS).split("/")[0]
    if error.pointer.startswith(PARAMETERS) and name in map(escaped, values):
        value = next(value for key, value in values.items() if escaped(key) == name)
        detail = f"With {value!r}: {error.detail}"
        return FieldError(f"/over/{name}", detail, error.allowed)
    return FieldError(f"/request{error.pointer}", error.detail, error.allowed)
