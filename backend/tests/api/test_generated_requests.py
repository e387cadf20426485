"""Whatever arrives, the API answers as its own description says, and never with a server error."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from temper.datasets.upload_routes import PIECES
from temper.openapi import document
from temper.runs.transfer.routes import ARCHIVE
from tests.api.conftest import BASE
from tests.examples import examples
from tests.serving import TOKEN
from tests.stand_in import SFT

toolkit: Any = schemathesis
toolkit.openapi.media_type(PIECES, st.binary())
toolkit.openapi.media_type(ARCHIVE, st.binary())
DESCRIPTION = toolkit.openapi.from_dict(document())
OPERATIONS: list[Any] = [found.ok() for found in DESCRIPTION.get_all_operations()]
# What is well-formed may still be wrong: there is no such model, and the answer is a 422.
EXCLUDED = [toolkit.checks.CHECKS.get_one("positive_data_acceptance")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_answers_are_as_described(operation: Any, served: ASGIApp, api: TestClient) -> None:
    known = {
        "run_id": lambda: a_run(api),
        "dataset_id": lambda: "arithmetic",
        "method_id": lambda: "grpo",
        "upload_id": lambda: an_upload(api),
    }

    cases = [operation.as_strategy(generation_mode=mode) for mode in toolkit.GenerationMode]

    @settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
    @given(case=st.one_of(cases), exists=st.booleans())
    def check(case: Any, exists: bool) -> None:
        if exists:
            # No long work goes on here, so that no job exists.
            for name in case.path_parameters.keys() & known.keys():
                case.path_parameters[name] = known[name]()
        case.call_and_validate(
            app=served,
            base_url=BASE,
            headers={"authorization": f"Bearer {TOKEN}"},
            excluded_checks=EXCLUDED,
        )

    check()


def a_run(api: TestClient) -> str:
    items = api.get("runs", params={"limit": 1}).json()["items"]
    return items[0]["id"] if items else api.post("runs", json=SFT).json()["id"]


def an_upload(api: TestClient) -> str:
    return api.post(
        "datasets/uploads", json={"files": [{"name": "rows.jsonl", "bytes": 10}]}
    ).json()["id"]
