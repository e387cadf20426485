"""The catalogue against the trainer that is installed: nothing in it is made up, nothing forgotten."""

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.command import build_command
from temper.methods.method import Method
from temper.methods.parameter import Carrier, Choice, Parameter, Value, flag, yaml_key
from temper.methods.registry import METHODS
from temper.methods.trainer_schema import TrainerSchema, compare
from tests.methods.requests import least, requests

pytestmark = pytest.mark.real_trainer
BACKEND = Path(__file__).parents[2]
ALL = tuple(METHODS.values())


def child(*arguments: str, given: str = "") -> Any:
    """What a Python child says on its last line, as JSON."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=BACKEND, input=given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def schema() -> TrainerSchema:
    return TrainerSchema.model_validate(child("-m", "temper.trainer.describe"))


def test_the_catalogue_and_the_trainer_agree(schema: TrainerSchema) -> None:
    assert compare(ALL, schema) == []


def changed(method: Method, name: str, **changes: Any) -> Method:
    return replace(
        method,
        parameters=tuple(replace(p, **changes) if p.name == name else p for p in method.parameters),
    )


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("group_size", {"carrier": flag("--group-sizes")}, "no flag --group-sizes"),
        ("group_size", {"type": "number"}, "takes int"),
        ("optimizer", {"choices": (Choice("sgd", ""),)}, "does not take sgd"),
        ("optimizer", {"choices": (Choice("adam", ""),)}, "takes muon as well"),
        ("rank", {"carrier": yaml_key("lora_parameters.ranks")}, "has no ranks"),
        ("rank", {"carrier": yaml_key("lora.rank")}, "no YAML key lora"),
        ("weight_decay", {"carrier": yaml_key("optimizer_config.*.decay")}, "no option decay"),
        ("lr_schedule", {"choices": (Choice("cosine", ""),)}, "no schedule cosine"),
    ],
)
def test_a_made_up_parameter_is_found(
    schema: TrainerSchema, name: str, change: dict[str, Any], message: str
) -> None:
    found = compare([changed(METHODS["grpo"], name, **change)], schema)
    assert any(d.subject == name and message in d.message for d in found)


@pytest.mark.parametrize(
    "parameter", [p for p in METHODS["sft"].parameters if p.carrier.kind == "flag"]
)
def test_a_flag_that_is_removed_or_renamed_in_the_catalogue_is_found(
    schema: TrainerSchema, parameter: Parameter
) -> None:
    target = parameter.carrier.target
    removed = [
        replace(m, parameters=tuple(p for p in m.parameters if p.name != parameter.name))
        for m in ALL
    ]
    assert [d.subject for d in compare(removed, schema)] == [target]
    renamed = [changed(m, parameter.name, carrier=Carrier("flag", target + "s")) for m in ALL]
    assert {d.subject for d in compare(renamed, schema)} == {target, parameter.name}


def test_a_mode_a_reward_and_a_flag_that_only_one_side_has_are_found(
    schema: TrainerSchema,
) -> None:
    unknown_mode = compare([replace(METHODS["sft"], train_mode="sft2")], schema)
    assert "sft" in {d.subject for d in unknown_mode}
    fewer = schema.model_copy(update={"reward_functions": schema.reward_functions[1:]})
    assert [d.subject for d in compare(ALL, fewer)] == [schema.reward_functions[0]]
    gone = schema.model_copy(
        update={"flags": tuple(f for f in schema.flags if f.name != "--wandb")}
    )
    assert [d.subject for d in compare(ALL, gone)] == ["--wandb"]


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
            check(method, asked, train_rows=200)
        except InvalidRequest:
            assume(False)
        seen.append(asked)

    collect()
    return seen


def effective(args: dict[str, Any], values: dict[str, Value], method: Method) -> Iterator[Any]:
    """(name, what the trainer would run with) for each parameter that travels by itself."""
    for parameter in method.parameters:
        name = parameter.name
        if parameter.carrier.kind == "flag":
            found = args[name]
            if parameter.type == "list" and found is not None:
                parts = found.strip("[]").split(",")
                found = parts if parameter.item_type == "string" else [float(p) for p in parts]
            yield name, found
            continue
        if parameter.carrier.kind == "wrapper":
            yield name, args[parameter.carrier.target]
            continue
        if values[name] is None:
            continue
        *places, key = parameter.carrier.target.split(".")
        acts = all(values[other] in acting for other, acting in parameter.shown_when.items())
        if places[0] != "lr_schedule" and acts:
            holder: Any = args
            for place in places:
                holder = holder[values["optimizer"] if place == "*" else place]
            yield name, holder[key]


@pytest.mark.parametrize("method", ALL, ids=lambda m: m.id)
def test_the_trainer_runs_with_the_values_that_were_shown(method: Method, tmp_path: Path) -> None:
    asked = [least(method), *generated(method, 220)]
    assert len(asked) > 200
    checked = [check(method, parameters, train_rows=200) for parameters in asked]
    argvs: list[tuple[str, ...]] = []
    for number, item in enumerate(checked):
        config = tmp_path / f"{number}.yaml"
        command = build_command(
            method,
            item.values,
            model="/models/m",
            data="data",
            adapter_path="adapters",
            config_path=str(config),
            train_rows=200,
        )
        config.write_text(command.yaml)
        argvs.append(command.argv[3:])
    parsed = child("-m", "temper.trainer.describe", "--parse", given=json.dumps(argvs))
    for item, argv, answer in zip(checked, argvs, parsed, strict=True):
        assert "error" not in answer, f"{answer}: {shlex.join(argv)}"
        args = answer["args"]
        assert (args["train_mode"], args["train"], args["fuse"]) == (method.train_mode, True, False)
        found = dict(effective(args, item.values, method))
        assert found == {name: item.values[name] for name in found}


RATES = """
import json, sys, yaml
from mlx_lm_lora import train
from mlx_lm.tuner.utils import build_schedule
import mlx.core as mx
def rates(text, count):
    schedule = build_schedule(yaml.load(text, Loader=train.yaml_loader)["lr_schedule"])
    return [float(schedule(mx.array(step))) for step in range(count)]
print(json.dumps([rates(text, count) for text, count in json.load(sys.stdin)]))
"""


def test_schedules_give_the_rates_that_help_promises() -> None:
    rate = 1e-3
    asked: list[dict[str, Any]] = [
        {"lr_schedule": "constant", "warmup": 4},
        {"lr_schedule": "cosine_decay", "lr_end": 1e-4, "warmup": 4},
        {"lr_schedule": "linear_schedule", "lr_end": 0},
        {"lr_schedule": "exponential_decay", "lr_decay_rate": 0.5},
        {"lr_schedule": "step_decay", "lr_decay_rate": 0.5, "lr_step_size": 5},
        {"lr_schedule": "constant", "warmup": 4, "warmup_init": 5e-4},
    ]
    texts = [
        build_command(
            METHODS["sft"],
            check(METHODS["sft"], {"iters": 20, "learning_rate": rate, **parameters}).values,
            model="m",
            data="data",
            adapter_path="adapters",
            config_path="c",
        ).yaml
        for parameters in asked
    ]
    assert all("lr_schedule" in yaml.safe_load(text) for text in texts)
    level, cosine, line, exponential, steps, lifted = child(
        "-c", RATES, given=json.dumps([(text, 21) for text in texts])
    )
    climb = [0, rate / 4, rate / 2, rate * 3 / 4, rate]
    assert level == pytest.approx([*climb, *[rate] * 16])
    assert cosine[:6] == pytest.approx([*climb, rate])
    assert cosine[19] > cosine[20] == pytest.approx(1e-4)
    assert line == pytest.approx([rate * (1 - step / 20) for step in range(21)], abs=1e-9)
    assert exponential == pytest.approx([rate * 0.5**step for step in range(21)])
    assert steps == pytest.approx([rate * 0.5 ** (step // 5) for step in range(21)])
    assert lifted[0] == pytest.approx(5e-4)
