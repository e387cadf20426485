"""Checkpoints and training on from one of them, in a real browser over runs of a stand-in."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import keep
from tests.stand_in import StandInServer, post_run, wait_for

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandInServer]:
    server = StandInServer(tmp_path_factory.mktemp("resume") / "home")
    server.train_with("trains_in_parts")
    server.start()
    yield server
    server.clean_up()


@pytest.fixture(scope="module")
def crashed(server: StandInServer, context: BrowserContext) -> str:
    """A run of twelve iterations that crashed after its tenth."""
    server.train_with("trains_in_parts", "10")
    with server.client() as client:
        run = post_run(client, name="long", parameters={"iters": 12})["id"]
        wait_for(client, run, "failed")
    server.train_with("trains_in_parts")
    return run


def grave_problems(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort("connectionreset")


def test_a_chosen_checkpoint_is_trained_on_from_and_the_curve_goes_on(
    page: Page, server: StandInServer, crashed: str
) -> None:
    page.goto(f"{server.address}/runs/{crashed}?tab=checkpoints")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("best")
    expect(page.get_by_text("The best one has the lowest validation loss")).to_be_visible()
    keep(page, "checkpoints")
    assert grave_problems(page) == []
    page.get_by_role("button", name="Resume from here of iteration 4").click()
    dialog = page.get_by_role("dialog", name="Train on")
    expect(dialog.get_by_label("Iterations to train")).to_have_value("8")
    expect(dialog).to_contain_text("go on where they stood, as if the run had never ended")
    dialog.get_by_label("Iterations to train").fill("16")
    expect(dialog).to_contain_text("20 iterations long instead of 12")
    keep(page, "resume-dialog")
    assert grave_problems(page) == []
    # The first answer gets lost: a second try asks for the same run.
    page.route("**/resume", lose_the_answer, times=1)
    dialog.get_by_role("button", name="Train on").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("button", name="Train on").click()
    page.wait_for_url(re.compile(rf"/runs/(?!{crashed})\d{{8}}-"))
    with server.client() as client:
        assert len(client.get(f"/runs/{crashed}").json()["children"]) == 1
    expect(page.get_by_role("heading", name="long (resumed at 4)")).to_be_visible()
    expect(page.get_by_role("link", name="long", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Completed")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="All numbers (CSV)").click()
    lines = Path(download.value.path()).read_text().splitlines()
    iterations = {int(line.split(",")[0]) for line in lines[1:]}
    assert iterations == set(range(1, 21)), "one curve, from the first run's first iteration"
    keep(page, "resumed-run")
    page.get_by_role("link", name="long", exact=True).click()
    expect(page.get_by_role("link", name="long (resumed at 4)")).to_be_visible()


def test_the_rest_is_trained_from_the_newest_by_keyboard_on_a_narrow_screen(
    page: Page, server: StandInServer, crashed: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server.address}/runs/{crashed}")
    page.get_by_role("button", name="Resume", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Train on")
    expect(dialog.get_by_label("Iterations to train")).to_have_value("4")
    keep(page, "resume-dialog-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert grave_problems(page) == []
    dialog.get_by_label("Iterations to train").press("Enter")
    page.wait_for_url(re.compile(rf"/runs/(?!{crashed})\d{{8}}-"))
    expect(page.get_by_role("heading", name="long (resumed at 8)")).to_be_visible()


def test_a_complete_run_offers_to_train_on(page: Page, server: StandInServer) -> None:
    with server.client() as client:
        run = post_run(client, parameters={"iters": 8})["id"]
        wait_for(client, run, "completed")
    page.goto(f"{server.address}/runs/{run}")
    page.get_by_role("button", name="Train on").click()
    dialog = page.get_by_role("dialog", name="Train on")
    expect(dialog.get_by_label("Iterations to train")).to_have_value("8")
    expect(dialog).to_contain_text("16 iterations long instead of 8")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
