"""The queue as a person arranges it, and sweeps, over HTTP."""

from collections.abc import Sequence
from typing import Any

import pytest
from starlette.testclient import TestClient

from temper.runs.moment import TAKEN
from temper.runs.run import Run
from temper.runs.store import RunStore
from tests.stand_in import SFT


def put(api: TestClient, **more: Any) -> str:
    answer = api.post("runs", json=SFT | more)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def waiting(api: TestClient) -> list[str]:
    return api.get("queue").json()["waiting"]


@pytest.fixture
def three(api: TestClient) -> list[str]:
    for run in waiting(api):
        api.delete(f"runs/{run}")
    return [put(api, name=name) for name in ("one", "two", "three")]


def test_a_run_moves_before_another_or_to_the_end(api: TestClient, three: list[str]) -> None:
    one, two, last = three
    assert waiting(api) == [one, two, last]
    moved = api.post(f"runs/{last}/move", json={"before": one})
    assert moved.json()["queue_position"] == 1
    assert waiting(api) == [last, one, two]
    assert api.post(f"runs/{last}/move", json={"before": None}).json()["queue_position"] == 3
    assert waiting(api) == [one, two, last]


def test_a_run_is_put_behind_those_that_were_moved(api: TestClient, three: list[str]) -> None:
    one, two, last = three
    api.post(f"runs/{one}/move", json={"before": None})
    newest = put(api)
    assert waiting(api) == [two, last, one, newest]


@pytest.mark.parametrize("before", ["nothing", "itself"])
def test_a_run_moves_only_before_another_that_waits(
    api: TestClient, three: list[str], before: str
) -> None:
    before = three[0] if before == "itself" else before
    answer = api.post(f"runs/{three[0]}/move", json={"before": before})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/before"
    assert waiting(api) == three


def test_a_run_that_waits_no_longer_is_not_moved(api: TestClient, three: list[str]) -> None:
    api.post(f"runs/{three[0]}/stop")
    answer = api.post(f"runs/{three[0]}/move", json={"before": None})
    assert answer.status_code == 409
    assert "only a run that waits" in answer.json()["detail"]


def test_the_queue_is_paused_and_goes_on(api: TestClient) -> None:
    assert api.patch("queue", json={"paused": True}).json()["paused"] is True
    kept = api.patch("queue", json={"stop_on_failure": True}).json()
    assert (kept["paused"], kept["stop_on_failure"]) == (True, True)
    on = api.patch("queue", json={"paused": False, "stop_on_failure": False}).json()
    assert (on["paused"], on["stop_on_failure"], on["failed_run"]) == (False, False, None)


@pytest.mark.parametrize(
    "start_at",
    [
        *("tomorrow", "2026-02-01T02:00:00", "0001-01-01T00:00:00+14:00", "99999-01-01T00:00Z"),
        *("253402300800", "2026-02-01", "2026-13-01T02:00Z"),
        *([], {}, 253402300800, -62135596801, True),
    ],
)
def test_a_time_to_start_at_is_a_moment_with_a_zone(api: TestClient, start_at: Any) -> None:
    answer = api.post("runs", json=SFT | {"start_at": start_at})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/start_at"


@pytest.mark.parametrize("start_at", [1764554400, "2026-02-01T02:00:00"])
def test_a_number_and_a_time_of_no_zone_are_told_what_is_taken(
    api: TestClient, start_at: Any
) -> None:
    answer = api.post("sweeps/plan", json=sweep(start_at=start_at))
    assert answer.json()["errors"][0]["detail"] == f"{TAKEN}."


@pytest.mark.parametrize("start_at", ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z"])
def test_a_far_time_is_one_as_well(api: TestClient, start_at: str) -> None:
    run = put(api, start_at=start_at)
    assert api.get(f"runs/{run}").json()["start_at"][:4] == start_at[:4]


def sweep(**more: Any) -> dict[str, Any]:
    return {"request": SFT, "over": {"iters": [10, 20], "rank": [4, 8]}} | more


def test_a_sweep_is_every_combination_under_one_name(api: TestClient) -> None:
    planned = api.post("sweeps/plan", json=sweep()).json()
    assert planned["runs"] == [
        {"iters": iters, "rank": rank} for iters in (10, 20) for rank in (4, 8)
    ]
    assert planned["iterations"] == 60
    made = api.post("sweeps", json=sweep(name="Which rank")).json()
    assert made["name"] == "Which rank"
    assert made["runs"][0]["name"] == "iters 10, rank 4"
    listed = api.get("runs", params={"group": made["id"], "sort": "created"}).json()["items"]
    assert [run["id"] for run in listed] == [run["id"] for run in made["runs"]]
    assert {run["group_name"] for run in listed} == {"Which rank"}
    last = api.get(f"runs/{listed[-1]['id']}").json()
    assert (last["request"]["parameters"], last["group_id"]) == (
        {"iters": 20, "rank": 8},
        made["id"],
    )


def test_a_range_has_even_steps(api: TestClient) -> None:
    over = {
        "learning_rate": {"from": 1e-5, "to": 1e-3, "steps": 3, "scale": "log"},
        "iters": {"from": 10, "to": 15, "steps": 3},
    }
    planned = api.post("sweeps/plan", json=sweep(over=over)).json()
    assert list(dict.fromkeys(run["learning_rate"] for run in planned["runs"])) == [
        1e-5,
        1e-4,
        1e-3,
    ]
    assert list(dict.fromkeys(run["iters"] for run in planned["runs"])) == [10, 12, 15]


def test_every_problem_of_a_sweep_is_named_at_once_and_nothing_is_made(api: TestClient) -> None:
    before = waiting(api)
    body = sweep(over={"iters": [10, -1], "nothing": [1], "rank": [0]})
    body["request"] = SFT | {"parameters": {"batch_size": 0}}
    answer = api.post("sweeps", json=body)
    assert answer.status_code == 422
    errors = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert set(errors) == {
        "/over/iters",
        "/over/nothing",
        "/over/rank",
        "/request/parameters/batch_size",
    }
    assert errors["/over/iters"].startswith("With -1: ")
    assert waiting(api) == before


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({}, "/over"),
        ({"iters": []}, "/over/iters"),
        ({"iters": list(range(1, 10)), "rank": list(range(1, 10))}, "/over"),
        (
            {"learning_rate": {"from": 0, "to": 1, "steps": 2, "scale": "log"}},
            "/over/learning_rate",
        ),
        ({"iters": {"from": 1, "to": 2, "steps": 1}}, "/over/iters/steps"),
        ({"iters": {"from": 1, "steps": 2}}, "/over/iters/to"),
        ({"iters": 3}, "/over/iters"),
        ({"a/b~": [1]}, "/over/a~1b~0"),
    ],
)
def test_values_that_make_no_sweep(api: TestClient, over: Any, pointer: str) -> None:
    answer = api.post("sweeps", json=sweep(over=over))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Give 1 to 64 values."),
        (3, "Give a list of values, or a range: an object of from, to and steps."),
    ],
)
def test_values_in_no_known_form_are_told_of_in_plain_words(
    api: TestClient, values: Any, said: str
) -> None:
    answer = api.post("sweeps", json=sweep(over={"rank": values}))
    assert [error["detail"] for error in answer.json()["errors"]] == [said]


def evening(**more: Any) -> dict[str, Any]:
    return {"request": SFT, "over": {"rank": [4, 8]}} | more


def test_the_same_request_id_makes_one_sweep(api: TestClient) -> None:
    first = api.post("sweeps", json=evening(request_id="evening")).json()
    again = api.post("sweeps", json=evening(request_id="evening", name=first["name"]))
    assert again.status_code == 201
    assert [run["id"] for run in again.json()["runs"]] == [run["id"] for run in first["runs"]]
    for other in ({"over": {"rank": [4]}}, {"over": {"iters": [30, 40]}}, {"name": "other"}):
        answer = api.post("sweeps", json=evening(request_id="evening") | other)
        assert answer.status_code == 409, other


def test_the_same_sweep_twice_at_once_is_made_once(
    api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = api.post("sweeps", json=evening(request_id="at once")).json()
    look, looks = RunStore.by_request_ids, list[int]()

    def too_early(store: RunStore, request_ids: Sequence[str]) -> list[Run]:
        looks.append(1)
        return look(store, request_ids) if len(looks) > 1 else []

    monkeypatch.setattr(RunStore, "by_request_ids", too_early)
    again = api.post("sweeps", json=evening(request_id="at once"))
    assert (again.status_code, again.json()["id"]) == (201, first["id"])


def test_a_sweep_that_has_lost_a_run_is_not_made_again_by_halves(api: TestClient) -> None:
    body = evening(request_id="lost")
    first, second = api.post("sweeps", json=body).json()["runs"]
    api.delete(f"runs/{first['id']}")
    again = api.post("sweeps", json=body)
    assert again.status_code == 409
    assert "has lost runs since" in again.json()["detail"]
    api.delete(f"runs/{second['id']}")
    assert len(api.post("sweeps", json=body).json()["runs"]) == 2


def test_the_request_ids_of_sweeps_are_apart_from_those_of_runs(api: TestClient) -> None:
    for taken in ("apart", "apart#1", "apart#2"):
        put(api, request_id=taken)
    assert api.post("sweeps", json=evening(request_id="apart")).status_code == 201
    assert put(api, request_id="apart#1"), "is still the same run"


def test_a_sweep_that_cannot_be_written_leaves_nothing(
    api: TestClient, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, folders = waiting(api), sorted((home / "runs").iterdir())
    calls: list[int] = []

    def full(*_: object, **__: object) -> None:
        calls.append(1)
        if len(calls) > 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("temper.runs.materialise.link_or_copy", full)
    assert api.post("sweeps", json=sweep()).status_code == 507
    assert waiting(api) == before
    assert sorted((home / "runs").iterdir()) == folders
