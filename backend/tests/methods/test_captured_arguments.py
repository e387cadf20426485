"""What a plan shows is what the trainer runs with: its own `main` is asked, for generated requests."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.installed import as_installed
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value
from temper.methods.presets.built_in import LEVELS, built_in
from temper.methods.presets.facts import PresetFacts
from temper.methods.registry import METHODS
from temper.methods.request import PlanRequest
from temper.methods.trainer_schema import TrainerSchema
from temper.runs.plan import Places, Plan
from temper.runs.planner import count_steps
from temper.runs.schemas import PlanOut
from tests.methods.requests import least, requests
from tests.methods.trainer_child import child

pytestmark = [pytest.mark.real_trainer, pytest.mark.independent]

ROWS = {"train": 200, "valid": 20}
FACTS = PresetFacts(train_rows=200, valid_rows=20, parameters=820_000, layers=4)
SCHEDULE_ARGUMENTS = {
    "cosine_decay": ("learning_rate", None, "lr_end"),
    "linear_schedule": ("learning_rate", "lr_end", None),
    "exponential_decay": ("learning_rate", "lr_decay_rate"),
    "step_decay": ("learning_rate", "lr_decay_rate", "lr_step_size"),
}
"""The parameters in the order of the schedule's own arguments; None is the number of updates."""


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_the_trainer_runs_with_the_values_that_were_shown(
    method: Method, schema: TrainerSchema, tmp_path: Path
) -> None:
    here = as_installed(method, schema)
    asked = [least(here), *generated(here, 220)]
    assert len(asked) > 200
    plans = [
        planned(here, parameters, tmp_path / f"{n}.yaml") for n, parameters in enumerate(asked)
    ]
    for level in LEVELS:
        preset = built_in(level, here, FACTS).parameters
        plans += [planned(here, asked[n], tmp_path / f"{level}-{n}.yaml", preset) for n in (0, 1)]
    bare = ["--train", "--train-mode", method.train_mode]
    argvs = [bare, *(plan.command[3:] for plan in plans)]
    answers = child("-m", "temper.trainer.describe", "--parse", given=json.dumps(argvs))
    by_itself = answers[0]["args"]
    for plan, argv, answer in zip(plans, argvs[1:], answers[1:], strict=True):
        assert "error" not in answer, f"{answer}: {shlex.join(argv)}"
        args = answer["args"]
        assert (args["train_mode"], args["train"], args["fuse"]) == (method.train_mode, True, False)
        for name, value, found in held(here, plan, args):
            assert found == value, name
        for parameter in here.parameters:
            if parameter.carrier.kind == "flag":
                assert_whose_default(parameter, plan, args, by_itself, schema)
        assert leaves(yaml.safe_load(plan.yaml)) == in_yaml(plan) | {"fuse"}


def generated(method: Method, count: int) -> list[dict[str, Any]]:
    """Requests that pass every check, the same ones each time."""
    seen: list[dict[str, Any]] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(requests(method))
    def collect(asked: dict[str, Any]) -> None:
        try:
            check(method, asked, train_rows=ROWS["train"])
        except InvalidRequest:
            assume(False)
        seen.append(asked)

    collect()
    return seen


def planned(
    method: Method, asked: dict[str, Any], config: Path, preset: dict[str, Value] | None = None
) -> PlanOut:
    """What the planner makes of a request, without a model and a dataset on disk."""
    checked = check(method, asked, train_rows=ROWS["train"], preset=preset)
    plan = Plan(
        request=PlanRequest(method=method.id, model="m", dataset="d", parameters=asked),
        method=method,
        values=checked.values,
        origins=checked.origins,
        model="/models/m",
        model_name="m",
        dataset_name="d",
        data=Path("data"),
        digests={},
        steps=count_steps(method, checked.values, ROWS),
        warnings=(),
    )
    command = plan.command(Places(Path("data"), config, Path("adapters")))
    config.write_text(command.yaml)
    return plan.out(command)


def held(method: Method, plan: PlanOut, args: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(name, what the plan shows, what the trainer holds), for every way that a value travels."""
    values = {name: shown.value for name, shown in plan.parameters.items()}
    for parameter in method.parameters:
        name = parameter.name
        for way in (plan.parameters[name].carrier or "").split("; "):
            kind, _, target = way.rpartition(": ")
            if target.startswith("--"):
                yield name, values[name], as_value(parameter, args[name])
            elif target.startswith("lr_schedule."):
                yield in_schedule(name, target.removeprefix("lr_schedule."), values, args)
            elif kind:
                holder: Any = args
                for place in target.split("."):
                    holder = holder[place]
                yield name, values[name], holder


def as_value(parameter: Parameter, found: Any) -> Any:
    """What a flag came to: lists travel as text."""
    if parameter.type == "list" and isinstance(found, str):
        parts = found.strip("[]").split(",")
        return parts if parameter.item_type == "string" else [float(part) for part in parts]
    return found


def in_schedule(
    name: str, key: str, values: dict[str, Any], args: dict[str, Any]
) -> tuple[str, Any, Any]:
    """The same for one part of the schedule; a warm-up alone joins a line from the rate to itself."""
    schedule, kind = args["lr_schedule"], values["lr_schedule"]
    if key != "arguments":
        level = name == "lr_schedule" and kind == "constant"
        return name, "linear_schedule" if level else values[name], schedule[key]
    if kind == "constant":
        return name, [values[name], values[name], 1], schedule["arguments"]
    return name, values[name], schedule["arguments"][SCHEDULE_ARGUMENTS[kind].index(name)]


def assert_whose_default(
    parameter: Parameter,
    plan: PlanOut,
    args: dict[str, Any],
    by_itself: dict[str, Any],
    schema: TrainerSchema,
) -> None:
    """What is not passed is as the trainer has it by itself; a default is whose it is said to be."""
    name, shown = parameter.name, plan.parameters[parameter.name]
    if shown.carrier is None:
        assert args[name] == by_itself[name], name
    own = by_itself[name]
    own = schema.substitutes.get(name) if own is None else own
    if shown.origin == "trainer_default":
        assert shown.value in (own, None), name
    elif shown.origin == "temper_default":
        assert shown.value != own, name


def in_yaml(plan: PlanOut) -> set[str]:
    """The keys under which values are said to travel."""
    ways = [way for shown in plan.parameters.values() for way in (shown.carrier or "").split("; ")]
    return {way.split(": ")[1] for way in ways if ": " in way}


def leaves(document: dict[str, Any], at: str = "") -> set[str]:
    """The dotted path of every value in a YAML document."""
    found: set[str] = set()
    for key, value in document.items():
        inner = isinstance(value, dict)
        found |= leaves(cast("dict[str, Any]", value), f"{at}{key}.") if inner else {at + key}
    return found
