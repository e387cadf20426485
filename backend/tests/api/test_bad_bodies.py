"""Bodies and paths that nobody should send: each is refused by name, and nothing is left behind."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.stand_in import SFT

CALLS = ["POST plans", "POST runs", "POST datasets", "PATCH runs/{run}", "POST runs/{run}/stop"]
BODIES: dict[str, bytes] = {
    "broken off": b'{"method": ',
    "nothing": b"",
    "not UTF-8": b'{"method": "\xff"}',
    "nested too deeply": b'{"method":' * 100_000,
    "a number of 5,000 digits": b'{"method": 1' + b"0" * 5000 + b"}",
    "a list": b"[]",
    "null": b"null",
    "text": b'"runs"',
}


@pytest.fixture
def run(api: TestClient) -> str:
    return api.post("runs", json=SFT).json()["id"]


def errors(answer: Any) -> dict[str, str]:
    """What is wrong, by pointer, in a problem of status 422."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:temper:problem:invalid-request"
    assert problem["status"] == 422
    return {error["pointer"]: error["detail"] for error in problem["errors"]}


def everything(api: TestClient, home: Path) -> tuple[set[str], list[str]]:
    """Each folder of a run, also what a failed attempt might leave, and each run in the list."""
    folders = {path.name for path in (home / "runs").iterdir()}
    return folders, [run["id"] for run in api.get("runs?limit=500").json()["items"]]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_json_object_is_refused(
    api: TestClient, home: Path, run: str, call: str, body: str
) -> None:
    method, path = call.split()
    before = everything(api, home)
    answer = api.request(method, path.format(run=run), content=BODIES[body])
    if path.endswith("/stop") and body in {"nothing", "null"}:
        assert answer.status_code == 200, "how to stop may be left out"
        return
    assert errors(answer)
    assert everything(api, home) == before


@pytest.mark.parametrize("path", ["plans", "runs"])
def test_json_without_its_content_type_is_told_so(api: TestClient, path: str) -> None:
    answer = api.post(path, content=json.dumps(SFT), headers={"content-type": "text/plain"})
    assert "Content-Type: application/json" in errors(answer)[""]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no method": ({"method": None}, "/method"),
    "unknown method": ({"method": "magic"}, "/method"),
    "a number for a model": ({"model": 5}, "/model"),
    "unknown model": ({"model": "no-such-model"}, "/model"),
    "NUL in a model": ({"model": "a\0b"}, "/model"),
    "half a character in a model": ({"model": "\ud800"}, "/model"),
    "a hub name with a scheme": ({"model": "https://example.org/m"}, "/model"),
    "unknown dataset": ({"dataset": "no-such-dataset"}, "/dataset"),
    "NUL in a dataset": ({"dataset": "/tmp/a\0b"}, "/dataset"),
    "half a character in a dataset": ({"dataset": "/tmp/\udfff"}, "/dataset"),
    "a very long path": ({"dataset": "/" + "x" * 5000}, "/dataset"),
    "parameters as a list": ({"parameters": []}, "/parameters"),
    "unknown parameter": ({"parameters": {"magic": 1}}, "/parameters/magic"),
    "odd parameter name": ({"parameters": {"a/b~c": 1}}, "/parameters/a~1b~0c"),
    "empty parameter name": ({"parameters": {"": 1}}, "/parameters/"),
    "parameter of another method": ({"parameters": {"group_size": 4}}, "/parameters/group_size"),
    "NaN": ({"parameters": {"learning_rate": float("nan")}}, "/parameters/learning_rate"),
    "infinity": ({"parameters": {"learning_rate": float("inf")}}, "/parameters/learning_rate"),
    "a huge integer": ({"parameters": {"iters": 10**400}}, "/parameters/iters"),
    "text for a number": ({"parameters": {"iters": "10"}}, "/parameters/iters"),
    "truth for a number": ({"parameters": {"iters": True}}, "/parameters/iters"),
    "a number for truth": ({"parameters": {"mask_prompt": 1}}, "/parameters/mask_prompt"),
    "nothing for a number": ({"parameters": {"batch_size": None}}, "/parameters/batch_size"),
    "none to train": ({"parameters": {"iters": 0}}, "/parameters/iters"),
    "unknown field": ({"colour": "red"}, "/colour"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_field_is_named(api: TestClient, home: Path, case: str) -> None:
    change, pointer = WRONG[case]
    body = json.dumps(SFT | change)
    before = everything(api, home)
    for path in ("plans", "runs"):
        assert list(errors(api.post(path, content=body))) == [pointer]
    assert everything(api, home) == before


def test_everything_that_is_wrong_is_named_at_once(api: TestClient) -> None:
    body = {"method": "grpo", "model": "?", "dataset": "?", "parameters": {"group_size": 1, "x": 1}}
    assert set(errors(api.post("runs", json=body))) == {
        "/model",
        "/dataset",
        "/parameters/group_size",
        "/parameters/x",
    }


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "x" * 201}, "/name"),
        ({"name": 5}, "/name"),
        ({"name": "\ud800"}, "/name"),
        ({"request_id": ""}, "/request_id"),
        ({"request_id": 7}, "/request_id"),
        ({"status": "completed"}, "/status"),
    ],
)
def test_a_run_takes_no_wrong_name_or_request_id(
    api: TestClient, home: Path, change: dict[str, Any], pointer: str
) -> None:
    before = everything(api, home)
    assert list(errors(api.post("runs", content=json.dumps(SFT | change)))) == [pointer]
    assert everything(api, home) == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"notes": "x" * 100_001}, "/notes"),
        ({"notes": "\ud800"}, "/notes"),
        ({"tags": "one"}, "/tags"),
        ({"tags": ["one", ""]}, "/tags/1"),
        ({"tags": ["  "]}, "/tags/0"),
        ({"tags": ["two\nlines"]}, "/tags/0"),
        ({"tags": ["x"] * 51}, "/tags"),
        ({"status": "completed"}, "/status"),
    ],
)
def test_a_wrong_description_changes_nothing(
    api: TestClient, run: str, change: dict[str, Any], pointer: str
) -> None:
    before = api.get(f"runs/{run}").json()
    assert list(errors(api.patch(f"runs/{run}", content=json.dumps(change)))) == [pointer]
    assert api.get(f"runs/{run}").json() == before


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc", "%00", "%ff", "x" * 3000, "%F0%9F%90%99", "'; --"]
)
def test_an_odd_id_is_not_found(api: TestClient, path: str) -> None:
    for of in ("runs", "datasets", "methods"):
        answer = api.get(f"{of}/{path}")
        assert answer.status_code == 404
        assert answer.json()["code"] == "not-found"


def test_a_path_that_is_not_the_apis_is_a_problem_and_no_page(api: TestClient) -> None:
    answer = api.get("nonsense")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is nothing at /api/nonsense."
    refused = api.put("runs", json={})
    assert refused.status_code == 405
    assert refused.headers["allow"]
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_report_names_the_method_that_is_missing_or_unknown(api: TestClient) -> None:
    assert list(errors(api.get("datasets/arithmetic/report"))) == ["?method"]
    assert list(errors(api.get("datasets/arithmetic/report?method=magic"))) == ["?method"]
