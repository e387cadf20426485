"""How long rows are and how a model sees them: the histogram, its advice, the row, and the way to Train."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.serving import RunningServer

pytestmark = pytest.mark.browser

LONG = "And why? " * 30


@pytest.fixture(scope="module")
def mixed(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a dataset in which row 12 is much longer than the other 39."""
    path = tmp_path_factory.mktemp("mixed") / "train.jsonl"
    with path.open("w") as file:
        for number in range(1, 41):
            question = f"What is {number} + 2?{LONG if number == 12 else ''}"
            row = {"prompt": question, "answer": str(number + 2), "system": "Add."}
            file.write(json.dumps(row) + "\n")
    return register(server, path)


def register(server: RunningServer, path: Path) -> str:
    with server.client() as client:
        return client.post("/datasets", json={"path": str(path)}).json()["id"]


def limit_field(page: Page) -> Locator:
    return page.get_by_label("Limit in tokens", exact=True).and_(page.get_by_role("textbox"))


def test_advice_sets_the_limit_and_travels_to_train(
    page: Page, server: RunningServer, mixed: str
) -> None:
    page.goto(f"{server.address}/datasets/{mixed}?method=sft&model=starter-model&limit=100")
    expect(page.get_by_text("97% of rows fit in 100 tokens; 1 is cut.")).to_be_visible()
    expect(page.get_by_role("slider", name="Limit in tokens")).to_have_attribute(
        "aria-valuenow", "100"
    )
    page.get_by_role("button", name=re.compile(r"^100% of the rows fit in ")).click()
    expect(page.get_by_text(re.compile(r"^All rows fit in \d+ tokens\.$"))).to_be_visible()
    limit = limit_field(page).input_value()
    assert int(limit) > 100
    page.get_by_role("link", name=f"Train with a limit of {limit}").click()
    field = page.get_by_role("textbox", name="Maximum sequence length", exact=True)
    expect(field).to_have_value(limit)


def test_the_limit_moves_by_keyboard_and_by_typing(
    page: Page, server: RunningServer, mixed: str
) -> None:
    page.goto(f"{server.address}/datasets/{mixed}?method=sft&model=starter-model&limit=100")
    line = page.get_by_role("slider", name="Limit in tokens")
    line.focus()
    line.press("PageUp")
    expect(limit_field(page)).to_have_value("128")
    expect(line).to_be_focused()
    limit_field(page).fill("64")
    limit_field(page).press("Enter")
    expect(line).to_have_attribute("aria-valuenow", "64")
    assert "limit=64" in page.url


def test_the_limit_can_be_dragged(page: Page, server: RunningServer, mixed: str) -> None:
    page.goto(f"{server.address}/datasets/{mixed}?method=sft&model=starter-model&limit=100")
    handle = page.get_by_role("slider", name="Limit in tokens").locator("path")
    expect(page.get_by_text(re.compile("^Ready"))).to_be_visible()
    handle.hover()
    box = handle.bounding_box()
    assert box is not None
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 5, steps=5)
    page.mouse.up()
    expect(limit_field(page)).not_to_have_value("100")
    assert int(limit_field(page).input_value()) > 100


def test_a_cut_row_is_a_click_away_with_the_cut_marked(
    page: Page, server: RunningServer, mixed: str
) -> None:
    page.goto(f"{server.address}/datasets/{mixed}?method=grpo&model=starter-model&limit=100")
    cut = page.get_by_role("region", name="Rows that are cut")
    cut.get_by_role("link", name="train.jsonl, line 12").click()
    row = page.get_by_role("listitem").filter(has_text="limit 100: cut from here")
    expect(row).to_have_count(1)
    expect(row).to_be_in_viewport()
    expect(row.locator("del").get_by_text("<|im_start|>")).to_be_visible()


def test_masking_the_prompt_trains_on_the_answer_alone(
    page: Page, server: RunningServer, mixed: str
) -> None:
    page.goto(f"{server.address}/datasets/{mixed}?method=sft&model=starter-model")
    first = page.locator("pre", has_text="What is 1 + 2?")
    expect(first.locator("mark")).to_contain_text("What is 1 + 2?")
    page.get_by_role("switch", name="Mask the prompt").check(force=True)
    expect(first.locator("mark")).not_to_contain_text("What is 1 + 2?")
    expect(first.locator("mark")).to_contain_text("3")


def test_the_train_page_says_what_is_cut_and_offers_more_room(
    page: Page, server: RunningServer, mixed: str
) -> None:
    parameters = '{"max_seq_length":100}'
    page.goto(f"{server.address}/?method=sft&model=starter-model&dataset={mixed}&p={parameters}")
    expect(page.get_by_text("97% of rows fit in 100 tokens; 1 is cut.")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^100% of the rows fit in ")).click()
    expect(page.get_by_text(re.compile(r"^All rows fit in \d+ tokens\.$"))).to_be_visible()
    start = page.get_by_role("button", name=re.compile("^(Start|Add to the queue)$"))
    expect(start).to_be_enabled()
