"""The API's own description and its page."""

import re
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from temper.static import PANEL

CALLS = {
    "GET /health", "GET /methods", "GET /methods/{method_id}", "GET /models",
    "POST /datasets", "GET /datasets", "GET /datasets/{dataset_id}", "DELETE /datasets/{dataset_id}",
    "GET /datasets/{dataset_id}/report", "GET /datasets/{dataset_id}/rows",
    "POST /datasets/{dataset_id}/convert", "POST /datasets/{dataset_id}/split",
    "POST /plans", "POST /runs", "GET /runs", "GET /runs/{run_id}", "PATCH /runs/{run_id}",
    "DELETE /runs/{run_id}", "POST /runs/{run_id}/stop", "POST /runs/{run_id}/resume",
    "GET /runs/{run_id}/events", "GET /runs/{run_id}/metrics", "GET /runs/{run_id}/log",
}  # fmt: skip


@pytest.fixture(scope="module")
def document(api: TestClient) -> dict[str, Any]:
    return api.get("openapi.json").raise_for_status().json()


def calls(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path.removeprefix('/api')}": operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def examples(media: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    """The examples of a body: its own, else those of its schema."""
    if "example" in media:
        return [media["example"]]
    schema = media["schema"]
    for candidate in (schema, *schema.get("anyOf", [])):
        if "examples" not in candidate and "$ref" in candidate:
            candidate = document["components"]["schemas"][candidate["$ref"].rpartition("/")[2]]
        if "examples" in candidate:
            return candidate["examples"]
    return []


def assert_valid(example: Any, schema: dict[str, Any], document: dict[str, Any]) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema_rs.validator_for(whole).validate(example)


def test_it_has_every_call_of_the_contract_with_a_summary(document: dict[str, Any]) -> None:
    described = calls(document)
    assert set(described) >= CALLS
    for name, operation in described.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert "401" in operation["responses"] or name == "GET /health", name


def test_every_body_has_an_example_that_is_valid(document: dict[str, Any]) -> None:
    for name, operation in calls(document).items():
        media = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if media is None:
            continue
        found = examples(media, document)
        assert found, name
        for example in found:
            assert_valid(example, media["schema"], document)


def test_every_answer_of_a_run_has_an_example_that_is_valid(document: dict[str, Any]) -> None:
    for name, operation in calls(document).items():
        if not name.split()[1].startswith(("/runs", "/plans", "/health")):
            continue
        for status, answer in operation["responses"].items():
            media = answer.get("content", {}).get("application/json")
            if not status.startswith("2") or media is None:
                continue
            found = examples(media, document)
            assert found, name
            for example in found:
                assert_valid(example, media["schema"], document)


def test_the_example_of_a_plan_can_be_posted(api: TestClient, document: dict[str, Any]) -> None:
    media = calls(document)["POST /plans"]["requestBody"]["content"]["application/json"]
    for example in examples(media, document):
        assert api.post("plans", json=example).status_code == 200


def test_the_page_names_no_other_host(api: TestClient) -> None:
    page = api.get("docs").text
    assert "SwaggerUIBundle" in page
    assert not re.findall(r"(?:https?:)?//[\w.]+\.\w+", page)


@pytest.mark.skipif(not (PANEL / "swagger").is_dir(), reason="the panel is not built")
def test_what_the_page_loads_is_here(api: TestClient) -> None:
    named = re.findall(r"(?:src|href)=\"([^\"]+)\"", api.get("docs").text)
    assert len(named) == 3
    for path in named:
        assert api.get(f"http://127.0.0.1:8321{path}").status_code == 200, path


def test_the_page_and_the_description_need_the_token(api: TestClient) -> None:
    for path in ("docs", "openapi.json"):
        assert api.get(path, headers={"authorization": ""}).status_code == 401
