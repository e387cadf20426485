"""The panel with much to show: 100,000 points, 200,000 lines, 10,000 runs, each beside few of them.

A real Chromium draws the built panel while a script acts once a frame. It is headless and draws in
software on whatever cores there are, so that the raw frame rate says much of the machine: an empty page
in the same browser is printed beside it. The honest figure is what the page's own script computes
within a frame, by the CPU clock of its thread, which has 16.7 ms at 60 frames a second.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.support.browser import FRAME_MS, Frames, chromium, panel_page, record, spread
from benchmarks.support.many_runs import fill
from benchmarks.support.report import line
from benchmarks.support.server import Server
from benchmarks.support.stand_in import (
    data_folder,
    serve_stand_ins,
    start_run,
    train_with,
    wait_until,
)

POINTS = (1_000, 100_000)
LINES = (2_000, 200_000)
RUNS = (100, 10_000)
POINTS_A_SECOND = 10
LINES_A_SECOND = 200
FRAMES = 120

NOTHING = "() => false"

ALL_POINTS = "() => [...document.querySelectorAll('h2')].some((h) => h.textContent === 'All there')"
POINT = """(n) => {
  const over = document.querySelector('.u-over');
  const { left, top, width } = over.getBoundingClientRect();
  const at = { clientX: left + ((n * 5) % width), clientY: top + 40, movementX: 5, bubbles: true };
  over.dispatchEvent(new MouseEvent('mousemove', at));
}"""
ZOOM = """(n) => {
  const keys = ['+', '+', '+', '+', 'right', 'right', 'left', 'left', 'left', '-', '-', '-', '-'];
  const key = keys[n % keys.length].replace('right', 'ArrowRight').replace('left', 'ArrowLeft');
  const event = { key, shiftKey: key.length > 1, bubbles: true };
  document.querySelector('[aria-label="Loss, chart"]').dispatchEvent(new KeyboardEvent('keydown', event));
}"""

LOG = "document.querySelector('[aria-label=\"Log lines\"]')"
ALL_LINES = f"(count) => ({LOG}?.scrollHeight ?? 0) >= count * 18"
SCROLL = f"(n) => {{ {LOG}.scrollTop = n * 300; }}"
JUMP = f"(n) => {{ {LOG}.scrollTop = ((n * 0.618) % 1) * {LOG}.scrollHeight; }}"
TO_THE_END = f"() => {{ {LOG}.scrollTop = {LOG}.scrollHeight; }}"
SEARCH = """(n) => {
  const field = document.querySelector('[aria-label="Search the log"]');
  if (n === 0) {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    set.call(field, TEXT);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return field.closest('div').parentElement.parentElement.querySelector('[role=status]')
    .textContent.includes('found');
}"""
NEXT = """() => document.querySelector('[aria-label="Search the log"]')
  .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))"""

FIRST_ROW = "() => document.querySelector('[aria-rowindex=\"2\"] a') !== null"
UP_AND_DOWN = """(n) => {
  const reach = 3000, way = (n * 120) % (2 * reach);
  window.scrollTo(0, way < reach ? way : 2 * reach - way);
}"""
ON = "() => window.scrollBy(0, 400)"
CHOOSE = """(n) => {
  const name = () => document.querySelector('[aria-rowindex="2"] a')?.textContent;
  if (n === 0) {
    window.nameBefore = name();
    [...document.querySelectorAll('[role=option]')].find((o) => o.textContent === TEXT).click();
  }
  return name() !== undefined && name() !== window.nameBefore;
}"""


def show(name: str, frames: Frames) -> None:
    """One row of what was seen."""
    parts = (spread(frames.script), spread(frames.busy), spread(frames.intervals))
    figures = " ".join("".join(f"{value:7.1f}" for value in part) for part in parts)
    # A frame is late when it missed its turn, not when the clock is a hair off.
    late = sum(gap > FRAME_MS + 1 for gap in frames.intervals) / len(frames.intervals)
    print(f"{name:<36} {figures} {late:6.0%} {frames.long_tasks:5}", flush=True)


def head(title: str) -> None:
    print(f"\n{title}; milliseconds, median, 95 % and 99 %")
    print(
        f"{'':<36}{'script in a frame':>22}{'main thread in all':>22}{'frame to frame':>22}", end=""
    )
    print("   late  long")


def compare(sizes: tuple[int, int], seen: tuple[dict[str, Frames], dict[str, Frames]]) -> None:
    """All rows, few and many by turns; then whether many kept to the frame, and at what ratio."""
    few, many = seen
    for name, frames in many.items():
        show(f"{name}: {sizes[0]:,}", few[name])
        show(f"{name}: {sizes[1]:,}", frames)
    for name, frames in many.items():
        ours, theirs = spread(frames.script), spread(few[name].script)
        line(f"{name}: script in a frame, 95th percentile", ours[1], "ms", FRAME_MS)
        line(f"{name}: over that with {sizes[0]:,}", ours[1] / theirs[1], "x")


@contextmanager
def live_run(server: Server, home: Path, kind: str, count: int, rate: int) -> Generator[str]:
    """The id of a run that has said so much and goes on."""
    train_with(home, "fills.py", kind, str(count), str(rate))
    run = start_run(server)
    wait_until(server, run, "running")
    while server.call(f"/runs/{run}")["progress"] is None:
        time.sleep(0.1)
    yield run
    server.call(f"/runs/{run}/stop", {"save": False})
    wait_until(server, run, "stopped", "failed", "completed")


def opened(page: Page, address: str, what: str, condition: str, count: int) -> None:
    """Print how long a page takes to show something from when it is asked for."""
    page.goto(address)
    shown = page.wait_for_function(
        f"(count) => ({condition})(count) && performance.now()", arg=count
    )
    line(what, shown.json_value() / 1000, "s")


def charts(page: Page, server: Server, run: str, count: int) -> dict[str, Frames]:
    address = f"{server.address}/runs/{run}"
    first = "() => document.querySelector('.u-over') !== null"
    opened(page, address, f"{count:,} points: to the first curve", first, count)
    opened(page, address, f"{count:,} points: to the last point", ALL_POINTS, count)
    page.wait_for_timeout(500)
    seen = {
        "nothing but new points": record(page, NOTHING, FRAMES),
        "crosshair": record(page, POINT, FRAMES),
        "zooming and panning": record(page, ZOOM, FRAMES),
    }
    page.get_by_role("slider", name="Smoothing").press("End")
    page.wait_for_timeout(500)
    return {**seen, "the same, smoothed": record(page, ZOOM, FRAMES)}


def log(page: Page, server: Server, run: str, count: int) -> dict[str, Frames]:
    address = f"{server.address}/runs/{run}?tab=log"
    opened(page, address, f"{count:,} lines: to the first", ALL_LINES, 1)
    opened(page, address, f"{count:,} lines: to the last", ALL_LINES, count)
    page.wait_for_timeout(500)
    seen = {"following": record(page, NOTHING, FRAMES)}
    page.evaluate(f"() => {{ {LOG}.scrollTop -= 500; }}")
    page.wait_for_timeout(200)
    seen["scrolling"] = record(page, SCROLL, FRAMES)
    seen["jumping"] = record(page, JUMP, FRAMES)
    seen["searching"] = record(page, SEARCH.replace("TEXT", f"'iter {count - 1}:'"), FRAMES)
    record(page, SEARCH.replace("TEXT", "'loss'"), FRAMES)
    seen["going from match to match"] = record(page, NEXT, FRAMES)
    found = seen["searching"].done_at
    assert found is not None
    line(f"{count:,} lines: from typing to what was found", found, "ms")
    return seen


def runs(page: Page, server: Server, count: int) -> dict[str, Frames]:
    opened(page, f"{server.address}/runs", f"{count:,} runs: to the first row", FIRST_ROW, count)
    page.wait_for_timeout(500)
    seen = {"scrolling": record(page, UP_AND_DOWN, FRAMES)}
    seen["scrolling on while rows come"] = record(page, ON, FRAMES)
    for name, box, choice in (("sorting", "Order", "By name"), ("filtering", "Status", "Failed")):
        page.evaluate("() => window.scrollTo(0, 0)")
        page.get_by_role("combobox", name=box).click()
        page.get_by_role("option", name=choice).wait_for()
        seen[name] = record(page, CHOOSE.replace("TEXT", f"'{choice}'"), FRAMES)
        took = seen[name].done_at
        assert took is not None
        line(f"{count:,} runs: {name}, from the click to the rows", took, "ms")
    return seen


def measure_live(browser: Browser) -> None:
    with data_folder() as home, serve_stand_ins(home) as server:
        for title, kind, sizes, rate, measure in (
            ("Charts", "points", POINTS, POINTS_A_SECOND, charts),
            ("Log", "lines", LINES, LINES_A_SECOND, log),
        ):
            head(f"{title}: {sizes[1]:,} {kind} and {rate} more a second")
            seen: list[dict[str, Frames]] = []
            for count in sizes:
                with (
                    live_run(server, home, kind, count, rate) as run,
                    panel_page(browser, server) as page,
                ):
                    seen.append(measure(page, server, run, count))
            compare(sizes, (seen[0], seen[1]))


def measure_runs(browser: Browser) -> None:
    head(f"Runs: {RUNS[1]:,}")
    seen: list[dict[str, Frames]] = []
    for count in RUNS:
        with data_folder() as home:
            fill(home, count)
            with serve_stand_ins(home) as server, panel_page(browser, server) as page:
                seen.append(runs(page, server, count))
    compare(RUNS, (seen[0], seen[1]))


def main() -> None:
    with chromium() as browser:
        head("An empty page")
        page = browser.new_page()
        show("nothing", record(page, NOTHING, FRAMES))
        page.close()
        measure_live(browser)
        measure_runs(browser)


if __name__ == "__main__":
    main()
