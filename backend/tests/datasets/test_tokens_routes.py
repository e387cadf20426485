"""Tokens over HTTP, from the whole service with a real child."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from temper.main import create_app
from temper.settings import Settings
from tests.datasets.conftest import WriteRows

pytestmark = pytest.mark.real_trainer

TOKEN = "token-of-the-tests"
SFT = {"method": "sft", "model": "starter-model"}
GRPO = {"method": "grpo", "model": "starter-model"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(home=tmp_path_factory.mktemp("home"), token=TOKEN))
    with TestClient(
        app,
        base_url="http://127.0.0.1:8321/api",
        headers={"authorization": f"Bearer {TOKEN}"},
    ) as made:
        yield made


def polled(client: TestClient, dataset: str, **query: Any) -> dict[str, Any]:
    """The report on tokens once nothing goes on."""
    deadline = time.monotonic() + 120
    while True:
        answer = client.get(f"/datasets/{dataset}/tokens", params=query)
        assert answer.status_code == 200, answer.text
        report: dict[str, Any] = answer.json()
        if report["state"] != "running":
            return report
        assert time.monotonic() < deadline, report
        time.sleep(0.05)


def registered(client: TestClient, path: Path) -> str:
    return client.post("/datasets", json={"path": str(path)}).json()["id"]


def test_the_report_says_how_many_fit_and_another_limit_is_answered_at_once(client: TestClient):
    report = polled(client, "arithmetic", **SFT, max_seq_length=2048)
    assert report["state"] == "done" and report["exact"]
    assert report["rows"] == report["total_rows"] == 240
    assert report["over_limit"] == 0 and report["cut"] == []
    assert sum(bar["rows"] for bar in report["histogram"]) == 240
    assert report["advice"][-1]["parameters"] == {"max_seq_length": 64}
    shorter = client.get("/datasets/arithmetic/tokens", params={**SFT, "max_seq_length": 41}).json()
    assert shorter["state"] == "done"
    assert shorter["over_limit"] > 100 == len(shorter["cut"])


def test_a_failure_is_words_in_the_answer(client: TestClient):
    report = polled(client, "arithmetic", method="dpo", model="starter-model")
    assert report["state"] == "failed"
    assert "Convert them first." in report["error"]


def test_calling_off_is_said(client: TestClient, write_rows: WriteRows):
    rows = [{"prompt": f"What is {n} + 3?", "answer": str(n + 3)} for n in range(60_000)]
    dataset = registered(client, write_rows(train=rows))
    url = f"/datasets/{dataset}/tokens"
    assert client.get(url, params=SFT).json()["state"] == "running"
    (job,) = [
        job
        for job in client.get("/datasets/jobs").json()["items"]
        if job["dataset"] == dataset and job["kind"] == "tokens"
    ]
    assert job["state"] in ("running", "waiting")
    assert client.delete(url, params=SFT).status_code == 204
    assert client.get(url, params=SFT).json()["state"] == "cancelled"
    assert client.delete(url, params=SFT).status_code == 204


def test_rows_of_a_table_are_named_by_their_place_in_it(client: TestClient, tmp_path: Path):
    table = tmp_path / "sums.csv"
    table.write_text('prompt,answer\n"What is\n2 + 3?",5\nWhat is 4 + 5 + 6 + 7 + 8 + 9?,39\n')
    dataset = registered(client, table)
    whole = polled(client, dataset, **SFT)
    assert whole["state"] == "done" and whole["rows"] == 2
    longest = whole["quantiles"]["max"]
    report = polled(client, dataset, **SFT, max_seq_length=longest - 1)
    (cut,) = report["cut"]
    assert (cut["file"], cut["line"], cut["row"]) == ("sums.csv", 4, 2)


def test_rows_have_views_with_what_is_trained_and_cut(client: TestClient):
    query = {**SFT, "mask_prompt": True, "max_seq_length": 41, "limit": 3}
    page = client.get("/datasets/arithmetic/rows", params=query).json()
    assert len(page["items"]) == 3
    for item in page["items"]:
        (view,) = item["views"]
        segments = view["segments"]
        kept = "".join(part["text"] for part in segments if part["trained"])
        assert kept.startswith("<|im_start|>assistant\n" + item["row"]["answer"])
        assert segments[0] == {
            "text": "<|im_start|>",
            "special": True,
            "trained": False,
            "cut": False,
        }
        assert any(part["cut"] for part in segments) == (view["tokens"] > 41)
        assert not any(part["cut"] and part["trained"] for part in segments)
        assert item["problem"] is None


def test_a_pair_is_two_texts_and_the_responses_are_trained(
    client: TestClient, write_rows: WriteRows
):
    pair = {"prompt": "Capital of Austria?", "chosen": "Vienna.", "rejected": "Graz."}
    dataset = registered(client, write_rows(train=[pair]))
    query = {"method": "dpo", "model": "starter-model"}
    (item,) = client.get(f"/datasets/{dataset}/rows", params=query).json()["items"]
    assert [view["parts"] for view in item["views"]] == [["chosen"], ["rejected"]]
    for view, answer in zip(item["views"], ("Vienna.", "Graz."), strict=True):
        trained = "".join(part["text"] for part in view["segments"] if part["trained"])
        assert trained == f"{answer}<|im_end|>\n"


def test_rows_without_a_view_say_why(client: TestClient, write_rows: WriteRows):
    good = json.dumps({"prompt": "What is 2 + 3?", "answer": "5"}).encode()
    long = json.dumps({"prompt": "a" * 300_000, "answer": "5"}).encode()
    dataset = registered(client, write_rows(train=good + b"\n{broken\n" + long + b"\n"))
    first, broken, large = client.get(f"/datasets/{dataset}/rows", params=GRPO).json()["items"]
    assert first["views"] and first["problem"] is None
    assert broken["views"] == [] and "no such row" in broken["problem"]
    assert large["views"] == [] and "256 KB" in large["problem"]


def test_without_a_model_rows_have_no_views(client: TestClient):
    page = client.get("/datasets/arithmetic/rows", params={"limit": 1}).json()
    assert page["items"][0]["views"] == [] and page["items"][0]["problem"] is None


@pytest.mark.parametrize("where", ["tokens", "rows"])
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"method": "sft", "model": "no-such-model"}, "?model"),
        ({"method": "sft", "model": "/nowhere/at/all"}, "?model"),
        ({"method": "sft", "model": "nobody/nothing-of-this-name"}, "?model"),
        ({"method": "no-such-method", "model": "starter-model"}, "?method"),
        ({"method": "sft", "model": "starter-model", "max_seq_length": 0}, "?max_seq_length"),
    ],
)
def test_wrong_parameters_are_named(
    client: TestClient, where: str, query: dict[str, Any], pointer: str
):
    answer = client.get(f"/datasets/arithmetic/{where}", params=query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_views_need_a_method(client: TestClient):
    answer = client.get("/datasets/arithmetic/rows", params={"model": "starter-model"})
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "?method"


def test_an_unknown_dataset_is_not_found_and_files_that_are_gone_are_a_conflict(
    client: TestClient, write_rows: WriteRows
):
    assert client.get("/datasets/none/tokens", params=SFT).status_code == 404
    folder = write_rows(train=[{"prompt": "a", "answer": "b"}])
    dataset = registered(client, folder)
    (folder / "train.jsonl").unlink()
    assert client.get(f"/datasets/{dataset}/tokens", params=SFT).status_code == 409


def test_a_plan_warns_of_cut_rows_once_their_lengths_are_known(client: TestClient):
    body = {
        "method": "grpo",
        "model": "starter-model",
        "dataset": "arithmetic",
        "parameters": {"max_seq_length": 33},
    }
    polled(client, "arithmetic", **GRPO)
    plan = client.post("/plans", json=body).json()
    (warning,) = [w for w in plan["warnings"] if "Prompts that lose" in w["message"]]
    assert warning["pointer"] == "/parameters/max_seq_length"
    assert "(240 of 240 rows; train.jsonl, line 1: " in warning["message"]
