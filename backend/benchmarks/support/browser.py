"""The panel in a real Chromium, and what its frames cost while something happens on the page."""

import json
import os
import shutil
from bisect import bisect_left
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.support.server import TOKEN, Server

FRAME_MS = 1000 / 60
PATIENCE_MS = 120_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
_CATEGORIES = [
    "toplevel",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "blink.user_timing",
]
_MARK = "benchmark frame"
_SCRIPT = {"EventDispatch", "FireAnimationFrame", "FunctionCall", "RunMicrotasks", "TimerFire"}
_RECORD = """
async ({ frames, mark }) => {
  const step = STEP;
  const long = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) long.push(entry.duration);
  });
  observer.observe({ type: "longtask" });
  const times = [];
  let done_at = null;
  await new Promise((done) => {
    const frame = (now) => {
      performance.mark(mark);
      times.push(now);
      if (times.length > frames) return done();
      if (step(times.length - 1) && done_at === null) done_at = now - times[0];
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  // Long tasks are told of a little later.
  await new Promise((done) => setTimeout(done, 100));
  observer.disconnect();
  return { times, long, done_at };
}
"""


@dataclass(frozen=True)
class Frames:
    """What was seen of some frames, in milliseconds."""

    intervals: list[float]
    """From one frame to the next, by the clock on the wall."""
    busy: list[float]
    """What the page's main thread computed within each, by its CPU clock: script, style, layout, paint."""
    script: list[float]
    """The page's own part of that."""
    long_tasks: int
    """How many took more than 50 ms of that clock."""
    done_at: float | None
    """When a step first said that what it waits for is there."""


@contextmanager
def chromium() -> Generator[Browser]:
    """A headless Chromium: the system's, or the one that TEMPER_BROWSER names."""
    program = os.environ.get("TEMPER_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def panel_page(browser: Browser, server: Server) -> Generator[Page]:
    """A page that may speak to the server and shows nothing yet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/?token={TOKEN}")
    page.goto("about:blank")
    yield page
    context.close()


def record(page: Page, step: str, frames: int) -> Frames:
    """What frames cost in each of which `step` is called: JavaScript that takes the number of the frame."""
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=_CATEGORIES)
    seen = page.evaluate(_RECORD.replace("STEP", step), {"frames": frames, "mark": _MARK})
    trace = json.loads(browser.stop_tracing())
    times: list[float] = seen["times"]
    intervals = [after - before for before, after in pairwise(times)]
    events: list[dict[str, Any]] = trace["traceEvents"]
    busy, script = _time_in(events, {"RunTask"}), _time_in(events, _SCRIPT)
    return Frames(intervals, busy, script, len(seen["long"]), seen["done_at"])


def _time_in(events: list[dict[str, Any]], names: set[str]) -> list[float]:
    """The CPU time between each two marks that the marks' thread spent in events of these names."""
    marks = [event for event in events if event["name"] == _MARK]
    thread = (marks[0]["pid"], marks[0]["tid"])
    edges = sorted(mark["ts"] for mark in marks)
    spent = [0.0] * (len(edges) - 1)
    ours = [
        event
        for event in events
        if event["name"] in names and "dur" in event and (event["pid"], event["tid"]) == thread
    ]
    until = 0.0
    for event in sorted(ours, key=lambda event: (event["ts"], -event["dur"])):
        end = event["ts"] + event["dur"]
        if end <= until:
            continue  # within one that is counted
        until = end
        # The task that a mark was made in belongs to the frame that begins with it.
        frame = bisect_left(edges, end) - 1
        if 0 <= frame < len(spent):
            spent[frame] += event.get("tdur", event["dur"]) / 1000
    return spent


def spread(values: list[float]) -> tuple[float, float, float]:
    """Median, 95th and 99th percentile."""
    hundredths = quantiles(values, n=100)
    return median(values), hundredths[94], hundredths[98]
