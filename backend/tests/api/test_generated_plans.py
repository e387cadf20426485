"""Plans and runs from generated parameters: made whole, or refused by name with nothing left behind."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from temper.methods.parameter import Parameter
from temper.methods.presets.built_in import LEVELS
from temper.methods.registry import METHODS
from tests.examples import examples
from tests.stand_in import SFT

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from([10**400, 2**31, -(2**63), "\ud800", "\0", "1", [], [None], {}, {"a": [1]}]),
    st.lists(st.one_of(st.integers(), st.text(max_size=3)), max_size=3),
)


def likely(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values that a person might give."""
    if parameter.type == "boolean":
        return st.booleans()
    if parameter.choices:
        chosen = st.sampled_from([choice.value for choice in parameter.choices])
        return st.lists(chosen, max_size=4) if parameter.type == "list" else chosen
    low = parameter.minimum if parameter.minimum is not None else 0
    high = parameter.maximum if parameter.maximum is not None else 10_000
    if parameter.type == "integer":
        return st.integers(int(low), int(high))
    if parameter.type == "number":
        return st.floats(low, high, allow_nan=False)
    if parameter.type == "list":
        return st.lists(st.floats(-2, 2), max_size=5)
    return st.just("/nonexistent")


@st.composite
def bodies(draw: st.DrawFn, junk: bool) -> dict[str, Any]:
    method = METHODS[draw(st.sampled_from(sorted(METHODS)))]
    chosen = draw(
        st.lists(st.sampled_from(method.parameters), max_size=5, unique_by=lambda p: p.name)
    )
    parameters = {p.name: draw(JUNK if junk and draw(st.booleans()) else likely(p)) for p in chosen}
    if junk and draw(st.booleans()):
        parameters[draw(st.text(max_size=10))] = draw(JUNK)
    preset = draw(st.sampled_from([None, *LEVELS]))
    if junk and draw(st.booleans()):
        preset = draw(JUNK)
    return {**SFT, "method": method.id, "preset": preset, "parameters": parameters}


@pytest.mark.parametrize("junk", [False, True], ids=["likely", "junk"])
def test_a_run_is_made_whole_or_not_at_all(junk: bool, api: TestClient, home: Path) -> None:
    @settings(max_examples=examples(60))
    @given(bodies(junk))
    def check(body: dict[str, Any]) -> None:
        before = folders(home)
        planned = api.post("plans", content=json.dumps(body))
        made = api.post("runs", content=json.dumps(body))
        if planned.status_code == 200:
            assert made.status_code == 201, made.text
            run = made.json()
            assert folders(home) == before | {run["id"]}
            detail = api.get(f"runs/{run['id']}").json()
            assert detail["plan"]["parameters"] == planned.json()["parameters"]
        else:
            assert planned.status_code == made.status_code == 422, planned.text
            assert planned.json()["errors"] == made.json()["errors"] != []
            assert folders(home) == before
            for error in made.json()["errors"]:
                # A batch may be larger than a file of the dataset has rows.
                assert error["pointer"].startswith(("/parameters/", "/dataset", "/preset")), error
                assert error["detail"]

    check()


def folders(home: Path) -> set[str]:
    """Everything in the folder of runs, also what a failed attempt might leave."""
    return {path.name for path in (home / "runs").iterdir()}
