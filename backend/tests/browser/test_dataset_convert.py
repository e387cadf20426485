"""New datasets from old ones in the panel: columns mapped to keys, and a split that keeps groups together."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serving import RunningServer

pytestmark = pytest.mark.browser


def register(server: RunningServer, path: Path) -> str:
    with server.client() as client:
        return client.post("/datasets", json={"path": str(path)}).json()["id"]


def rows_of(server: RunningServer, dataset: str, split: str) -> list[dict[str, str]]:
    with server.client() as client:
        answer = client.get(f"/datasets/{dataset}/rows", params={"split": split, "limit": 200})
        return [item["row"] for item in answer.json()["items"]]


def id_of(page: Page) -> str:
    return page.url.split("/datasets/")[1].split("?")[0]


def test_columns_with_other_names_become_a_ready_dataset(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    path = tmp_path / "quiz.csv"
    questions = "".join(f"{n},What is {n} + 1?,{n + 1}\n" for n in range(20))
    path.write_text("Number,Question,Response\n" + questions)
    source = register(server, path)
    page.goto(f"{server.address}/datasets/{source}?method=grpo")
    expect(page.get_by_label("prompt from")).to_have_value("Question")
    expect(page.get_by_label("answer from")).to_have_value("Response")
    page.get_by_label("type (optional) from").select_option("Number")
    panel = page.locator("section", has=page.get_by_role("heading", name="Columns", exact=True))
    panel.get_by_role("button", name="See what changes").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("20 training rows")
    dialog.get_by_role("button", name=re.compile("^Make the")).click()
    expect(page.get_by_text("This is the new dataset.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Ready"))).not_to_have_count(0)
    first = rows_of(server, id_of(page), "train")[0]
    assert first == {"prompt": "What is 0 + 1?", "answer": "1", "type": "0"}


def test_a_mapping_is_remembered_for_the_same_columns(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        rows = [{"q": f"{n} + 1?", "gold": str(n + 1)} for n in range(4)]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / name / "train.jsonl").write_text(lines)
    first = register(server, tmp_path / "first")
    with server.client() as client:
        body = {"format": "prompt_answer", "mapping": {"prompt": "q", "answer": "gold"}}
        assert client.post(f"/datasets/{first}/convert", json=body).status_code == 201
    second = register(server, tmp_path / "second")
    page.goto(f"{server.address}/datasets/{second}?method=grpo")
    expect(page.get_by_text("Remembered:")).to_be_visible()
    expect(page.get_by_label("prompt from")).to_have_value("q")
    expect(page.get_by_label("answer from")).to_have_value("gold")


def test_a_split_keeps_rows_of_one_group_together(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    path = tmp_path / "train.jsonl"
    with path.open("w") as file:
        for number in range(60):
            row = {"prompt": f"{number}?", "answer": "1", "story": f"story {number // 3}"}
            file.write(json.dumps(row) + "\n")
    source = register(server, path)
    page.goto(f"{server.address}/datasets/{source}")
    page.get_by_text("Split anew").click()
    page.get_by_label("Validation, %").fill("20")
    page.get_by_label("Test, %").fill("0")
    expect(page.get_by_text("train 48, valid 12 of 60 rows.")).to_be_visible()
    page.get_by_label("Keep together by").select_option("story")
    page.get_by_role("button", name="Split into a new dataset").click()
    expect(page.get_by_text("This is the new dataset.")).to_be_visible()
    made = id_of(page)
    stories = {
        split: {r["story"] for r in rows_of(server, made, split)} for split in ("train", "valid")
    }
    assert stories["valid"]
    assert not stories["train"] & stories["valid"]
    assert len(stories["train"] | stories["valid"]) == 20
