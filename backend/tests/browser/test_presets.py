"""Presets above the form: chosen, explained, changed, and saved as one's own."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import keep
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

START = re.compile("^(Start|Add to the queue)$")
SFT = "/?method=sft&model=starter-model&dataset=arithmetic"


def choice(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name="Preset").get_by_role("radio", name=name)


def choose(page: Page, name: str) -> None:
    # The label is what a person clicks: the radio itself is hidden under it.
    page.get_by_role("radiogroup", name="Preset").get_by_text(name, exact=True).click()


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def own(page: Page, item: str) -> None:
    """Take an item of the menu of one's own presets."""
    page.get_by_role("button", name="Your presets").click()
    page.get_by_role("menuitem", name=item).click()


def test_a_first_visit_begins_with_values_that_fit_and_says_why(
    page: Page, server: RunningServer
) -> None:
    page.goto(server.address + SFT)
    expect(choice(page, "Balanced")).to_be_checked()
    expect(field(page, "Iterations")).to_have_value("75")
    page.get_by_role("button", name=re.compile(r"^Sets \d+ values: why$")).click()
    expect(page.get_by_text("Your 200 rows at batch size 8 make 25 iterations")).to_be_visible()
    expect(page.get_by_role("button", name=START)).to_be_enabled()
    keep(page, "preset-reasons")


def test_another_preset_is_one_click_away_and_survives_a_reload(
    page: Page, server: RunningServer
) -> None:
    page.goto(server.address + SFT)
    choose(page, "Quick try")
    expect(field(page, "Iterations")).to_have_value("50")
    page.wait_for_url(re.compile("preset=quick"))
    page.reload()
    expect(choice(page, "Quick try")).to_be_checked()
    expect(field(page, "Iterations")).to_have_value("50")
    choose(page, "Defaults")
    expect(field(page, "Iterations")).to_have_value("100")


def test_a_value_of_one_s_own_wins_and_reset_goes_back_to_the_preset(
    page: Page, server: RunningServer
) -> None:
    page.goto(server.address + SFT + "&preset=quick")
    iterations = field(page, "Iterations")
    expect(iterations).to_have_value("50")
    iterations.fill("7")
    iterations.press("Tab")
    expect(page.get_by_text("Only changed (1)")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Reset (Iterations|length)", re.I)).first.click()
    expect(iterations).to_have_value("50")
    expect(page.get_by_text("Only changed (0)")).to_be_visible()


def test_what_was_changed_is_saved_renamed_and_deleted(page: Page, server: RunningServer) -> None:
    page.goto(server.address + SFT + "&preset=quick")
    expect(field(page, "Iterations")).to_have_value("50")
    field(page, "Rank").fill("32")
    own(page, "Save as preset…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Night run")
    keep(page, "preset-save")
    dialog.get_by_role("button", name="Save").click()
    expect(choice(page, "Night run")).to_be_checked()
    expect(field(page, "Rank")).to_have_value("32")
    expect(field(page, "Iterations")).to_have_value("50")
    expect(page.get_by_text("Only changed (0)")).to_be_visible()
    own(page, "Rename “Night run”…")
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Late run")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(choice(page, "Late run")).to_be_checked()
    own(page, "Delete “Late run”…")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(choice(page, "Defaults")).to_be_checked()
    expect(field(page, "Rank")).to_have_value("8")


def test_a_run_keeps_its_preset_and_a_clone_asks_for_it_again(
    page: Page, server: RunningServer
) -> None:
    page.goto(server.address + SFT + "&preset=quick")
    expect(field(page, "Iterations")).to_have_value("50")
    page.get_by_role("button", name=START).click()
    page.wait_for_url(re.compile(r"/runs/\d{8}-"))
    page.get_by_role("tab", name="Config").click()
    expect(page.get_by_text("Quick try").first).to_be_visible()
    expect(page.get_by_text("Enough to see the curve move").first).to_be_visible()
    run = page.url.split("/runs/")[1].split("?")[0]
    with server.client() as client:
        plan = client.get(f"/runs/{run}").json()["plan"]
        client.post(f"/runs/{run}/stop", json={"save": False})
    assert plan["parameters"]["iters"]["origin"] == "preset"
    page.get_by_role("link", name="Clone").click()
    expect(choice(page, "Quick try")).to_be_checked()
