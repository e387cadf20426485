"""From a broken file to a run, in a real browser over the real trainer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import keep
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

PATIENCE = 240_000
"""Milliseconds; generous, for a busy machine."""

SYSTEM = "Answer with a number."


def row(question: str, answer: str) -> bytes:
    return f'{{"prompt": "{question}", "answer": {answer}, "system": "{SYSTEM}"}}\n'.encode()


BROKEN = (
    b"\xef\xbb\xbf"
    + b"".join(row(f"What is {n} + 3?", f'"{n + 3}"') for n in range(12))
    + row("What is 40 + 2?", "42")
    + b"\n"
    + row("What is 40 + 1?", "41")
    + row("What is 1 + 3?", '"4"')
    + b'{"prompt": "What is 5 + 5?", "answ'
)
"""A byte order mark, two numbers, a blank line, a row that comes twice, and an end that broke off."""


def drop(page: Page, path: Path) -> None:
    """Let go of a file over the page, as from a file manager."""
    transfer = page.evaluate_handle(
        """([name, bytes]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name));
            return transfer;
        }""",
        [path.name, list(path.read_bytes())],
    )
    zone = page.get_by_text("Drop a file here, whatever it is")
    zone.dispatch_event("drop", {"dataTransfer": transfer})


def problem(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=title))


def test_a_broken_file_is_read_mended_and_trained_on(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    file = tmp_path / "sums.jsonl"
    file.write_bytes(BROKEN)
    page.goto(f"{server.address}/datasets")
    drop(page, file)

    page.wait_for_url(re.compile(r"/datasets/\d{8}-"))
    original = page.url.split("?")[0]
    page.get_by_role("radio", name=re.compile("^SFT")).check(force=True)
    expect(page.get_by_text(re.compile("^Not ready"))).to_be_visible()
    for title, where in (
        ("Byte order marks", "line 1"),
        ("Blank lines", "line 14"),
        ("Numbers where text is needed", "line 13"),
        ("A last line that breaks off", "line 17"),
    ):
        expect(problem(page, title).get_by_text(re.compile(where)).first).to_be_visible()
    keep(page, "dataset-broken")

    page.get_by_role("button", name="Fix all that can be fixed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("The copy would hold"))).to_be_visible()
    expect(dialog.get_by_role("list", name="Steps")).to_contain_text("2 rows")
    keep(page, "dataset-fix-preview")
    dialog.get_by_role("button", name="Make the copy").click()

    page.wait_for_url(lambda url: "/datasets/2" in url and not url.startswith(original))
    expect(page.get_by_text("This is the new dataset.")).to_be_visible()
    expect(page.get_by_role("link", name="sums", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("^Ready"))).to_be_visible()
    keep(page, "dataset-mended")

    page.get_by_role("link", name="Train with this", exact=True).click()
    page.wait_for_url(re.compile(r"/\?.*dataset="))
    expect(page.get_by_role("combobox", name="Model")).to_have_value("Starter model")
    iterations = page.get_by_role("textbox", name="Iterations", exact=True)
    iterations.fill("3")
    iterations.press("Tab")
    start = page.get_by_role("button", name=re.compile("^(Start|Add to the queue)$"))
    expect(start).to_be_enabled()
    start.click()
    page.wait_for_url(re.compile(r"/runs/\d{8}-"))
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=PATIENCE)


def test_a_copy_is_taken_back_and_the_original_is_as_it_was(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_bytes(BROKEN)
    with server.client() as client:
        made = client.post("/datasets", json={"path": str(file)}).json()
    page.goto(f"{server.address}/datasets/{made['id']}?method=sft")
    page.get_by_role("button", name="Fix all that can be fixed").click()
    page.get_by_role("dialog").get_by_role("button", name="Make the copy").click()
    page.get_by_role("button", name="Delete this copy").click()
    page.wait_for_url(re.compile(f"/datasets/{made['id']}"))
    expect(page.get_by_role("heading", name="twice", level=1)).to_be_visible()
    assert file.read_bytes() == BROKEN


def test_a_dataset_has_an_address_and_an_old_one_leads_there(
    page: Page, server: RunningServer
) -> None:
    page.goto(f"{server.address}/datasets?id=arithmetic&method=grpo")
    page.wait_for_url(re.compile(r"/datasets/arithmetic\?method=grpo"))
    expect(page.get_by_role("heading", name="arithmetic", level=1)).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile(r"^GRPO\b"))).to_be_checked()
    page.reload()
    expect(page.get_by_role("radio", name=re.compile(r"^GRPO\b"))).to_be_checked()


def test_the_chosen_method_is_remembered(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.address}/datasets/arithmetic")
    page.get_by_role("radio", name=re.compile("^GSPO")).check(force=True)
    page.goto(f"{server.address}/datasets/sample")
    expect(page.get_by_role("radio", name=re.compile("^GSPO"))).to_be_checked()


def test_what_is_not_there_is_said(
    context: BrowserContext, server: RunningServer, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{server.address}/datasets")
    page.get_by_label("Path on this machine").fill(str(tmp_path / "nothing.jsonl"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(re.compile("nothing.jsonl")).first).to_be_visible()
    page.close()


def test_files_that_vanish_are_said_to_be_gone(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    file = tmp_path / "brief.jsonl"
    file.write_bytes(row("What is 2 + 3?", '"5"'))
    with server.client() as client:
        made = client.post("/datasets", json={"path": str(file)}).json()
    file.unlink()
    page.goto(f"{server.address}/datasets/{made['id']}")
    expect(page.get_by_text("Its files cannot be read")).to_be_visible()
    file.write_bytes(row("What is 2 + 3?", '"5"'))
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Is it ready?")).to_be_visible()
