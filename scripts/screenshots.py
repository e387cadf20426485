"""Takes the pictures of docs/images from a running panel: `.venv/bin/python scripts/screenshots.py`.

Serves on a free port over a temporary data folder, runs the demo to its end, and visits every page in
a real Chromium.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "backend"))

from temper.cli.client import Client  # noqa: E402
from temper.serve import serving  # noqa: E402
from temper.settings import Settings  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDE = {"width": 1440, "height": 900}
DRAFT = "/?method=grpo&model=starter-model&dataset=arithmetic"


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="temper-screenshots-") as home:
        settings = Settings(home=Path(home), port=0)
        with serving(settings) as (address, token), Client(address, token) as client:
            run = client.call("POST", "/runs", client.call("GET", "/demo"))
            visit(address, token, run["id"])


def visit(address: str, token: str, run_id: str) -> None:
    """Open each page, light and dark, once the demo has ended."""
    program = os.environ.get("TEMPER_BROWSER") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport=WIDE)  # pyright: ignore[reportArgumentType]
        page = context.new_page()
        page.goto(f"{address}/?token={token}")
        page.goto(f"{address}/runs/{run_id}")
        expect(page.get_by_text("Completed").first).to_be_visible(timeout=600_000)
        take(page, "run")
        page.emulate_media(color_scheme="dark")
        take(page, "run-dark")
        page.emulate_media(color_scheme="light")
        page.get_by_role("tab", name="Rollouts").click()
        take(page, "rollouts")
        pages = {"train": DRAFT, "runs": "/runs", "datasets": "/datasets", "models": "/models"}
        for name, path in pages.items():
            page.goto(address + path)
            take(page, name)
        browser.close()


def take(page: Page, name: str) -> None:
    """One picture, once nothing is loading any more."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
