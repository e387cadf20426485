"""Import, export and clone, in a real browser over the real trainer's own parser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import keep
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

COMMAND = r"""# from my notes
HF_HOME=~/hub python -m mlx_lm_lora.train \
  --model starter-model --train --data arithmetic \
  --train-mode grpo --importance-sampling-level sequence \
  --group-size 6 --batch-size two --learning-rate 2e-5 --config more.yaml
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("configurations") / "home").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def context(chromium: Browser, server: RunningServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 1000},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(server.link)
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh tab; what the server refuses is part of these tests, any other error fails them."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    yield page
    page.close()
    assert [error for error in errors if "status of 422" not in error] == []


def open_import(page: Page, server: RunningServer, path: str = "/") -> Locator:
    page.goto(server.address + path)
    page.get_by_role("button", name="Import…").click()
    return page.get_by_role("dialog")


def row(dialog: Locator, text: str) -> Locator:
    return dialog.get_by_role("row").filter(has_text=text)


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def exported(page: Page, form: str) -> str:
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name=f"Copy {form}", exact=True).click()
    expect(page.get_by_text("Copied")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_pasted_command_is_told_line_by_line_and_fills_the_form(
    page: Page, server: RunningServer
) -> None:
    dialog = open_import(page, server)
    dialog.get_by_role("textbox", name="Configuration").fill(COMMAND)
    dialog.get_by_role("button", name="Read it").click()
    expect(row(dialog, "--batch-size two")).to_contain_text("invalid int value: 'two'")
    expect(row(dialog, "--batch-size two")).to_contain_text("Wrong")
    expect(row(dialog, "--train-mode grpo")).to_contain_text("GSPO")
    expect(row(dialog, "HF_HOME")).to_contain_text("Not needed")
    dialog.get_by_label("The file that the command names: more.yaml").fill("val-batches: 3\n")
    dialog.get_by_role("button", name="Read it again").click()
    expect(row(dialog, "val-batches: 3")).to_contain_text("ignores this in silence")
    keep(page, "import-command")
    dialog.get_by_role("button", name="Use this configuration").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("radio", name=re.compile("^GSPO"))).to_be_checked()
    expect(field(page, "Group size")).to_have_value("6")
    expect(page.get_by_role("status", name="About this draft")).to_contain_text("1 wrong")
    # What the parser refused stands in the form, beside its error.
    page.get_by_role("button", name="Go to Batch size").click()
    expect(field(page, "Batch size")).to_have_value("two")
    keep(page, "import-used")
    page.keyboard.press("Control+z")


def test_what_is_no_configuration_is_said(page: Page, server: RunningServer) -> None:
    dialog = open_import(page, server)
    dialog.get_by_role("textbox", name="Configuration").fill("a: *b")
    dialog.get_by_role("button", name="Read it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Line 1: Anchors and aliases are not read")


def test_a_file_is_chosen_and_what_is_exported_is_the_same(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    text = (
        "temper: 1\nname: 'no: 1'\nmethod: sft\nmodel: starter-model\ndataset: arithmetic\n"
        "parameters:\n  iters: 7\n  learning_rate: 1.0e-05\n"
    )
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    dialog = open_import(page, server)
    with page.expect_file_chooser() as chooser:
        dialog.get_by_role("button", name="Choose a file…").click()
    chooser.value.set_files(file)
    expect(row(dialog, "iters: 7")).to_contain_text("Taken")
    dialog.get_by_role("button", name="Use this configuration").click()
    expect(field(page, "Iterations")).to_have_value("7")
    assert exported(page, "Temper YAML") == text
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download Temper JSON").click()
    assert download.value.suggested_filename == "no-1.json"


def a_run(server: RunningServer, **more: Any) -> str:
    body = {"method": "sft", "model": "starter-model", "dataset": "arithmetic", **more}
    with server.client() as client:
        run = client.post("/runs", json=body).raise_for_status().json()
        client.post(f"/runs/{run['id']}/stop", json={"save": False})
    return run["id"]


def test_a_run_is_cloned_from_its_page_and_from_the_list(page: Page, server: RunningServer) -> None:
    parameters = {"iters": 9, "rank": 4, "lr_schedule": "cosine_decay", "warmup": 2}
    run = a_run(server, name="to clone", parameters=parameters)
    page.goto(f"{server.address}/runs/{run}?tab=config")
    page.get_by_role("tab", name="Config").click()
    assert "name: to clone" in exported(page, "Temper YAML")
    assert "mlx_lm_lora.train" in exported(page, "Command")
    keep(page, "run-export")
    page.get_by_role("link", name="Clone and edit").click()
    note = page.get_by_role("status", name="About this draft")
    expect(note).to_contain_text("A copy of “to clone”")
    expect(field(page, "Iterations")).to_have_value("9")
    expect(field(page, "Rank")).to_have_value("4")
    page.goto(f"{server.address}/runs")
    page.get_by_role("button", name="Clone and edit to clone").click()
    expect(note).to_contain_text("A copy of “to clone”")
    expect(field(page, "Rank")).to_have_value("4")
    keep(page, "clone")


def test_a_dataset_that_is_gone_is_named(page: Page, server: RunningServer, tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text('{"prompt": "1 + 1?", "completion": "2"}\n' * 4)
    run = a_run(server, name="lost data", dataset=str(data), parameters={"iters": 3})
    data.unlink()
    page.goto(f"{server.address}/runs/{run}")
    page.get_by_role("link", name="Clone and edit").click()
    expect(page.get_by_text(re.compile(r"rows\.jsonl does not exist")).first).to_be_visible()
    expect(field(page, "Iterations")).to_have_value("3")


def test_an_address_with_a_method_that_is_gone_says_so(page: Page, server: RunningServer) -> None:
    page.goto(f"{server.address}/?method=magic&model=starter-model&dataset=arithmetic")
    note = page.get_by_role("status", name="About this draft")
    expect(note).to_contain_text("no method “magic”")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_import_dialog_passes_axe_wide_and_narrow(
    page: Page, server: RunningServer, scheme: str
) -> None:
    axe = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
    page.emulate_media(color_scheme=scheme)  # pyright: ignore[reportArgumentType]
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        dialog = open_import(page, server)
        dialog.get_by_role("textbox", name="Configuration").fill(COMMAND)
        dialog.get_by_role("button", name="Read it").click()
        expect(row(dialog, "--batch-size two")).to_be_visible()
        page.wait_for_timeout(400)  # The dialog fades in, and half of it has no contrast yet.
        keep(page, f"import-{scheme}-{width}")
        page.add_script_tag(path=axe)
        found: list[dict[str, Any]] = page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa']})).violations"
        )
        assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == []
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        page.get_by_role("button", name="Close").click()
