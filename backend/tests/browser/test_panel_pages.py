"""What holds for every page: nothing that keeps people out, and a first page that is light."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.serving import ENDED, RunningServer, wait_for_run
from tests.supervised import wait_until

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")

PAGES = (
    "/",
    "/?method=grpo&model=starter-model&dataset=arithmetic",
    "/runs",
    "/runs/{demo}",
    "/runs/{demo}?tab=rollouts",
    "/runs/{demo}?tab=log",
    "/runs/{demo}?tab=config",
    "/datasets",
    "/datasets/arithmetic",
    "/models",
)

NARROWEST = 360
MOST_REQUESTS = 10
MOST_SCRIPT_BYTES = 220_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("demo") / "home", "--demo").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def demo(server: RunningServer) -> str:
    """The id of the demo run, stopped once it has something to show."""
    with server.client() as client:
        run = client.get("/runs", params={"q": "Demo"}).json()["items"][-1]["id"]

        def has_samples() -> bool:
            samples = client.get(f"/runs/{run}/events", params={"types": "rollout"}).json()
            return len(samples["events"]) > 1

        wait_until(has_samples, "samples of the demo", patience=120, look_every=0.2)
        client.post(f"/runs/{run}/stop", json={"save": False}).raise_for_status()
        wait_for_run(client, run, ENDED)
    return run


def settle(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("main").wait_for()
    expect(page.locator("[class*=Skeleton-root]")).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(
    page: Page, server: RunningServer, demo: str, path: str, colours: Any
) -> None:
    page.emulate_media(color_scheme=colours)
    settle(page, server.address + path.format(demo=demo))
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    grave = [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in GRAVE]
    assert grave == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_can_show_it(page: Page, server: RunningServer, demo: str, path: str) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    settle(page, server.address + path.format(demo=demo))
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_the_first_page_is_light(
    chromium: Browser, context: BrowserContext, server: RunningServer
) -> None:
    fresh = chromium.new_context()
    fresh.add_cookies(context.cookies())  # pyright: ignore[reportArgumentType]
    page = fresh.new_page()
    answers: list[Response] = []
    sockets: list[str] = []
    page.on("response", lambda answer: answers.append(answer))
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(server.address + "/")
    page.wait_for_load_state("networkidle")
    sent = [answer for answer in answers if not answer.url.startswith("data:")]
    scripts = [a for a in sent if a.request.resource_type == "script"]
    assert all(a.headers.get("content-encoding") in ("br", "gzip") for a in scripts)
    assert all("immutable" in a.headers["cache-control"] for a in scripts)
    assert sum(len(gzip.compress(a.body())) for a in scripts) <= MOST_SCRIPT_BYTES
    assert len(sent) + len(sockets) <= MOST_REQUESTS
    fresh.close()
