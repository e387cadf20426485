"""Presets over HTTP: those of a method, one's own, and plans and runs that take them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from temper.main import create_app
from temper.settings import Settings
from tests.serving import TOKEN

SFT = {"method": "sft", "model": "starter-model", "dataset": "arithmetic"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Without its lifespan the application starts no runs: they wait."""
    app = create_app(Settings(home=tmp_path_factory.mktemp("presets") / "home", token=TOKEN))
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    return TestClient(app, base_url="http://127.0.0.1:8321/api/", headers=headers)


@pytest.fixture(autouse=True)
def _nothing_saved(api: TestClient) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    yield
    for preset in api.get("presets").json()["items"]:
        api.delete(f"presets/{preset['id']}")


def saved(api: TestClient, name: str, method: str = "sft", **parameters: Any) -> dict[str, Any]:
    body = {"name": name, "method": method, "parameters": parameters}
    answer = api.post("presets", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def errors(answer: Any, status: int = 422) -> dict[str, str]:
    assert answer.status_code == status, answer.text
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}


def origins(plan: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: plan["parameters"][name]["origin"] for name in names}


def test_a_method_offers_three_presets_with_stated_assumptions(api: TestClient) -> None:
    found = api.get("methods/grpo/presets").json()
    assert [each["id"] for each in found["items"]][:3] == ["quick", "balanced", "thorough"]
    assert len(found["assumptions"]) == 2
    for each in found["items"]:
        assert each["parameters"].keys() == each["reasons"].keys()


def test_model_and_dataset_take_the_place_of_assumptions(api: TestClient) -> None:
    query = {"model": "starter-model", "dataset": "arithmetic"}
    found = api.get("methods/sft/presets", params=query).json()
    assert found["assumptions"] == []
    balanced = found["items"][1]
    assert balanced["parameters"]["iters"] == 75
    assert balanced["reasons"]["iters"].startswith("Your 200 rows at batch size 8 ")


def test_a_dataset_of_another_kind_has_rows_all_the_same(api: TestClient) -> None:
    found = api.get("methods/dpo/presets", params={"dataset": "arithmetic"})
    assert found.status_code == 200, found.text


@pytest.mark.parametrize("name", ["nothing", "/nothing", "../x", " ", "a\u0000b", "/dev/null"])
def test_what_cannot_be_read_is_named(api: TestClient, name: str) -> None:
    for key in ("model", "dataset"):
        assert list(errors(api.get("methods/sft/presets", params={key: name}))) == [f"?{key}"]
    both = {"model": name, "dataset": name}
    assert list(errors(api.get("methods/sft/presets", params=both))) == ["?model", "?dataset"]


def test_an_unknown_method_is_not_found(api: TestClient) -> None:
    assert api.get("methods/magic/presets").status_code == 404


def test_a_plan_takes_the_presets_values_under_its_own(api: TestClient) -> None:
    body = SFT | {"preset": "balanced", "parameters": {"rank": 16, "warmup": 4}}
    plan = api.post("plans", json=body).json()
    assert origins(plan, "rank", "warmup", "iters", "batch_size") == {
        "rank": "request",
        "warmup": "request",
        "iters": "preset",
        "batch_size": "preset",
    }
    assert plan["preset"]["id"] == "balanced"
    assert plan["steps"]["iterations"] == plan["preset"]["parameters"]["iters"]
    assert plan["preset"]["parameters"]["warmup"] == 4, "what it would take is there as well"
    assert plan["warnings"] == []


def test_without_a_preset_nothing_changes(api: TestClient) -> None:
    plan = api.post("plans", json=SFT).json()
    assert plan["preset"] is None
    assert plan["parameters"]["iters"]["value"] == 100
    assert plan == api.post("plans", json=SFT | {"preset": None}).json()


@pytest.mark.parametrize(
    ("given", "there", "gone"),
    [({"epochs": 2}, 50, "iters"), ({"iters": 7}, 7, "epochs")],
)
def test_iterations_and_epochs_give_way_to_each_other(
    api: TestClient, given: dict[str, int], there: int, gone: str
) -> None:
    own = saved(api, f"the other way round of {gone}", epochs=3, batch_size=8)
    for preset in ("balanced", own["id"]):
        plan = api.post("plans", json=SFT | {"preset": preset, "parameters": given}).json()
        assert plan["steps"]["iterations"] == there
        assert plan["parameters"][gone]["value"] is None


def test_an_unknown_preset_is_refused_with_those_that_there_are(api: TestClient) -> None:
    own = saved(api, "mine", iters=5)
    other = saved(api, "of grpo", "grpo", iters=5)
    for wrong in ("magic", "", "Quick", "\U0001f600", other["id"]):
        answer = api.post("plans", content=json.dumps(SFT | {"preset": wrong}))
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"]) == (422, "/preset")
        assert error["allowed"] == f"quick, balanced, thorough, {own['id']} (mine)"
    everything = SFT | {"preset": "magic", "parameters": {"iters": 0}}
    assert errors(api.post("plans", json=everything)).keys() == {"/preset", "/parameters/iters"}


def test_a_run_keeps_what_was_decided(api: TestClient) -> None:
    own = saved(api, "short", iters=5, rank=4)
    made = api.post("runs", json=SFT | {"preset": own["id"], "name": "kept"}).json()
    api.patch(f"presets/{own['id']}", json={"parameters": {"iters": 9}})
    api.delete(f"presets/{own['id']}")
    run = api.get(f"runs/{made['id']}").json()
    assert run["request"]["preset"] == own["id"]
    assert run["plan"]["preset"]["title"] == "short"
    assert run["plan"]["parameters"]["iters"] | {"effect": None} == (
        run["plan"]["parameters"]["iters"] | {"value": 5, "origin": "preset", "effect": None}
    )
    assert run["plan"]["parameters"]["rank"]["value"] == 4


def test_ones_own_are_offered_saved_renamed_and_deleted(api: TestClient) -> None:
    own = saved(api, " Night run ", "grpo", iters=600.0, group_size=8)
    assert (own["name"], own["parameters"]) == ("Night run", {"iters": 600, "group_size": 8})
    offered = api.get("methods/grpo/presets").json()["items"][3]
    assert (offered["id"], offered["title"], offered["own"]) == (own["id"], "Night run", True)
    assert offered["reasons"]["iters"] == "You saved it in Night run; the default is 100."
    changed = api.patch(f"presets/{own['id']}", json={"name": "Long", "summary": "For later"})
    assert changed.json() == own | {"name": "Long", "summary": "For later"}
    assert api.get("presets", params={"method": "grpo"}).json()["items"] == [changed.json()]
    assert api.get("presets", params={"method": "sft"}).json()["items"] == []
    assert api.delete(f"presets/{own['id']}").status_code == 204
    assert api.delete(f"presets/{own['id']}").status_code == 404
    assert api.patch(f"presets/{own['id']}", json={"name": "x"}).status_code == 404


def test_every_wrong_value_of_ones_own_is_named(api: TestClient) -> None:
    wrong = {"iters": 0, "magic": 1, "rank": "4", "load_in_4bits": True, "load_in_8bits": True}
    found = errors(api.post("presets", json={"name": "x", "method": "sft", "parameters": wrong}))
    assert found.keys() == {f"/parameters/{name}" for name in wrong}
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"name": "quick"}, "/name"),
        ({"name": "Balanced"}, "/name"),
        ({"name": " "}, "/name"),
        ({"summary": "two\nlines"}, "/summary"),
        ({"summary": "\ud800"}, "/summary"),
        ({"method": "magic"}, "/method"),
        ({"parameters": {}}, "/parameters"),
        ({"parameters": [1]}, "/parameters"),
    ]
    good = {"name": "y", "method": "sft", "parameters": {"iters": 5}}
    for change, pointer in bodies:
        answer = api.post("presets", content=json.dumps(good | change))
        assert list(errors(answer)) == [pointer]
    assert errors(api.get("presets", params={"method": "magic"})).keys() == {"?method"}
    assert api.get("presets").json()["items"] == []


def test_a_name_is_taken_once_for_a_method(api: TestClient) -> None:
    saved(api, "one", iters=5)
    second = saved(api, "two", iters=5)
    body = {"name": "ONE", "method": "sft", "parameters": {"iters": 5}}
    assert errors(api.post("presets", json=body)).keys() == {"/name"}
    renamed = api.patch(f"presets/{second['id']}", json={"name": "One"})
    assert errors(renamed).keys() == {"/name"}


@pytest.mark.parametrize("name", ["Balanced", "quick", "Defaults"])
def test_what_the_page_offers_by_itself_is_no_name_of_ones_own(api: TestClient, name: str) -> None:
    body = {"name": name, "method": "sft", "parameters": {"iters": 0}}
    assert errors(api.post("presets", json=body)).keys() == {"/name", "/parameters/iters"}
    own = saved(api, "mine", iters=5)
    renamed = api.patch(f"presets/{own['id']}", json={"name": name, "parameters": {"iters": 0}})
    assert errors(renamed).keys() == {"/name", "/parameters/iters"}


def test_a_judge_is_the_runs_to_name(api: TestClient) -> None:
    own = saved(api, "judged", "ppo", iters=5, batch_size=4)
    body = SFT | {"method": "ppo", "preset": own["id"]}
    assert errors(api.post("plans", json=body)).keys() == {"/parameters/judge"}
    body |= {"parameters": {"judge": "starter-model"}}
    assert api.post("plans", json=body).status_code == 200


def test_a_batch_of_ones_own_is_held_against_the_rows(api: TestClient) -> None:
    own = saved(api, "wide", batch_size=64)
    found = errors(api.post("plans", json=SFT | {"preset": own["id"]}))
    assert found.keys() == {"/dataset"}


def test_two_hundred_are_kept(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path / "home", token=TOKEN))
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    api = TestClient(app, base_url="http://127.0.0.1:8321/api/", headers=headers)
    for number in range(200):
        saved(api, f"number {number}", iters=5)
    body = {"name": "one more", "method": "sft", "parameters": {"iters": 5}}
    answer = api.post("presets", json=body)
    assert answer.status_code == 409
    assert "Delete one first" in answer.json()["detail"]
