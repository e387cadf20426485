"""The whole form without a mouse: from an empty page to a run, with every change taken back on the way."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import keep
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
MOST_TABS = 250


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh tab in which a draft may be refused on its way, which a browser logs as an error."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield page
    page.close()
    assert [error for error in errors if "status of 422" not in error] == []


def open_train(page: Page, server: RunningServer, search: str = "") -> None:
    page.goto(f"{server.address}/{search}")
    expect(page.get_by_role("heading", name=re.compile("^How: "))).to_be_visible()
    expect(page.get_by_text(re.compile("^(Ready to start|Waits for)"))).to_be_visible()


def tab_to(page: Page, target: Locator, back: bool = False) -> None:
    """Press Tab until the focus is there, as someone without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by Tab")


def box(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, box(page, label))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


def search(page: Page, query: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(query)


def grave_findings(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in GRAVE]


def test_a_run_is_configured_and_started_without_a_mouse(page: Page, server: RunningServer) -> None:
    open_train(page, server, "?model=starter-model&dataset=arithmetic&method=grpo")
    tab_to(page, page.get_by_role("radio", name=re.compile("^GRPO")))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("heading", name="How: SFT")).to_be_visible()

    write(page, "Epochs", "0.05")
    expect(box(page, "Iterations")).to_have_value(re.compile(r"^\d+$"))
    search(page, "--batch-size")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d+ of \d+$"))).to_be_visible()
    write(page, "Batch size", "2")
    write(page, "Effective batch", "4")
    expect(box(page, "Gradient accumulation")).to_have_value("2")
    search(page, "length")
    write(page, "Examples", "24")
    expect(box(page, "Iterations")).to_have_value("12")
    search(page, "schedule")
    tab_to(page, page.get_by_role("combobox", name="Schedule"))
    page.keyboard.type("Cos")
    search(page, "warm")
    write(page, "Warm-up", "3")
    page.keyboard.press("ArrowDown")
    expect(box(page, "Warm-up")).to_have_value("2")
    search(page, "")
    page.keyboard.press("Escape")

    curve = page.get_by_role("slider", name="Learning rate by update")
    tab_to(page, curve)
    page.keyboard.press("Home")
    expect(curve).to_have_attribute("aria-valuetext", re.compile(r"^Update 1 .*: 0$"))
    page.keyboard.press("ArrowRight")
    expect(curve).to_have_attribute("aria-valuenow", "2")
    keep(page, "form-by-keyboard")

    tab_to(page, page.get_by_role("button", name=re.compile("^(Start|Add to the queue)$")), True)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/runs/\d{8}-"))
    with server.client() as client:
        plan = client.get(f"/runs/{page.url.split('/runs/')[1].split('?')[0]}").json()["plan"]
    taken = {name: value["value"] for name, value in plan["parameters"].items()}
    assert (plan["method"], taken["iters"], taken["batch_size"]) == ("sft", 12, 2)
    assert (taken["gradient_accumulation_steps"], taken["warmup"]) == (2, 2)
    assert plan["learning_rates"][0] == {"update": 1, "iteration": 2, "rate": 0}
    assert plan["learning_rates"][-1]["update"] == 6


def test_every_change_is_taken_back_and_made_again(page: Page, server: RunningServer) -> None:
    open_train(page, server, "?model=starter-model&dataset=arithmetic&method=sft")
    iterations, rate = box(page, "Iterations"), box(page, "Learning rate")
    before = (iterations.input_value(), rate.input_value())
    write(page, "Iterations", "40")
    write(page, "Learning rate", "3e-4")
    page.keyboard.press("Tab")
    tab_to(page, page.get_by_role("radio", name=re.compile("^SFT")), True)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("heading", name="How: GRPO")).to_be_visible()

    page.keyboard.press("ControlOrMeta+Z")
    expect(page.get_by_role("heading", name="How: SFT")).to_be_visible()
    page.keyboard.press("ControlOrMeta+Z")
    expect(rate).to_have_value(before[1])
    expect(iterations).to_have_value("40")
    page.keyboard.press("ControlOrMeta+Z")
    expect(iterations).to_have_value(before[0])
    for _ in range(3):
        page.keyboard.press("ControlOrMeta+Shift+Z")
    expect(page.get_by_role("heading", name="How: GRPO")).to_be_visible()

    undo = page.get_by_role("button", name="Undo", exact=True)
    tab_to(page, undo)
    for _ in range(2):
        page.keyboard.press("Enter")
    expect(rate).to_have_value(before[1])
    expect(undo).to_be_focused()


def test_undo_inside_a_text_box_takes_its_typing_back_first(
    page: Page, server: RunningServer
) -> None:
    open_train(page, server, "?model=starter-model&dataset=arithmetic&method=sft")
    iterations, rate = box(page, "Iterations"), box(page, "Learning rate")
    write(page, "Iterations", "40")
    write(page, "Learning rate", "7e-5")
    expect(rate).to_have_value("7e-5")
    for _ in range(6):
        if rate.input_value() != "7e-5":
            break
        page.keyboard.press("ControlOrMeta+Z")
    expect(rate).not_to_have_value("7e-5")
    expect(iterations).to_have_value("40")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_with_a_curve_and_errors_is_for_everyone(
    page: Page, server: RunningServer, width: int, colours: Any
) -> None:
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 900})
    values = '{"iters":40,"lr_schedule":"cosine_decay","warmup":8,"gradient_accumulation_steps":2}'
    open_train(page, server, f"?model=starter-model&dataset=arithmetic&method=grpo&p={values}")
    expect(page.get_by_text("first update: 0")).to_be_visible()
    expect(page.get_by_text("warm-up", exact=True)).to_be_visible()
    box(page, "Group size").fill("1")
    expect(page.get_by_text(re.compile("at least 2")).first).to_be_visible()
    assert grave_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep(page, f"form-{width}-{colours}")
