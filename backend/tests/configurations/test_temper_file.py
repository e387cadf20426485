"""Temper's own files: what is written reads back as the same request."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from temper.configurations.read import read_configuration
from temper.configurations.write import file_name, write_temper
from temper.errors import InvalidRequest
from temper.methods.method import Method
from temper.methods.registry import METHODS
from temper.runs.schemas import RunRequest
from tests.configurations.asking import line_of, nobody
from tests.methods.requests import requests

odd = st.sampled_from(
    ["no", "1e3", "a: b", "# x", "- y", "null", "ü 龍 🙂", "007", "1e-05", "'", "~"]
)
texts = odd | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50)
names = texts.filter(lambda text: text.isprintable() and text.strip() == text)


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.id)
def test_reading_what_was_written_gives_the_same_request(method: Method) -> None:
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(parameters=requests(method), model=texts, dataset=texts, name=st.none() | names)
    def check(parameters: dict[str, object], model: str, dataset: str, name: str | None) -> None:
        request = RunRequest(
            method=method.id, model=model, dataset=dataset, name=name, parameters=parameters
        )
        for form in ("yaml", "json"):
            reading = read_configuration(write_temper(request, form), nobody)
            assert reading.kind == f"temper-{form}"
            asked = reading.request.model_dump(exclude_none=True)
            parts = {"model": model, "dataset": dataset, "method": method.id}
            assert asked == parts | {"parameters": parameters} | ({"name": name} if name else {})
            assert {line.verdict for line in reading.lines} <= {"taken", "not_needed", "wrong"}

    check()


def test_every_line_has_its_verdict() -> None:
    text = """
temper: 2
method: grpo
model: 7
datasets: x
parameters:
  group_size: 1
  group_size: 8
  mask_prompt: true
  groupsize: 8
  beta: .inf
  temperature: 0.9
"""
    reading = read_configuration(text, nobody)
    verdicts = {line.text: line.verdict for line in reading.lines}
    assert verdicts == {
        "temper: 2": "wrong",
        "method: grpo": "taken",
        "model: 7": "wrong",
        "datasets: x": "unknown",
        "group_size: 1": "ignored",
        "group_size: 8": "taken",
        "mask_prompt: true": "wrong",
        "groupsize: 8": "wrong",
        "beta: .inf": "wrong",
        "temperature: 0.9": "taken",
    }
    assert "Did you mean group_size?" in line_of(reading, "groupsize").message
    assert "Belongs to SFT" in line_of(reading, "mask_prompt").message
    assert "line 8, which wins" in line_of(reading, "group_size: 1").message
    # What is wrong stays in the request, so that the form shows it; what no request can hold does not.
    assert reading.request.parameters == {
        "group_size": 8,
        "mask_prompt": True,
        "groupsize": 8,
        "temperature": 0.9,
    }


@pytest.mark.parametrize("value", [float("nan"), 10**30, {"a": 1}, [[1]], "\ud800"])
def test_a_value_that_no_file_can_hold_is_refused(value: object) -> None:
    request = RunRequest(method="sft", model="m", dataset="d", parameters={"iters": value})
    with pytest.raises(InvalidRequest, match="/parameters/iters"):
        write_temper(request, "yaml")


@given(st.text())
def test_a_file_s_name_is_safe_everywhere(name: str) -> None:
    safe = file_name(name, "yaml")
    assert safe.endswith(".yaml")
    assert set(safe) <= set(string.ascii_lowercase + string.digits + "-.")
    assert not safe.startswith((".", "-"))
