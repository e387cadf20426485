"""Going on from a checkpoint over HTTP: where from, how far, on one axis, whatever became of the rest."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.stand_in import StandInServer, post_run, wait_for

COSINE = {"lr_schedule": "cosine_decay", "lr_end": 1e-6}


def crashed(
    client: httpx.Client, server: StandInServer, *arguments: str, **parameters: Any
) -> dict[str, Any]:
    """A run of twelve iterations that crashed after its tenth, with checkpoints at 4 and 8."""
    server.train_with("trains_in_parts", "10", *arguments)
    run = post_run(client, name="long", parameters={"iters": 12} | parameters)
    failed = wait_for(client, run["id"], "failed")
    server.train_with("trains_in_parts")
    return failed


def resume(client: httpx.Client, run: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"/runs/{run}/resume", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def refused(client: httpx.Client, run: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/runs/{run}/resume", json=body)
    return answer.status_code, answer.json()


def yaml(server: StandInServer, run: str) -> str:
    return (server.folder(run) / "config.yaml").read_text(encoding="utf-8")


def iterations(client: httpx.Client, run: str, with_parents: bool) -> list[int]:
    query = {"with_parents": with_parents}
    return client.get(f"/runs/{run}/metrics", params=query).json()["iteration"]


def test_it_goes_on_from_the_newest_checkpoint_to_the_planned_end(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    first = crashed(client, shared_server, **COSINE)
    second = resume(client, first["id"])
    assert second["parent_id"] == first["id"] and second["name"] == "long (resumed at 8)"
    origin = {"run_id": first["id"], "iteration": 8, "total": 12, "state": True}
    assert second["plan"]["resumed"] == origin
    assert second["plan"]["warnings"] == first["plan"]["warnings"]
    assert second["plan"]["parameters"]["iters"]["value"] == 4
    assert second["request"]["parameters"] == first["request"]["parameters"]
    ended = wait_for(client, second["id"], "completed")
    assert ended["progress"]["iteration"] == ended["progress"]["total"] == 12
    assert client.get(f"/runs/{first['id']}").json()["children"] == [second["id"]]
    # The schedule is that of the whole: it is its point that is restored.
    rate = "lr_schedule:\n  name: cosine_decay\n  arguments:\n  - 1.0e-05\n  - 12\n"
    assert rate in yaml(shared_server, first["id"])
    assert rate in yaml(shared_server, second["id"])
    assert ("temper_resume:\n  iteration: 8\n  state: resume_state.safetensors\n") in yaml(
        shared_server, second["id"]
    )
    assert second["plan"]["learning_rates"] == first["plan"]["learning_rates"]


def test_three_runs_are_one_curve_even_when_the_first_are_deleted(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    first = crashed(client, shared_server)["id"]
    second = resume(client, first, checkpoint=4, iters=16)["id"]
    wait_for(client, second, "completed")
    third = resume(client, second, checkpoint=16, iters=2)["id"]
    assert client.get(f"/runs/{third}").json()["name"] == "long (resumed at 16)"
    wait_for(client, third, "completed")
    assert iterations(client, second, with_parents=False) == list(range(5, 21))
    for run in (first, second):
        assert client.delete(f"/runs/{run}").status_code == 204
    assert iterations(client, third, with_parents=True) == list(range(1, 19))
    assert iterations(client, third, with_parents=False) == [17, 18]
    fourth = resume(client, third, iters=3)["id"]
    assert wait_for(client, fourth, "completed")["progress"]["total"] == 21


def test_the_same_request_id_makes_one_run_whatever_it_is_called_by_now(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    first = crashed(client, shared_server)["id"]
    asked = {"checkpoint": 4, "request_id": "go on"}
    shared_server.train_with("trains_until_told")
    second = resume(client, first, **asked)["id"]
    client.patch(f"/runs/{first}", json={"name": "renamed"})
    assert resume(client, first, **asked)["id"] == second
    for other in ({"checkpoint": 8}, {"iters": 5}):
        status, problem = refused(client, first, **asked | other)
        assert status == 409 and "asked for something else" in problem["detail"]
    (shared_server.folder(second) / "go").touch()
    wait_for(client, second, "completed")
    assert client.get(f"/runs/{first}").json()["children"] == [second]


def test_a_complete_run_goes_on_for_as_long_as_is_asked(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("trains_in_parts")
    run = post_run(client, parameters={"iters": 8, "batch_size": 2} | COSINE)["id"]
    complete = wait_for(client, run, "completed")
    status, problem = refused(client, run)
    assert status == 409 and "say for how many iterations or epochs more" in problem["detail"]
    more = resume(client, run, iters=12)
    assert more["plan"]["resumed"]["total"] == 20
    assert more["request"]["parameters"]["iters"] == 20
    assert "- 20\n" in yaml(shared_server, more["id"]), (
        "the schedule reaches its end at the new one"
    )
    wait_for(client, more["id"], "completed")
    passes = resume(client, run, epochs=2)
    rows = complete["plan"]["steps"]["rows"]["train"]
    assert passes["plan"]["steps"]["iterations"] == 2 * -(-rows // 2)
    assert client.post(f"/runs/{passes['id']}/stop", json={"save": False}).status_code == 200
    assert refused(client, run, iters=1, epochs=1)[0] == 422


def test_what_cannot_be_restored_is_said_before_it_starts(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    first = crashed(client, shared_server, "bare")
    listed = client.get(f"/runs/{first['id']}/checkpoints").json()["items"]
    assert [each["has_state"] for each in listed] == [False, False]
    second = resume(client, first["id"])
    assert second["plan"]["resumed"]["state"] is False
    (warning,) = [w for w in second["plan"]["warnings"] if w["pointer"] == "/checkpoint"]
    assert (
        "optimizer's moments, the random numbers and the order of the rows start anew"
        in (warning["message"])
    )
    wait_for(client, second["id"], "completed")
    said = [e["message"] for e in shared_server.events(second["id"]) if e["type"] == "warning"]
    assert warning["message"] in said


def test_a_torn_state_counts_as_none(client: httpx.Client, shared_server: StandInServer) -> None:
    first = crashed(client, shared_server)
    state = Path(first["folder"]) / "adapters" / "0000008_state.safetensors"
    state.write_bytes(state.read_bytes()[:-10])
    assert resume(client, first["id"])["plan"]["resumed"]["state"] is False


def test_checkpoints_are_listed_with_what_they_are_judged_by(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    run = crashed(client, shared_server)
    listed = client.get(f"/runs/{run['id']}/checkpoints").json()
    assert listed["best_by"] == "val_loss"
    newest, oldest = listed["items"]
    assert (newest["iteration"], newest["val_loss"], newest["best"]) == (8, 1.0, True)
    assert (oldest["iteration"], oldest["val_loss"], oldest["best"]) == (4, 5.0, False)
    assert newest["train_loss"] == 1 / 8 and newest["reward"] is None
    assert newest["kept"] and newest["has_state"] and not newest["final"]
    Path(newest["file"]).unlink()
    newest, oldest = client.get(f"/runs/{run['id']}/checkpoints").json()["items"]
    assert (newest["kept"], newest["best"]) == (False, False)
    assert oldest["best"]
    status, problem = refused(client, run["id"], checkpoint=8)
    assert status == 422 and problem["errors"][0]["pointer"] == "/checkpoint"
    assert problem["errors"][0]["detail"] == "The checkpoint of iteration 8 was deleted."
    assert resume(client, run["id"])["plan"]["resumed"]["iteration"] == 4


def test_a_run_that_failed_before_its_first_checkpoint_goes_on_from_where_it_began(
    client: httpx.Client, shared_server: StandInServer
) -> None:
    first = crashed(client, shared_server)["id"]
    shared_server.train_with("trains_in_parts", "9")
    second = resume(client, first)["id"]
    wait_for(client, second, "failed")
    (start,) = client.get(f"/runs/{second}/checkpoints").json()["items"]
    assert (start["iteration"], start["start"], start["has_state"]) == (8, True, True)
    shared_server.train_with("trains_in_parts")
    third = resume(client, second)
    assert third["plan"]["resumed"]["iteration"] == 8 and third["plan"]["resumed"]["state"]
    wait_for(client, third["id"], "completed")


def test_the_rows_and_rewards_are_those_of_then(
    client: httpx.Client, shared_server: StandInServer, tmp_path: Path
) -> None:
    data = tmp_path / "rows"
    data.mkdir()
    row = '{"prompt": "a", "completion": "b"}\n'
    (data / "train.jsonl").write_text(row * 6)
    shared_server.train_with("trains_in_parts", "10")
    run = post_run(client, dataset=str(data), parameters={"iters": 12})["id"]
    failed = wait_for(client, run, "failed")
    (data / "train.jsonl").write_text('{"other": 1}\n')
    shared_server.train_with("trains_in_parts")
    again = resume(client, run)
    assert again["plan"]["digests"] == failed["plan"]["digests"]
    copy = shared_server.folder(again["id"]) / "data" / "train.jsonl"
    assert copy.read_text().count("\n") == 6
    wait_for(client, again["id"], "completed")
    (shared_server.folder(run) / "data" / "train.jsonl").unlink()
    status, problem = refused(client, run)
    assert status == 409 and "rows of run" in problem["detail"]


@pytest.mark.parametrize(
    "body", [{"checkpoint": 0}, {"checkpoint": "x"}, {"iters": 0}, {"epochs": 2.5}, {"more": 1}]
)
def test_a_bad_body_is_refused(
    client: httpx.Client, shared_server: StandInServer, body: dict[str, Any]
) -> None:
    run = post_run(client)["id"]
    assert refused(client, run, **body)[0] == 422
    wait_for(client, run, "completed")


def test_a_dataset_whose_name_nobody_could_type_names_runs_that_can_be_shown(
    client: httpx.Client, shared_server: StandInServer, tmp_path: Path
) -> None:
    data = tmp_path / "my\u202fdata"
    data.mkdir()
    (data / "train.jsonl").write_text('{"prompt": "a", "completion": "b"}\n' * 6)
    shared_server.train_with("trains_in_parts")
    run = post_run(client, dataset=str(data), parameters={"iters": 8})
    assert run["name"].endswith(" on my data")
    wait_for(client, run["id"], "completed")
    again = resume(client, run["id"], iters=2)
    assert again["name"] == f"{run['name']} (resumed at 8)"
    wait_for(client, again["id"], "completed")
