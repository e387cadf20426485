"""The catalogue is complete and consistent in itself."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from temper.errors import NotFound
from temper.methods.method import Method
from temper.methods.parameter import Parameter
from temper.methods.registry import METHODS, get_method
from temper.methods.routes import router
from temper.methods.values import read_value


def distinct() -> list[Any]:
    """Each parameter of a method that is not the same in one before it."""
    seen: list[Parameter] = []
    found: list[Any] = []
    for method in METHODS.values():
        for parameter in method.parameters:
            if parameter not in seen:
                seen.append(parameter)
                found.append(pytest.param(parameter, id=f"{method.id}-{parameter.name}"))
    return found


PARAMETERS = distinct()
GRPO_FAMILY = ("grpo", "gspo", "dr_grpo")


def test_the_registry_names_each_method_by_its_own_id() -> None:
    assert list(METHODS) == [
        "sft",
        "grpo",
        "gspo",
        "dr_grpo",
        "dapo",
        "bnpo",
        "klpo",
        "dpo",
        "cpo",
        "orpo",
        "dsla",
        "ftpo",
        "online_dpo",
        "xpo",
        "rlhf_reinforce",
        "ppo",
    ]
    assert all(method.id == id for id, method in METHODS.items())


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="sft, grpo, gspo, dr_grpo"):
        get_method("ppo2")


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_a_method_names_each_parameter_once_and_shows_six_first(method: Method) -> None:
    names = [parameter.name for parameter in method.parameters]
    assert len(names) == len(set(names))
    assert sum(parameter.primary for parameter in method.parameters) == 6


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_a_method_has_a_paper_a_cost_and_no_empty_group(method: Method) -> None:
    assert method.paper.url.startswith(("https://arxiv.org/abs/", "https://github.com/"))
    assert method.relative_cost
    assert method.description.endswith(".")
    assert {p.group for p in method.parameters} == {g.id for g in method.groups}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_default_passes_the_parameter_s_own_check(parameter: Parameter) -> None:
    assert read_value(parameter, parameter.default) == parameter.default


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_is_carried_under_its_own_name(parameter: Parameter) -> None:
    if parameter.carrier.kind == "flag":
        assert parameter.carrier.target == "--" + parameter.name.replace("_", "-")
    elif parameter.carrier.kind == "wrapper":
        assert parameter.carrier.target.endswith(f"_{parameter.name}")
    elif not parameter.carrier.target.startswith("lr_schedule."):
        assert parameter.carrier.target.endswith(f".{parameter.name}")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_help_says_what_raising_and_lowering_do(parameter: Parameter) -> None:
    assert parameter.help.endswith((".", "!"))
    numeric = parameter.type in ("integer", "number") and parameter.name not in (
        "seed",
        "qat_interval",
    )
    assert bool(parameter.raising) == bool(parameter.lowering)
    assert not numeric or parameter.raising


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.id)
def test_a_condition_names_a_parameter_and_its_values(method: Method) -> None:
    conditions = [item for each in method.parameters for item in each.shown_when.items()]
    for name, acting in conditions:
        other = method.parameter(name)
        assert other is not None
        if other.type in ("integer", "number"):
            assert acting == [True]
            assert other.minimum == 0, "false of a number is 0"
        else:
            assert all(read_value(other, value) == value for value in acting)


UNITLESS = ("rank", "seed")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_number_says_how_its_values_are_tried_and_what_it_counts(
    parameter: Parameter,
) -> None:
    if parameter.type not in ("integer", "number"):
        assert (parameter.scale, parameter.step, parameter.unit) == ("linear", None, "")
        return
    assert (parameter.step is None) is (parameter.scale != "linear")
    assert parameter.scale != "log2" or parameter.type == "integer"
    if parameter.type == "integer":
        assert bool(parameter.unit) is (parameter.name not in UNITLESS)
        assert parameter.step in (None, 1)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_steps_lead_through_what_is_recommended_in_a_few_presses(
    parameter: Parameter,
) -> None:
    if parameter.recommended is None or parameter.type not in ("integer", "number"):
        return
    low, high = parameter.recommended
    if parameter.step is not None:
        assert 3 <= (high - low) / parameter.step <= 100
    else:
        assert low == 0 or high / low >= 4


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_limits_lie_around_what_is_recommended(parameter: Parameter) -> None:
    if parameter.recommended is not None:
        low, high = parameter.recommended
        assert low < high
        assert parameter.minimum is None or parameter.minimum <= low
        assert parameter.maximum is None or high <= parameter.maximum


@pytest.mark.parametrize("id", GRPO_FAMILY)
@pytest.mark.parametrize(
    ("name", "default", "recommended"),
    [
        ("group_size", 4, (2, 16)),
        ("epsilon", 1e-4, (1e-4, 0.01)),
        ("temperature", 0.8, (0.6, 1.2)),
        ("max_completion_length", 512, (128, 2048)),
    ],
)
def test_the_grpo_family_recommends_what_is_known_to_work(
    id: str, name: str, default: float, recommended: tuple[float, float]
) -> None:
    parameter = METHODS[id].parameter(name)
    assert parameter is not None
    assert (parameter.default, parameter.recommended) == (default, recommended)


def test_gspo_and_dr_grpo_are_grpo_with_one_other_default() -> None:
    grpo = METHODS["grpo"].defaults()
    assert METHODS["gspo"].defaults() == grpo | {"importance_sampling_level": "sequence"}
    assert METHODS["dr_grpo"].defaults() == grpo | {"grpo_loss_type": "dr_grpo"}


@pytest.mark.parametrize(
    "name", ["epsilon", "epsilon_high", "importance_sampling_level", "grpo_loss_type"]
)
def test_a_parameter_that_changes_less_than_its_name_says_tells_so(name: str) -> None:
    parameter = METHODS["grpo"].parameter(name)
    assert parameter is not None
    assert parameter.effect


def test_the_catalogue_is_served_with_the_same_defaults() -> None:
    app = FastAPI()
    app.state.trainer_schema = lambda: None
    app.include_router(router)
    listing = TestClient(app).get("/methods").json()
    assert listing["next_cursor"] is None
    for item in listing["items"]:
        served = {p["name"]: p["default"] for p in item["parameters"]}
        assert served == METHODS[item["id"]].defaults()
    assert TestClient(app).get("/methods/gspo").json()["title"] == "GSPO"
