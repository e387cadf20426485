"""The queue, comparing, the trash and the archive, as a person uses them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import keep
from tests.stand_in import SFT, StandInServer, wait_for

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandInServer]:
    server = StandInServer(tmp_path_factory.mktemp("history") / "home")
    server.train_with("well_behaved")
    server.start()
    yield server
    server.clean_up()


@pytest.fixture(scope="module")
def sweep(server: StandInServer) -> dict[str, Any]:
    """Two runs that ended, and a paused queue with three that wait."""
    with server.client() as client:
        made = post(client, "/sweeps", name="Which rank", request=SFT, over={"rank": [4, 8]})
        for run in made["runs"]:
            wait_for(client, run["id"], "completed")
        client.patch("/queue", json={"paused": True}).raise_for_status()
        for name in ("one", "two", "three"):
            post(client, "/runs", **SFT, name=name)
    return made


def post(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_queued_run_is_moved_by_keyboard_and_the_queue_goes_on(
    page: Page, server: StandInServer, sweep: dict[str, Any]
) -> None:
    page.goto(server.address + "/runs")
    expect(page.get_by_text("The queue is paused.")).to_be_visible()
    expect(page.get_by_role("row", name="three")).to_contain_text("#3")
    earlier = page.get_by_role("button", name="Start three earlier")
    earlier.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="three")).to_contain_text("#2")
    expect(earlier).to_be_focused()
    keep(page, "queue")
    page.get_by_role("button", name="Continue the queue").click()
    expect(page.get_by_text("nothing waits.")).to_be_visible()
    expect(page.get_by_role("row", name="two")).to_contain_text("Completed")


def test_ticked_runs_are_compared(page: Page, server: StandInServer, sweep: dict[str, Any]) -> None:
    page.goto(server.address + "/runs")
    for rank in (4, 8):
        page.get_by_role("checkbox", name=f"Tick rank {rank}").check()
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**/compare?runs=*")
    differences = page.get_by_role("region", name="Differences")
    expect(differences.get_by_role("columnheader")).to_have_text(["Run", "rank"])
    expect(page.get_by_role("group", name="Training loss, chart")).to_be_visible()
    keep(page, "compare")
    page.goto(f"{server.address}/compare?group={sweep['id']}")
    expect(page.get_by_role("heading", name="Which rank")).to_be_visible()


def delete(page: Page) -> None:
    page.get_by_role("button", name="Delete rank 4").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("“rank 4” was deleted.")).to_be_visible()


def test_a_deleted_run_comes_back_by_undo_and_from_the_trash(
    page: Page, server: StandInServer, sweep: dict[str, Any]
) -> None:
    page.goto(server.address + "/runs")
    row = page.get_by_role("row", name="rank 4")
    delete(page)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    delete(page)
    expect(row).to_have_count(0)
    page.goto(server.address + "/trash")
    page.get_by_role("button", name="Take rank 4 back").click()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    page.goto(server.address + "/runs")
    expect(row).to_be_visible()


def test_a_sweep_shows_its_runs_before_they_start(
    page: Page, server: StandInServer, sweep: dict[str, Any]
) -> None:
    page.goto(server.address + "/?method=sft&model=starter-model&dataset=arithmetic")
    page.get_by_role("button", name="Sweep…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Parameter", exact=True).fill("learning_rate")
    page.get_by_role("option", name="(learning_rate)").click()
    dialog.get_by_label("Values, with commas between").fill("1e-5, 1e-4")
    expect(dialog.get_by_role("region", name="Runs of the sweep").get_by_role("row")).to_have_count(
        3
    )
    dialog.get_by_role("button", name="Start 2 runs").click()
    page.wait_for_url("**/compare?group=*")
