"""Uploads of files that take a while: called off, and broken off by a server that dies."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import keep
from tests.serving import RunningServer

pytestmark = pytest.mark.browser

BYTES_A_SECOND = 6_000_000
"""Slow enough that a person could press a button."""
ROWS = 200_000
FILE = b"".join(
    b'{"prompt": "What is %d + 3? Think before you answer.", "answer": "%d", "system": "Be brief."}\n'
    % (n, n + 3)
    for n in range(ROWS)
)
SAFE = re.compile(r"^[1-9]\d?%, ")


@pytest.fixture
def slow(context: BrowserContext) -> Iterator[Page]:
    """A page whose uploads are slow; its console may tell of the connection that is cut."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")  # pyright: ignore[reportUnknownMemberType]
    session.send(  # pyright: ignore[reportUnknownMemberType]
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    yield page
    page.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sums.jsonl"
    path.write_bytes(FILE)
    return path


def begin(page: Page, server: RunningServer, file: Path) -> None:
    page.goto(f"{server.address}/datasets")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files…").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("progressbar", name="Upload of sums.jsonl")).to_be_visible()
    expect(page.get_by_text(SAFE)).to_be_visible()


def left(server: RunningServer) -> list[str]:
    folder = server.home / "datasets"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_cancelled_upload_leaves_nothing_behind(
    slow: Page, server: RunningServer, file: Path
) -> None:
    before = left(server)
    begin(slow, server, file)
    assert left(server) != before
    keep(slow, "dataset-uploading")
    slow.get_by_role("button", name="Cancel").click()
    expect(slow.get_by_role("progressbar", name="Upload of sums.jsonl")).to_have_count(0)
    with server.client() as client:
        listed = client.get("/datasets").json()["items"]
    assert "sums" not in [dataset["name"] for dataset in listed]
    slow.reload()
    assert left(server) == before


def test_an_upload_goes_on_where_it_was_after_the_server_died(
    slow: Page, server: RunningServer, file: Path
) -> None:
    begin(slow, server, file)
    server.kill()
    expect(slow.get_by_text(re.compile(r"^Reconnecting; [1-9]\d?%.* are safe"))).to_be_visible()
    keep(slow, "dataset-upload-reconnecting")
    server.start_again()
    slow.wait_for_url(re.compile(r"/datasets/\d{8}-"))
    expect(slow.get_by_text(re.compile("^Ready"))).to_be_visible()
    made = slow.url.split("/datasets/")[1].split("?")[0]
    with server.client() as client:
        dataset = client.get(f"/datasets/{made}").json()
    (kept,) = [Path(item["path"]) for item in dataset["files"]]
    assert kept.read_bytes() == FILE, "every byte, once"
