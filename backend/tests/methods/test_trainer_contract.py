"""The catalogue against the trainer that is installed: nothing in it is made up, nothing forgotten."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from temper.methods.check import check
from temper.methods.command import build_command
from temper.methods.method import Method
from temper.methods.parameter import Carrier, Choice, Parameter, flag, yaml_key
from temper.methods.registry import METHODS
from temper.methods.trainer_schema import TrainerSchema, compare
from tests.methods.trainer_child import child

pytestmark = pytest.mark.real_trainer
BACKEND = Path(__file__).parents[2]
ALL = tuple(METHODS.values())


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


PARAMETERS = list({p.carrier.target: p for m in ALL for p in m.parameters}.values())
"""One parameter for each flag and each key."""
FLAGS = [p for p in PARAMETERS if p.carrier.kind == "flag"]
KEYS = [p for p in PARAMETERS if p.carrier.kind == "yaml"]
WITH_VALUES = ("lora_parameters", "optimizer_config", "xpo_alpha")
CHOICES = [p for p in PARAMETERS if p.choices and p.type == "choice"]


def named(parameters: list[Parameter]) -> Any:
    return pytest.mark.parametrize("parameter", parameters, ids=lambda p: p.name)


def subjects(schema: TrainerSchema, **without: Any) -> set[str]:
    """What is found where the catalogue says otherwise of one parameter, or lacks it."""
    name = without.pop("name")
    methods = (
        [changed(m, name, **without) for m in ALL] if without else [lacking(m, name) for m in ALL]
    )
    return {d.subject for d in compare(methods, schema)}


def lacking(method: Method, name: str) -> Method:
    return replace(method, parameters=tuple(p for p in method.parameters if p.name != name))


@named(FLAGS)
def test_a_flag_that_the_catalogue_lacks_or_renames_is_found(
    schema: TrainerSchema, parameter: Parameter
) -> None:
    target = parameter.carrier.target
    assert target in subjects(schema, name=parameter.name)
    renamed = Carrier("flag", target + "s")
    assert subjects(schema, name=parameter.name, carrier=renamed) == {target, parameter.name}


@named(KEYS)
def test_a_yaml_key_that_the_catalogue_lacks_or_renames_is_found(
    schema: TrainerSchema, parameter: Parameter
) -> None:
    target = parameter.carrier.target
    if not target.startswith("lr_schedule.") or parameter.name == "lr_schedule":
        assert subjects(schema, name=parameter.name)
    renamed = yaml_key(target.replace(".", "s.", 1))
    assert parameter.name in subjects(schema, name=parameter.name, carrier=renamed)
    if not target.startswith("lr_schedule."):
        renamed = yaml_key(target + "s")
        assert parameter.name in subjects(schema, name=parameter.name, carrier=renamed)


# Of a schedule and of the judge's instruction the trainer names no value.
TYPED = [p for p in PARAMETERS if p in FLAGS or p.carrier.target.split(".")[0] in WITH_VALUES]


@named(TYPED)
def test_another_type_in_the_catalogue_is_found(
    schema: TrainerSchema, parameter: Parameter
) -> None:
    text = parameter.type in ("string", "path", "list", "choice")
    other = "boolean" if text else "string" if parameter.type == "boolean" else "list"
    for type in (other, "integer" if parameter.type == "number" else "number"):
        assert parameter.name in subjects(schema, name=parameter.name, type=type)


@named(CHOICES)
def test_a_choice_too_many_or_too_few_is_found(schema: TrainerSchema, parameter: Parameter) -> None:
    more = (*parameter.choices, Choice("made_up", ""))
    assert subjects(schema, name=parameter.name, choices=more) == {parameter.name}
    for gone in parameter.choices:
        # The schedule that does not change is Temper's own word: the trainer's is to have none.
        if gone.value != "constant":
            fewer = tuple(c for c in parameter.choices if c != gone)
            assert subjects(schema, name=parameter.name, choices=fewer) & {
                parameter.name,
                gone.value,
            }


@named([p for p in PARAMETERS if not p.carrier.target.startswith("lr_schedule.")])
def test_another_default_of_the_trainer_is_found(
    schema: TrainerSchema, parameter: Parameter
) -> None:
    assert parameter.name in subjects(schema, name=parameter.name, trainer_default="made up")


@pytest.mark.parametrize(("target", "agrees"), [("temper_patience", True), ("patience", False)])
def test_what_the_wrapper_alone_acts_on_needs_nothing_of_the_trainer(
    schema: TrainerSchema, target: str, agrees: bool
) -> None:
    own = replace(FLAGS[0], name="patience", default=None, trainer_default=None)
    own = replace(own, carrier=Carrier("wrapper", target))
    with_own = [replace(m, parameters=(*m.parameters, own)) for m in ALL]
    assert ("patience" not in {d.subject for d in compare(with_own, schema)}) == agrees


def test_a_flag_or_a_key_that_only_a_newer_trainer_has_is_found(schema: TrainerSchema) -> None:
    flag_too_many = schema.flags[0].model_copy(update={"name": "--brand-new"})
    newer = schema.model_copy(
        update={
            "flags": (*schema.flags, flag_too_many),
            "config_defaults": schema.config_defaults | {"also_new": 1},
            "judge_options": (*schema.judge_options, "patience"),
            "schedules": schema.schedules | {"zigzag": ()},
            "optimizers": schema.optimizers | {"adam": (*schema.optimizers["adam"], "amsgrad")},
        }
    )
    assert {d.subject for d in compare(ALL, newer)} == {
        "--brand-new",
        "also_new",
        "judge_config.patience",
        "zigzag",
        "optimizer_config.adam.amsgrad",
    }


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
