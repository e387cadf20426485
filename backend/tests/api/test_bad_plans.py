"""Any JSON at all as a plan or a run: refused whole, each problem by a pointer that is really there."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from temper.methods.registry import METHODS
from temper.openapi import document
from tests.api.conftest import BASE
from tests.examples import examples
from tests.serving import TOKEN
from tests.stand_in import SFT

toolkit: Any = schemathesis
PATHS = ("plans", "runs")
MOST = 1 << 20


def folders(home: Path) -> set[str]:
    """Everything that a run, or a failed attempt at one, might leave."""
    return {path.name for path in (home / "runs").iterdir()}


def steps(pointer: str) -> list[str]:
    return [s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:]]


def is_there(pointer: str, body: Any) -> bool:
    """Whether a pointer leads to something in the body, or to a member that its object lacks."""
    if pointer == "":
        return True
    *path, last = steps(pointer)
    for step in path:
        if isinstance(body, list):
            body = cast("list[Any]", body)[int(step)]
        elif isinstance(body, dict) and step in body:
            body = cast("dict[str, Any]", body)[step]
        else:
            return False
    if isinstance(body, list):
        return int(last) < len(cast("list[Any]", body))
    return isinstance(body, dict)


def refusals(
    api: TestClient, home: Path, content: bytes, body: Any, *paths: str
) -> list[dict[str, Any]]:
    """What is wrong, the same for a plan and a run, after which nothing is left behind."""
    before = folders(home)
    errors: list[dict[str, Any]] = []
    for path in paths or PATHS:
        answer = api.post(path, content=content)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        errors = answer.json()["errors"]
        assert errors
        assert folders(home) == before
        for error in errors:
            assert error["detail"].strip()
            assert is_there(error["pointer"], body), error["pointer"]
    return errors


def pointers(errors: list[dict[str, Any]]) -> set[str]:
    return {error["pointer"] for error in errors}


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters(), max_size=12),
        st.sampled_from([10**400, -(10**400), 2**63, 1e308, "\ud800", "\0", "NaN", "1e-4", " 1 "]),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(sorted({p.name for m in METHODS.values() for p in m.parameters}))
METHOD = st.sampled_from(list(METHODS)) | ANYTHING


@st.composite
def nearly_right(draw: st.DrawFn) -> dict[str, Any]:
    """A request of the right shape, in which anything may be wrong."""
    body: dict[str, Any] = SFT | {
        "method": draw(METHOD),
        "parameters": draw(st.dictionaries(NAMES | st.text(max_size=9), ANYTHING, max_size=6)),
    }
    for name in draw(st.lists(st.sampled_from([*body, "name", "request_id", "preset", "?"]))):
        body[name] = draw(ANYTHING)
    for name in draw(st.lists(st.sampled_from(list(SFT)), max_size=1)):
        body.pop(name, None)
    return body


@given(ANYTHING | nearly_right())
@settings(max_examples=examples(300))
def check_anything(api: TestClient, home: Path, body: Any) -> None:
    before = folders(home)
    for path in PATHS:
        answer = api.post(path, content=json.dumps(body))
        if answer.status_code in (200, 201):
            before = folders(home)
            continue
        assert answer.status_code == 422, answer.text
        for error in answer.json()["errors"]:
            assert error["detail"].strip()
            assert is_there(error["pointer"], body), error["pointer"]
        assert folders(home) == before


def test_anything_is_taken_or_refused_by_pointers_into_it(api: TestClient, home: Path) -> None:
    check_anything(api, home)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", list(toolkit.GenerationMode), ids=lambda mode: mode.value)
def test_schemathesis_finds_no_body_that_breaks_it(
    served: ASGIApp, api: TestClient, path: str, mode: Any
) -> None:
    description = toolkit.openapi.from_dict(document())
    operation = description[f"/api/{path}"]["POST"]

    @settings(max_examples=examples(60))
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        answer = case.call(app=served, base_url=BASE, headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code in (200, 201, 415, 422), answer.text

    check()


RAW: dict[str, bytes] = {
    "NaN": b"NaN",
    "minus infinity": b"-Infinity",
    "more than a float holds": b"1e400",
    "a huge integer": b"1" + b"0" * 400,
    "a number as text": b'"10"',
    "an empty text": b'""',
    "half a character": b'"\\ud800"',
    "a nested object": b'{"a":' * 1000 + b"1" + b"}" * 1000,
    "a nested list": b"[" * 900 + b"]" * 900,
    "null": b"null",
    "a truth": b"true",
}
"""JSON as it stands in a body, for one number."""


@pytest.mark.parametrize("value", RAW)
@pytest.mark.parametrize("name", ["learning_rate", "batch_size", "rank"])
def test_what_is_no_number_is_refused_where_it_stands(
    api: TestClient, home: Path, name: str, value: str
) -> None:
    content = json.dumps(SFT | {"parameters": {name: 0}}).replace(": 0}", ": VALUE}").encode()
    shape = SFT | {"parameters": {name: None}}
    (error,) = refusals(api, home, content.replace(b"VALUE", RAW[value]), shape)
    # What is nested too deeply cannot even be read.
    if error["pointer"]:
        assert error["pointer"] == f"/parameters/{name}"
        assert "number" in error["allowed"]


WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "another method's parameter": ({"parameters": {"mask_prompt": True}}, {"mask_prompt"}),
    "a mistyped name": ({"parameters": {"groupsize": 4}}, {"groupsize"}),
    "a name with a slash and a tilde": ({"parameters": {"a/b~c": 1}}, {"a~1b~0c"}),
    "a name of half a character": ({"parameters": {"\ud800": 1}}, {"\ud800"}),
    "a name of 10,000 characters": ({"parameters": {"x" * 10_000: 1}}, {"x" * 10_000}),
    "weights that do not match": (
        {"parameters": {"reward_functions": ["r1_count_xml"], "reward_weights": [1, 2]}},
        {"reward_weights"},
    ),
    "weights with a NaN": ({"parameters": {"reward_weights": [1, float("nan")]}}, {"reward_weights"}),
    "the trainer's own schedule": (
        {"parameters": {"lr_schedule": {"name": "cosine_decay", "arguments": [1]}}},
        {"lr_schedule"},
    ),
    "a schedule with wrong arguments": (
        {"parameters": {"lr_schedule": "cosine_decay", "lr_end": "0", "warmup": -1}},
        {"lr_end", "warmup"},
    ),
    "no schedule of that name": ({"parameters": {"lr_schedule": "cosine"}}, {"lr_schedule"}),
    "an object for a flag": ({"parameters": {"grad_checkpoint": {}}}, {"grad_checkpoint"}),
    "two lengths of a run": ({"parameters": {"iters": 1, "epochs": 1}}, {"iters", "epochs"}),
    "everything at once": (
        {"parameters": {"iters": "4", "group_size": 1, "magic": 1, "temperature": None}},
        {"iters", "group_size", "magic", "temperature"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_every_wrong_parameter_is_named_at_once(api: TestClient, home: Path, case: str) -> None:
    change, names = WRONG[case]
    body = SFT | {"method": "grpo"} | change
    errors = refusals(api, home, json.dumps(body).encode(), body)
    assert pointers(errors) == {f"/parameters/{name}" for name in names}


def test_a_field_of_the_wrong_type_does_not_hide_the_others(api: TestClient, home: Path) -> None:
    body: dict[str, Any] = {
        "method": "sft",
        "model": 5,
        "parameters": {"iters": "4", "magic": 1},
        "colour": "red",
    }
    found = pointers(refusals(api, home, json.dumps(body).encode(), body))
    assert found == {"/model", "/dataset", "/parameters/iters", "/parameters/magic", "/colour"}
    unknown = body | {"method": "magic", "dataset": "?"}
    found = pointers(refusals(api, home, json.dumps(unknown).encode(), unknown))
    assert {"/model", "/method", "/dataset", "/colour"} <= found


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b'{"method": "sft", "method": "grpo"}', "/method"),
        (b'{"parameters": {"iters": 1, "iters": 2}}', "/parameters/iters"),
        (b'{"parameters": {"a/b": 1, "a/b": 1}}', "/parameters/a~1b"),
        (b'{"parameters": {"x": [1, {"y": 1, "y": 1}]}}', "/parameters/x/1/y"),
    ],
)
def test_a_member_that_stands_twice_is_refused(
    api: TestClient, home: Path, content: bytes, pointer: str
) -> None:
    errors = refusals(api, home, content, json.loads(content))
    assert pointers(errors) == {pointer}
    assert "twice" in errors[0]["detail"]


@pytest.mark.parametrize("body", [[], [SFT], "sft", 5, 1.5, True, None])
def test_a_body_that_is_no_object_is_told_so(api: TestClient, home: Path, body: Any) -> None:
    (error,) = refusals(api, home, json.dumps(body).encode(), body)
    assert "JSON object" in error["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_another_content_type_is_refused(api: TestClient, home: Path, kind: str) -> None:
    before = folders(home)
    for path in PATHS:
        answer = api.post(path, content=json.dumps(SFT), headers={"content-type": kind})
        assert answer.status_code == 422, answer.text
        assert "Content-Type: application/json" in answer.json()["errors"][0]["detail"]
    assert folders(home) == before


def test_a_name_of_a_megabyte_is_too_much(api: TestClient, home: Path) -> None:
    before = folders(home)
    long = SFT | {"name": "x" * (MOST // 2)}
    assert pointers(refusals(api, home, json.dumps(long).encode(), long, "runs")) == {"/name"}
    for path in PATHS:
        answer = api.post(path, content=json.dumps(SFT | {"name": "x" * MOST}))
        assert answer.status_code == 413
    assert folders(home) == before


def test_what_is_allowed_is_said_of_every_refused_value(api: TestClient, home: Path) -> None:
    for method in METHODS.values():
        wrong: dict[str, Any] = {p.name: {} for p in method.parameters}
        body = SFT | {"method": method.id, "parameters": wrong}
        errors = refusals(api, home, json.dumps(body).encode(), body)
        named = [e for e in errors if e["pointer"].startswith("/parameters/")]
        assert {steps(e["pointer"])[1] for e in named} == {p.name for p in method.parameters}
        assert all(error["allowed"] for error in named)
