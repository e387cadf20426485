"""What a run said, read back over HTTP: events, metrics, log."""

from typing import Any

import httpx
import pytest

from tests.stand_in import StandInServer, is_gapless, post_run, wait_for


@pytest.fixture
def run(client: httpx.Client) -> str:
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    return run


def events(client: httpx.Client, run: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/runs/{run}/events", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_log_of_events_is_whole_and_typed(client: httpx.Client, run: str) -> None:
    page = events(client, run)
    assert is_gapless(page["events"])
    assert page["cursor"] == len(page["events"]) == client.get(f"/runs/{run}").json()["cursor"]
    said = [(e["type"], e.get("status")) for e in page["events"]]
    assert [status for kind, status in said if kind == "state"] == [
        "queued",
        "starting",
        "running",
        "completed",
    ]
    assert {kind for kind, _ in said} == {
        "state",
        "log",
        "progress",
        "metric",
        "rollout",
        "checkpoint",
        "warning",
        "result",
    }
    assert said[-2][0] == "result"


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_pages_hold_every_event_once_and_in_order(
    client: httpx.Client, run: str, limit: int
) -> None:
    seen: list[dict[str, Any]] = []
    cursor = 0
    while (page := events(client, run, after=cursor, limit=limit))["events"]:
        assert len(page["events"]) <= limit
        seen += page["events"]
        cursor = page["cursor"]
    assert seen == events(client, run)["events"]


def test_types_narrow_the_events_down(client: httpx.Client, run: str) -> None:
    page = events(client, run, types="metric, checkpoint")
    assert [e["type"] for e in page["events"]] == ["metric"] * 3 + ["checkpoint"]
    first = events(client, run, types="metric", limit=1)
    second = events(client, run, types="metric", limit=1, after=first["cursor"])
    assert [e["iteration"] for e in first["events"] + second["events"]] == [1, 2]


def test_beyond_the_end_there_is_nothing_and_the_cursor_comes_back(
    client: httpx.Client, run: str
) -> None:
    end = events(client, run)["cursor"]
    assert events(client, run, after=end) == {"cursor": end, "events": []}
    assert events(client, run, after=10**9) == {"cursor": end, "events": []}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("after=-1", "?after"),
        ("after=x", "?after"),
        (f"after={10**30}", "?after"),
        ("limit=0", "?limit"),
        ("limit=10001", "?limit"),
        ("types=metric,nonsense", "?types"),
        ("types=%00", "?types"),
    ],
)
def test_a_wrong_query_is_named(client: httpx.Client, run: str, query: str, pointer: str) -> None:
    answer = client.get(f"/runs/{run}/events?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_metrics_are_columns_of_equal_length(client: httpx.Client, run: str) -> None:
    metrics = client.get(f"/runs/{run}/metrics").json()
    assert metrics == {"iteration": [1, 2, 3], "train_loss": [1.0, 0.5, 1 / 3]}


def test_a_run_that_waits_has_no_metrics_yet(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("forever")
    active, waiting = post_run(client)["id"], post_run(client)["id"]
    wait_for(client, active, "running")
    assert client.get(f"/runs/{waiting}/metrics").json() == {"iteration": []}
    assert client.get(f"/runs/{waiting}/log").text == ""
    for run in (waiting, active):
        client.post(f"/runs/{run}/stop", json={"save": False})
    wait_for(client, active, "stopped")


def test_the_log_is_what_the_trainer_printed_and_no_record(client: httpx.Client, run: str) -> None:
    answer = client.get(f"/runs/{run}/log")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert set(answer.text.splitlines()) == {"Loading the model", "\x1b[32mStarting\x1b[0m"}
    saved = client.get(f"/runs/{run}/log", params={"download": True})
    assert saved.headers["content-disposition"] == f'attachment; filename="{run}.log"'


def test_everything_about_an_unknown_run_is_not_found(client: httpx.Client) -> None:
    calls = [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/stop"),
        ("POST", "/resume"),
        ("GET", "/events"),
        ("GET", "/metrics"),
        ("GET", "/log"),
    ]
    for method, path in calls:
        body: dict[str, str] | None = {} if method == "PATCH" else None
        answer = client.request(method, f"/runs/nothing{path}", json=body)
        assert answer.status_code == 404, (method, path)
        assert answer.json()["detail"] == "There is no run nothing."
