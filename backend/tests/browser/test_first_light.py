"""The first hour of a stranger, in a real browser over the real trainer."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import keep
from tests.serving import ENDED, RunningServer, wait_for_run

pytestmark = pytest.mark.browser

PATIENCE = 240_000
"""Milliseconds; generous, for a busy machine."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("demo") / "home", "--demo").start()
    yield server
    server.stop()


def open_page(page: Page, server: RunningServer, path: str) -> None:
    page.goto(server.address + path)


def set_number(page: Page, label: str, value: object) -> None:
    """Type a value into a field of the form as a person does."""
    field = page.get_by_role("textbox", name=label, exact=True)
    field.fill(str(value))
    field.press("Tab")


def start_from_form(page: Page, server: RunningServer, method: str, **numbers: object) -> str:
    """Fill the form, press Start, and return the id of the run whose page opens."""
    open_page(page, server, "/?model=starter-model&dataset=arithmetic")
    page.get_by_role("radio", name=re.compile(rf"^{re.escape(method)}\b")).check(force=True)
    for label, value in numbers.items():
        set_number(page, label.replace("_", " "), value)
    start = page.get_by_role("button", name=re.compile("^(Start|Add to the queue)$"))
    expect(start).to_be_enabled()
    start.click()
    page.wait_for_url(re.compile(r"/runs/\d{8}-"))
    return page.url.split("/runs/")[1].split("?")[0]


def iterations_done(page: Page) -> int:
    text = page.get_by_role("progressbar", name="Iterations done").get_attribute("aria-valuetext")
    return int((text or "0").split()[0].replace(",", ""))


def wait_for_iteration(page: Page, least: int) -> None:
    page.wait_for_function(
        """least => parseInt(document.querySelector('[aria-label="Iterations done"]')
            ?.getAttribute('aria-valuetext') ?? '0') >= least""",
        arg=least,
        timeout=PATIENCE,
    )


def demo_of(server: RunningServer) -> dict[str, Any]:
    with server.client() as client:
        runs = client.get("/runs", params={"q": "Demo"}).json()["items"]
        return client.get(f"/runs/{runs[-1]['id']}").json()


def test_the_printed_address_opens_the_panel_and_hides_the_token(
    page: Page, server: RunningServer
) -> None:
    page.goto(server.link)
    expect(page.get_by_role("navigation").get_by_role("link", name="Train")).to_be_visible()
    assert "token" not in page.url


def test_a_stranger_without_the_address_is_told_what_to_do(
    chromium: Browser, server: RunningServer
) -> None:
    page = chromium.new_page()
    page.goto(server.address)
    expect(page.get_by_text(re.compile("address that Temper printed", re.I))).to_be_visible()
    page.close()


def test_the_demo_s_reward_climbs_live(page: Page, server: RunningServer) -> None:
    demo = demo_of(server)
    open_page(page, server, f"/runs/{demo['id']}")
    wait_for_iteration(page, 3)
    early = page.locator("figure", has_text="Total reward").locator(".visually-hidden").inner_text()
    assert "no numbers" not in early
    keep(page, "demo-running")
    seen = iterations_done(page)
    wait_for_iteration(page, min(seen + 3, 50))
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=PATIENCE)
    keep(page, "demo-completed")
    with server.client() as client:
        rewards = client.get(f"/runs/{demo['id']}/metrics").json()["train_total_rewards_mean"]
    assert sum(rewards[-10:]) >= 1.3 * sum(rewards[:10])
    page.get_by_role("tab", name="Rollouts").click()
    expect(page.get_by_text("<answer>").first).to_be_visible()
    keep(page, "demo-rollouts")


@pytest.mark.parametrize("method", ["GSPO", "Dr. GRPO"])
def test_a_method_of_the_grpo_family_is_started_from_the_form(
    page: Page, server: RunningServer, method: str
) -> None:
    numbers = {"Iterations": 3, "Maximum_completion_length": 40}
    run_id = start_from_form(page, server, method, **numbers)
    expect(page.get_by_text("Completed").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="Config").click()
    command = page.get_by_text("mlx_lm_lora.train").first
    expect(command).to_be_visible()
    with server.client() as client:
        run = client.get(f"/runs/{run_id}").json()
    expected = {
        "GSPO": ["--importance-sampling-level", "sequence"],
        "Dr. GRPO": ["--grpo-loss-type", "dr_grpo"],
    }[method]
    assert " ".join(expected) in run["plan"]["shell"]
    expect(page.get_by_text(expected[1]).first).to_be_visible()


def test_a_run_survives_a_reload_is_stopped_and_explains_itself(
    page: Page, server: RunningServer
) -> None:
    run_id = start_from_form(page, server, "SFT", Iterations=20_000)
    wait_for_iteration(page, 20)
    seen = iterations_done(page)
    page.reload()
    wait_for_iteration(page, seen + 1)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("menuitem", name="Save and stop").click()
    expect(page.get_by_text("Stopped").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="Log").click()
    expect(page.get_by_text("Saved final weights").first).to_be_visible()
    keep(page, "stopped-log")
    with server.client() as client:
        run = client.get(f"/runs/{run_id}").json()
        columns = client.get(f"/runs/{run_id}/metrics").json()
    assert run["result"]["adapter"] == "adapters/adapters.safetensors"
    assert columns["iteration"] == sorted(set(columns["iteration"])), "nothing twice"


def test_every_run_is_found_in_the_list(page: Page, server: RunningServer) -> None:
    open_page(page, server, "/runs")
    for name in ("Demo", "GSPO", "Dr. GRPO", "SFT"):
        expect(page.get_by_role("link", name=re.compile(name)).first).to_be_visible()
    page.get_by_placeholder("Search").fill("Dr. GRPO")
    expect(page.get_by_role("link", name=re.compile("Demo"))).to_have_count(0)
    keep(page, "runs")


def test_the_page_catches_up_after_the_server_was_killed(page: Page, server: RunningServer) -> None:
    run_id = start_from_form(page, server, "SFT", Iterations=20_000)
    wait_for_iteration(page, 20)
    server.kill()
    expect(page.get_by_text(re.compile("Reconnecting")).first).to_be_visible()
    keep(page, "reconnecting")
    seen = iterations_done(page)
    server.start_again()
    wait_for_iteration(page, seen + 50)
    with server.client() as client:
        client.post(f"/runs/{run_id}/stop", json={"save": False})
        wait_for_run(client, run_id, ENDED)
        events = client.get(f"/runs/{run_id}/events", params={"limit": 10_000}).json()["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    expect(page.get_by_text("Stopped").first).to_be_visible()
