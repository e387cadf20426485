"""Configurations over HTTP: in any form in, in any form out, whatever arrives."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.examples import examples
from tests.stand_in import SFT

DRAFT = {**SFT, "name": "no: #1 ü", "parameters": {"iters": 3, "learning_rate": 1e-05}}


def read(api: TestClient, text: str, **more: Any) -> dict[str, Any]:
    answer = api.post("configurations/read", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def given_parts(request: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in request.items() if value is not None}


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_a_draft_is_written_down_and_read_back(api: TestClient, format: str) -> None:
    written = api.post("configurations", params={"format": format}, json=DRAFT)
    assert written.status_code == 200
    assert written.headers["content-disposition"] == f'attachment; filename="no-1.{format}"'
    reading = read(api, written.text, filename=f"no-1.{format}")
    assert reading["kind"] == f"temper-{format}"
    assert given_parts(reading["request"]) == DRAFT
    assert reading["findings"] == []


def test_in_full_every_value_stands_there(api: TestClient) -> None:
    written = api.post("configurations", params={"full": True}, json=DRAFT).text
    plan = api.post("plans", json={k: v for k, v in DRAFT.items() if k != "name"}).json()
    parameters = yaml.safe_load(written)["parameters"]
    assert parameters == {name: one["value"] for name, one in plan["parameters"].items()}
    again = read(api, written)["request"]["parameters"]
    assert again == parameters


def test_the_trainer_s_own_forms_are_those_of_the_plan(api: TestClient) -> None:
    plan = api.post("plans", json=SFT).json()
    command = api.post("configurations", params={"format": "command"}, json=SFT)
    assert command.text == plan["shell"] + "\n"
    assert (
        api.post("configurations", params={"format": "trainer-yaml"}, json=SFT).text == plan["yaml"]
    )
    # The YAML that the command names lies on this machine, and is read as well.
    reading = read(api, command.text)
    assert {line["source"] for line in reading["lines"]} == {"text", "config"}
    assert reading["request"]["parameters"]["rank"] == 8
    assert reading["missing_config"] is None


@pytest.mark.parametrize("format", ["yaml", "json", "trainer-yaml", "command"])
def test_a_run_s_configuration_is_a_download(api: TestClient, format: str) -> None:
    body = {**DRAFT, "name": "../../etc: my run"}
    run = api.post("runs", json=body).json()
    answer = api.get(f"runs/{run['id']}/configuration", params={"format": format})
    ending = {"trainer-yaml": "trainer.yaml", "command": "sh"}.get(format, format)
    name = f"etc-my-run-{run['id']}".lower()
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{ending}"'
    if format in ("yaml", "json"):
        assert given_parts(read(api, answer.text)["request"]) == body
    else:
        detail = api.get(f"runs/{run['id']}").json()["plan"]
        assert (
            answer.text.strip() == detail["yaml" if format == "trainer-yaml" else "shell"].strip()
        )
    assert api.get("runs/nothing/configuration").status_code == 404


def test_what_a_plan_would_say_is_part_of_the_answer(api: TestClient) -> None:
    reading = read(
        api, "method: grpo\nmodel: starter-model\ndataset: nothing\nparameters: {beta: -1}"
    )
    pointers = [one["pointer"] for one in reading["findings"] if one["severity"] == "error"]
    assert pointers == ["/dataset", "/parameters/beta"]
    nothing_else = read(api, "method: sft\nparameters: {iters: 0}")["findings"]
    assert [one["pointer"] for one in nothing_else] == ["/model", "/dataset", "/parameters/iters"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "a: *b"}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": "x" * 200_000}, "/text"),
        ({"text": "mlx_lm_lora.train -c x", "config": "- 1"}, "/config"),
        ({"text": 3}, "/text"),
        ({}, "/text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    api: TestClient, body: dict[str, Any], pointer: str
) -> None:
    answer = api.post("configurations/read", json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_ten_megabytes_are_refused_before_they_are_read(api: TestClient) -> None:
    answer = api.post("configurations/read", content=b'{"text": "' + b"a" * 10_000_000 + b'"}')
    assert answer.status_code == 413


@pytest.mark.parametrize("value", ["NaN", '"\\ud800"', "[[1]]", '{"a": 1}', "1e999", "9" * 100])
def test_a_draft_that_no_file_can_hold_is_refused(api: TestClient, value: str) -> None:
    body = json.dumps(DRAFT).replace("1e-05", value)
    answer = api.post("configurations", content=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/parameters/learning_rate"


PIECES = """mlx_lm_lora.train|--train-mode|grpo|--beta|=|-c|'|"|\\|temper: 1|method:|sft|parameters:|  iters:
lr_schedule: {name:|}|train_mode:|optimizer_config:|[|]|&a|*a|!!python/none|\t|-|.|0x|1e400|-.inf|--help|{
\0|\ud800|\ufeff|{"temper": 1,""".replace("\n", "|")
pieces = st.sampled_from([*PIECES.split("|"), "\n", "\\\n", " ", "9" * 400])


@settings(max_examples=examples(150))
@given(st.text() | st.lists(pieces | st.text(max_size=5), max_size=25).map("".join))
def test_any_text_at_all_is_read_or_refused(api: TestClient, text: str) -> None:
    answer = api.post("configurations/read", content=json.dumps({"text": text, "config": text}))
    assert answer.status_code in (200, 422), answer.text
    answer.json()
