"""Whatever is validated, the event loop is never held up for more than 50 ms.

A client pings over one kept-alive connection while files are read. The loop's own lag is measured in
the server (`programs/temper_with_lag.py`); time in which the system ran other programs instead does
not count.
"""

import gzip
import json
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from temper.datasets.work import SMALL_BYTES
from tests.serving import RunningServer
from tests.supervised import PROGRAMS

MOST_LAG = 0.05
PING_SECONDS = 0.005


class WatchedServer(RunningServer):
    """`temper serve` that notes when its event loop is late."""

    MAIN: ClassVar[tuple[str, ...]] = (str(PROGRAMS / "temper_with_lag.py"),)

    def notes(self) -> list[dict[str, float]]:
        """Each time that the loop came late, with what was seen of its reasons."""
        lines = (self.home / "lag.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


def held_up(note: dict[str, float]) -> float:
    """For how long the server itself held its loop up.

    Either a thread of it worked meanwhile; or, where none did, its threads did not wait for the
    system either: then the loop waited for a disk, a lock, a clock.
    """
    waited = note["late"] - note["queued"]
    return max(min(note["worked"], waited), waited - note["others"] - note["spawning"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedServer]:
    folder = tmp_path_factory.mktemp("watched")
    made = WatchedServer(folder / "home")
    made.start()
    # FastAPI completes its routes, and the server its imports, at the first request.
    with made.client() as client:
        every_report(client, bad_rows(folder / "first.jsonl", 3))
        client.post("/datasets", files={"file": ("first.jsonl", b"{}")}).raise_for_status()
    yield made
    made.stop()


@contextmanager
def pinging(server: WatchedServer) -> Generator[list[float]]:
    """Ask for the server's health again and again; the answers' times."""
    times: list[float] = []
    ended = threading.Event()

    def ping() -> None:
        with server.client() as client:
            while not ended.is_set():
                begin = time.perf_counter()
                client.get("/health").raise_for_status()
                times.append(time.perf_counter() - begin)
                ended.wait(PING_SECONDS)

    with ThreadPoolExecutor(1) as pool:
        pings = pool.submit(ping)
        try:
            yield times
        finally:
            ended.set()
            pings.result()


def large(path: Path) -> Path:
    """150 MB of rows, one in a thousand of them broken."""
    rows = [json.dumps({"prompt": f"{n}: " + "x" * 300, "answer": f"{n}"}) for n in range(2000)]
    rows[::1000] = ['{"prompt": "a", "answer": 7}', "no row"]
    text = ("\n".join(rows) + "\n").encode()
    with path.open("wb") as file:
        while file.tell() < 150_000_000:
            file.write(text)
    return path


def one_line(path: Path) -> Path:
    path.write_bytes(b'{"prompt": "' + b"x" * 10_000_000 + b'", "answer": "a"}\n')
    return path


def deep(path: Path) -> Path:
    nested = b"[" * 10_000 + b"]" * 10_000
    path.write_bytes(b'{"prompt": "a", "answer": ' + nested + b"}\n" + nested + b"\n")
    return path


def bad_rows(path: Path, rows: int = SMALL_BYTES // 14) -> Path:
    """As much as is still read in the server's own process, with a problem in each row."""
    path.write_bytes(b'{"prompt": 1}\n' * rows)
    return path


def bomb(path: Path) -> Path:
    """1.2 GB of nothing in 1.2 MB."""
    member = gzip.compress(b"\0" * 50_000_000)
    path.write_bytes(member * 24)
    return path


def every_report(client: httpx.Client, path: Path) -> list[dict[str, Any]]:
    """Register a file, and ask for its report for several methods at once."""
    made = client.post("/datasets", json={"path": str(path)}).raise_for_status().json()
    url = f"/datasets/{made['id']}"
    with ThreadPoolExecutor(3) as pool:
        asked = [
            pool.submit(client.get, f"{url}/report", params={"method": m}, timeout=300)
            for m in ("sft", "grpo", "dpo")
        ]
        reports = [each.result().raise_for_status().json() for each in asked]
    assert client.get(f"{url}/rows", params={"offset": 1}, timeout=300).status_code in (200, 409)
    assert client.get("/datasets").status_code == 200
    return reports


@pytest.mark.parametrize(
    ("name", "write", "ready"),
    [
        ("large.jsonl", large, False),
        ("line.jsonl", one_line, False),
        ("deep.jsonl", deep, False),
        ("bad.jsonl", bad_rows, False),
        ("bomb.jsonl.gz", bomb, False),
    ],
)
def test_the_loop_is_free_while_files_are_read(
    server: WatchedServer, tmp_path: Path, name: str, write: Any, ready: bool
) -> None:
    path = write(tmp_path / name)
    before = len(server.notes())
    with server.client() as client, pinging(server) as times:
        reports = every_report(client, path)
    assert [report["ready"] for report in reports] == [ready] * 3
    assert all(report["problems"] for report in reports)
    assert times
    assert [note for note in server.notes()[before:] if held_up(note) > MOST_LAG] == []


def test_the_loop_is_free_while_a_file_comes_in(server: WatchedServer, tmp_path: Path) -> None:
    path = large(tmp_path / "large.jsonl")
    before = len(server.notes())
    with server.client() as client, pinging(server), path.open("rb") as file:
        answer = client.post("/datasets", files={"file": ("large.jsonl", file)}, timeout=300)
        assert answer.status_code == 201
        client.delete(f"/datasets/{answer.json()['id']}")
    assert [note for note in server.notes()[before:] if held_up(note) > MOST_LAG] == []
