"""A parameter that acts only beside certain values of another says so where it is set beside others."""

import re

import pytest

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.command import build_command
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value, acts, meets
from temper.methods.registry import METHODS
from tests.methods.form_cases import judged
from tests.methods.requests import least

CONDITIONAL = [
    pytest.param(method, parameter, other, id=f"{method.id}-{parameter.name}-{other}")
    for method in METHODS.values()
    for parameter in method.parameters
    for other in parameter.shown_when
    if len(parameter.choices) != 1
]
"""Without those that have only one value, which nobody can set to another."""


def idle_values(method: Method, parameter: Parameter, other: str) -> dict[str, Value]:
    """A request that sets the parameter, and the other to a value with which it does not act."""
    about = method.parameter(other)
    assert about is not None
    acting = parameter.shown_when[other]
    for unmet in [value for value in judged(about)[0] if not meets(value, acting)]:
        for value in [value for value in judged(parameter)[0] if value != parameter.default]:
            asked = least(method) | {other: unmet, parameter.name: value}
            try:
                check(method, asked)
            except InvalidRequest:
                continue
            return asked
    raise AssertionError("nothing can be set beside what it does not act with")


@pytest.mark.parametrize(("method", "parameter", "other"), CONDITIONAL)
def test_a_value_that_does_not_act_is_warned_of_and_not_sent(
    method: Method, parameter: Parameter, other: str
) -> None:
    asked = idle_values(method, parameter, other)
    checked = check(method, asked)
    assert not acts(parameter, checked.values)
    said = [w.message for w in checked.warnings if w.pointer == f"/parameters/{parameter.name}"]
    assert any(f"it acts only where {other} is" in message for message in said)
    if parameter.carrier.kind != "flag":
        command = build_command(
            method, checked.values, model="m", data="d", adapter_path="a", config_path="c"
        )
        key = parameter.carrier.target.split(".")[-1]
        assert re.search(rf"^ *{key}:", command.yaml, re.MULTILINE) is None


@pytest.mark.parametrize(("method", "parameter", "other"), CONDITIONAL)
def test_a_condition_stands_within_its_own_method(
    method: Method, parameter: Parameter, other: str
) -> None:
    assert method.parameter(other) is not None
    assert parameter.shown_when[other], "with no value at all it would never act"


def test_of_a_number_any_but_0_counts_as_on() -> None:
    assert meets(5, [True])
    assert meets(0.5, [True])
    assert not meets(0, [True])
