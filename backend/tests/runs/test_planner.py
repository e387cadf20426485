"""From a request to a plan, or to everything that is wrong with it."""

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from temper.errors import FieldError, InvalidRequest
from temper.methods.request import PlanRequest
from temper.runs.planner import Planner
from tests.runs.places import make_planner


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    return make_planner(tmp_path_factory.mktemp("planner") / "home")


def a_request(method: str = "grpo", **changes: Any) -> PlanRequest:
    body = {"method": method, "model": "starter-model", "dataset": "arithmetic"}
    return PlanRequest.model_validate(body | changes)


def errors(planner: Planner, request: PlanRequest) -> dict[str, FieldError]:
    with pytest.raises(InvalidRequest) as refused:
        planner.plan(request)
    return {error.pointer: error for error in refused.value.errors}


def test_a_plan_counts_what_it_comes_to(planner: Planner) -> None:
    values = {"iters": 50, "batch_size": 2, "group_size": 8, "gradient_accumulation_steps": 5}
    steps = planner.plan(a_request(parameters=values)).steps
    assert (steps.iterations, steps.updates, steps.completions) == (50, 10, 800)
    assert steps.rows == {"train": 200, "valid": 20, "test": 20}
    assert steps.epochs == 0.5


@pytest.mark.parametrize(
    ("method", "own", "each"),
    [("sft", {}, None), ("klpo", {}, 1), ("online_dpo", {"judge": "starter-model"}, 2)],
)
def test_completions_are_counted_where_no_group_size_says_how_many(
    planner: Planner, method: str, own: dict[str, Any], each: int | None
) -> None:
    values = {"iters": 10, "batch_size": 2} | own
    steps = planner.plan(a_request(method, parameters=values)).steps
    assert steps.completions == (None if each is None else 20 * each)


def test_a_plan_has_the_learning_rate_of_its_updates(planner: Planner) -> None:
    values = {"iters": 50, "gradient_accumulation_steps": 5, "warmup": 4, "learning_rate": 1e-4}
    rates = planner.preview(a_request("sft", parameters=values)).learning_rates
    assert [point.update for point in rates] == list(range(1, 11))
    assert [point.rate for point in rates[:2]] == [0, pytest.approx(2.5e-5)]
    assert (rates[-1].iteration, rates[-1].rate) == (50, 1e-4)


def test_epochs_become_iterations(planner: Planner) -> None:
    steps = planner.plan(a_request("sft", parameters={"epochs": 2, "batch_size": 4})).steps
    assert (steps.iterations, steps.epochs, steps.completions) == (100, 2.0, None)


def test_everything_that_is_wrong_is_named_at_once(planner: Planner) -> None:
    wrong = a_request(model="?", dataset="?", parameters={"group_size": 1, "magic": 1})
    assert set(errors(planner, wrong)) == {
        "/model",
        "/dataset",
        "/parameters/group_size",
        "/parameters/magic",
    }


def test_an_unknown_method_names_the_known_ones(planner: Planner) -> None:
    error = errors(planner, a_request("magic"))["/method"]
    assert error.allowed is not None
    assert "dr_grpo" in error.allowed


def test_a_reference_model_is_refused_at_its_own_field(planner: Planner) -> None:
    wrong = a_request(parameters={"reference_model_path": "/nothing"})
    assert list(errors(planner, wrong)) == ["/parameters/reference_model_path"]


def test_a_model_to_download_and_an_odd_value_are_warned_of(planner: Planner) -> None:
    odd = {"temperature": 1.9}
    plan = planner.plan(a_request(model="some-people/some-model", parameters=odd))
    pointers = [warning.pointer for warning in plan.warnings]
    assert "/model" in pointers
    assert "/parameters/temperature" in pointers


def test_a_preview_runs_as_shown_and_is_the_same_each_time(planner: Planner) -> None:
    first, second = (planner.preview(a_request()) for _ in range(2))
    assert first == second
    assert shlex.split(first.shell) == first.command
    config = Path(first.command[first.command.index("--config") + 1])
    assert config.read_text() == first.yaml
    assert yaml.safe_load(first.yaml)
    data = Path(first.command[first.command.index("--data") + 1])
    assert sorted(path.name for path in data.glob("*.jsonl")) == [
        "test.jsonl",
        "train.jsonl",
        "valid.jsonl",
    ]


def test_only_the_newest_previews_are_kept(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("temper.runs.planner.KEPT_PREVIEWS", 3)
    shown = [planner.preview(a_request(parameters={"iters": n})) for n in range(20, 26)]
    configs = [Path(plan.command[plan.command.index("--config") + 1]) for plan in shown]
    assert [config.exists() for config in configs] == [False] * 3 + [True] * 3


def test_every_value_tells_where_it_came_from_and_how_it_travels(planner: Planner) -> None:
    values = planner.preview(a_request(parameters={"group_size": 8})).parameters
    assert (values["group_size"].value, values["group_size"].origin) == (8, "request")
    assert values["group_size"].carrier == "--group-size"
    assert values["rank"].origin == "trainer_default"
    assert values["temperature"].origin == "temper_default"
    assert values["rank"].carrier == "yaml: lora_parameters.rank"
