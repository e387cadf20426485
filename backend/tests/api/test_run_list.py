"""The list of runs: pages, filters, order."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.stand_in import SFT


@pytest.fixture(scope="module")
def runs(api: TestClient) -> list[str]:
    """Seven runs, oldest first; the third is stopped, the last is GRPO."""
    made = [api.post("runs", json=SFT | {"name": f"run {n % 3}"}).json()["id"] for n in range(6)]
    made.append(
        api.post("runs", json=SFT | {"method": "grpo", "name": "50% Ünder_way"}).json()["id"]
    )
    api.post(f"runs/{made[2]}/stop")
    api.patch(f"runs/{made[1]}", json={"tags": ["keep"], "notes": "worth a look"})
    return made


def listed(api: TestClient, **query: Any) -> list[str]:
    answer = api.get("runs", params=query)
    assert answer.status_code == 200, answer.text
    return [run["id"] for run in answer.json()["items"]]


def test_the_newest_comes_first(api: TestClient, runs: list[str]) -> None:
    assert listed(api) == runs[::-1]
    assert api.get("runs").json()["next_cursor"] is None


@pytest.mark.parametrize(
    "sort", ["-created", "created", "name", "-name", "status", "method", "-ended"]
)
def test_pages_hold_every_run_once(api: TestClient, runs: list[str], sort: str) -> None:
    seen: list[str] = []
    query: dict[str, Any] = {"sort": sort, "limit": 2}
    while True:
        page = api.get("runs", params=query).json()
        seen += [run["id"] for run in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert sorted(seen) == sorted(runs)


def test_filters_narrow_the_list(api: TestClient, runs: list[str]) -> None:
    assert listed(api, status="stopped") == [runs[2]]
    assert len(listed(api, status="queued, stopped")) == 7
    assert listed(api, method="grpo") == [runs[6]]
    assert listed(api, q="50%") == [runs[6]], "a percent sign is text"
    assert listed(api, q="keep") == listed(api, q="WORTH a") == [runs[1]]
    assert listed(api, q=runs[0]) == [runs[0]]
    assert listed(api, q="nothing like it") == []


def test_the_queue_tells_each_its_place(api: TestClient, runs: list[str]) -> None:
    places = {run["id"]: run["queue_position"] for run in api.get("runs").json()["items"]}
    assert [places[run] for run in runs] == [1, 2, None, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("status=nonsense", "?status"),
        ("status=%00", "?status"),
        ("sort=colour", "?sort"),
        ("sort=--created", "?sort"),
        ("limit=0", "?limit"),
        ("limit=501", "?limit"),
        ("limit=many", "?limit"),
        ("cursor=made-up", "?cursor"),
        (f"q={'x' * 201}", "?q"),
    ],
)
def test_a_wrong_query_is_named(api: TestClient, query: str, pointer: str) -> None:
    answer = api.get(f"runs?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
