"""A run that failed tells why and offers a safer try; a browser that is killed takes nothing with it."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARGUMENTS, keep
from tests.serving import TOKEN, RunningServer
from tests.stand_in import StandInServer, is_gapless, post_run, wait_for
from tests.supervised import living_group, wait_until

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
OUT_OF_MEMORY = (
    "[METAL] Command buffer execution failed: Insufficient Memory "
    "(00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = StandInServer(tmp_path_factory.mktemp("failure") / "home")
    server.train_with("last_words", OUT_OF_MEMORY)
    server.start()
    yield server
    server.clean_up()


def test_a_safer_try_is_one_click_away(page: Page, server: StandInServer) -> None:
    server.train_with("last_words", OUT_OF_MEMORY)
    with server.client() as client:
        run = post_run(client, parameters={"batch_size": 4, "iters": 40})["id"]
        wait_for(client, run, "failed")
    page.goto(f"{server.address}/runs/{run}")
    card = page.get_by_role("alert", name="Why this run failed")
    expect(card).to_contain_text("The GPU ran out of memory")
    keep(page, "run-failure-remedy")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    keep(page, "run-failure-remedy-narrow")
    page.add_script_tag(path=AXE)
    violations = page.evaluate(
        "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa']})).violations"
    )
    assert violations == []
    page.set_viewport_size({"width": 1440, "height": 900})
    card.get_by_role("link", name="Try again with a batch size of 2").click()
    expect(page.get_by_role("textbox", name="Batch size")).to_have_value("2")
    expect(page.get_by_role("textbox", name="Iterations")).to_have_value("80")
    keep(page, "run-failure-retry")


def test_a_killed_browser_takes_nothing_with_it(
    page: Page, server: StandInServer, tmp_path: Path
) -> None:
    server.train_with("trains_until_told")
    with server.client() as client:
        run = post_run(client)["id"]
        wait_for(client, run, "running")
        watching = f"{server.address}/runs/{run}?token={TOKEN}"
        browser = subprocess.Popen(
            [program(), "--headless", f"--user-data-dir={tmp_path}", *ARGUMENTS, watching],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_until(lambda: connections(browser.pid), "the browser to look on")
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait()
        page.goto(f"{server.address}/runs/{run}")
        expect(page.get_by_text("Running").first).to_be_visible()
        (server.folder(run) / "go").touch()
        wait_for(client, run, "completed")
        assert is_gapless(client.get(f"/runs/{run}/events?limit=10000").json()["events"])
    expect(page.get_by_text("Completed").first).to_be_visible()


def program() -> str:
    found = os.environ.get("TEMPER_BROWSER") or shutil.which("chromium")
    assert found is not None
    return found


def connections(leader: int) -> list[object]:
    """What the processes of a browser are connected to."""
    found: list[object] = []
    for process in living_group(leader):
        # A browser's helpers come and go.
        with suppress(psutil.NoSuchProcess):
            found += [c for c in process.net_connections() if c.status == psutil.CONN_ESTABLISHED]
    return found
