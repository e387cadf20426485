"""Whatever lies at a path or is sent: a clear verdict, in bounded time and memory, and a server that answers."""

import gzip
import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from tests.cli.command import run_here
from tests.serving import RunningServer

ROW = b'{"prompt": "a", "answer": "b", "system": "s"}\n'
LONG = b'"' + b"x" * (10 << 20) + b'"'
MEGABYTE = 1 << 20
PATIENCE = 240.0
"""Seconds for one verdict; a quiet machine takes less than five."""


@dataclass
class Watched:
    """What a server needed while it was watched."""

    slowest: float = 0.0
    """Seconds for an answer to `GET /health`."""
    server: int = 0
    """Bytes of memory at most."""
    children: int = 0


class Watch(threading.Thread):
    """Asks the server how it is, again and again."""

    def __init__(self, server: RunningServer) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._process = psutil.Process(server.pid)
        self._over = threading.Event()
        self.seen = Watched()

    def run(self) -> None:
        with self._server.client() as client:
            while not self._over.wait(0.02):
                began = time.monotonic()
                client.get("/health").raise_for_status()
                seen = self.seen
                seen.slowest = max(seen.slowest, time.monotonic() - began)
                seen.server = max(seen.server, self._process.memory_info().rss)
                for child in self._process.children(recursive=True):
                    with suppress(psutil.Error):
                        seen.children = max(seen.children, child.memory_info().rss)

    def __enter__(self) -> Watched:
        self.start()
        return self.seen

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path_factory.mktemp("bad-input") / "home").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with server.client() as client:
        client.timeout = PATIENCE
        client.get("/datasets/sample/report", params={"method": "sft"}).raise_for_status()
        yield client


Lay = Callable[[Path], object]
"""Puts something into a folder that exists."""


def rows(*lines: bytes) -> Lay:
    return lambda folder: (folder / "train.jsonl").write_bytes(b"".join(lines))


def five_gigabytes(folder: Path) -> None:
    (folder / "train.jsonl").write_bytes(ROW)
    os.truncate(folder / "train.jsonl", 5 << 30)


def bomb(folder: Path) -> None:
    """A gzip file of five megabytes with five gigabytes in it, of members that are all alike."""
    member = gzip.compress(bytes(64 * MEGABYTE), 9)
    (folder / "train.jsonl.gz").write_bytes(member * 80)


def file(name: str, data: bytes) -> Lay:
    return lambda folder: (folder / name).write_bytes(data)


def link(to: str) -> Lay:
    return lambda folder: (folder / "train.jsonl").symlink_to(to)


def broken_gzip(folder: Path) -> None:
    (folder / "train.jsonl.gz").write_bytes(gzip.compress(ROW * 10_000)[:-100])


DEEP = b"[" * 10_000 + b"]" * 10_000
REPORTED: dict[str, tuple[Lay, str]] = {
    "a line of 10 MB": (rows(ROW, b'{"prompt": "a", "answer": ', LONG, b"}\n"), "line_too_long"),
    "5 GB without a line break": (five_gigabytes, "line_too_long"),
    "NUL bytes": (rows(ROW, b'{"prompt": "a\0", "answer": "b"}\n'), "nul_byte"),
    "nothing but NUL bytes": (rows(bytes(MEGABYTE)), "corrupt_file"),
    "a lone surrogate": (rows(ROW, b'{"prompt": "\\ud83d", "answer": "b"}\n'), "lone_surrogate"),
    "a lone surrogate in UTF-8": (
        rows(ROW, b'{"prompt": "\xed\xa0\xbd", "answer": "b"}\n'),
        "wrong_encoding",
    ),
    "JSON 10,000 deep": (rows(ROW, b'{"prompt": "a", "answer": ', DEEP, b"}\n"), "too_deep"),
    "an unread column 10,000 deep": (
        rows(ROW, b'{"prompt": "a", "answer": "b", "x": ', DEEP, b"}\n"),
        "too_deep",
    ),
    "1e999": (rows(ROW, b'{"prompt": "a", "answer": 1e999}\n'), "number_out_of_range"),
    "5,000 digits": (
        rows(ROW, b'{"prompt": "a", "answer": ' + b"9" * 5000 + b"}\n"),
        "number_out_of_range",
    ),
    "a key twice": (rows(ROW, b'{"prompt": "a", "answer": "b", "answer": "c"}\n'), "duplicate_key"),
    "a gzip bomb": (bomb, "decompression_bomb"),
    "a gzip file that breaks off": (broken_gzip, "corrupt_file"),
    "noise called Parquet": (
        file("train.parquet", b"PAR1" + bytes(range(256)) * 20 + b"\xff\xff\xff\x7fPAR1"),
        "corrupt_file",
    ),
    "an array that never ends": (file("train.json", b"[" * 100_000), "truncated_line"),
    "a cell that never ends": (
        file("train.csv", b'prompt,answer\na,"' + b"x" * (30 << 20)),
        "line_too_long",
    ),
    "100,000 columns": (
        file("train.csv", b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"x\n"),
        "too_many_columns",
    ),
    "a link to another file of the machine": (link("/etc/passwd"), "invalid_json"),
}
LARGE = ("5 GB without a line break", "a gzip bomb")
"""Read in seconds: once is enough."""
REFUSED: dict[str, tuple[Lay, str]] = {
    "a pipe": (lambda folder: os.mkfifo(folder / "train.jsonl"), "is a pipe"),
    "a device": (link("/dev/zero"), "is a device"),
    "a link to itself": (link("train.jsonl"), "train.jsonl"),
    "a loop of folders": (lambda folder: (folder / "a").symlink_to(folder), "no train.jsonl"),
    "nothing": (lambda folder: None, "no train.jsonl"),
}


@pytest.mark.parametrize("name", REPORTED)
def test_a_path_with_bad_rows_is_reported(
    server: RunningServer, client: httpx.Client, tmp_path: Path, name: str
) -> None:
    lay, kind = REPORTED[name]
    lay(tmp_path)
    before = psutil.Process(server.pid).memory_info().rss
    with Watch(server) as seen:
        made = client.post("/datasets", json={"path": str(tmp_path)})
        assert made.status_code == 201, made.text
        answer = client.get(f"/datasets/{made.json()['id']}/report", params={"method": "grpo"})
    report = answer.raise_for_status().json()
    assert kind in [problem["kind"] for problem in report["problems"]]
    assert report["verdict"].startswith("Not ready: ")
    assert not report["ready"]
    assert seen.server - before < 100 * MEGABYTE
    assert seen.children < 400 * MEGABYTE
    assert seen.slowest < 2.0
    client.delete(f"/datasets/{made.json()['id']}").raise_for_status()


@pytest.mark.parametrize("name", REFUSED)
def test_a_path_without_rows_is_refused_with_what_is_there(
    client: httpx.Client, tmp_path: Path, name: str
) -> None:
    lay, words = REFUSED[name]
    lay(tmp_path)
    answer = client.post("/datasets", json={"path": str(tmp_path)})
    assert answer.status_code == 422
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("name", [name for name in REPORTED if name not in LARGE])
def test_an_upload_of_it_is_reported_or_refused(
    server: RunningServer, client: httpx.Client, tmp_path: Path, name: str
) -> None:
    lay, kind = REPORTED[name]
    lay(tmp_path)
    (path,) = tmp_path.iterdir()
    with Watch(server) as seen, path.open("rb") as file:
        made = client.post("/datasets", files={"file": (path.name, file)})
        assert made.status_code == 201, made.text
        url = f"/datasets/{made.json()['id']}"
        report = client.get(f"{url}/report", params={"method": "grpo"}).raise_for_status().json()
    assert kind in [problem["kind"] for problem in report["problems"]]
    assert seen.children < 400 * MEGABYTE
    assert seen.slowest < 2.0
    folder = Path(made.json()["path"])
    assert client.delete(url).status_code == 204
    assert not folder.exists()


@pytest.mark.parametrize(
    "sent",
    ["../../outside.jsonl", "/etc/outside.jsonl", "..", "a\0b.jsonl", "x" * 5000, "-rf.jsonl"],
)
def test_the_name_of_an_upload_never_leaves_the_data_folder(
    server: RunningServer, client: httpx.Client, sent: str
) -> None:
    made = client.post("/datasets", files={"file": (sent, ROW)})
    assert made.status_code in (201, 422), made.text
    if made.status_code == 201:
        place = Path(made.json()["path"]).resolve()
        assert place.is_relative_to(server.home / "datasets")
        assert all(found.name[:1] not in "-." for found in place.rglob("*"))
    assert not list(server.home.parent.glob("outside*"))


WORDS = re.compile(r"^Ready: |changed|does not exist|no train\.jsonl")


@pytest.mark.parametrize("ends", ["grows", "vanishes"])
def test_a_file_that_changes_under_the_reader_gets_a_verdict(
    client: httpx.Client, tmp_path: Path, ends: str
) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes(ROW * 100_000)
    made = client.post("/datasets", json={"path": str(tmp_path)}).raise_for_status().json()
    over = threading.Event()

    def change() -> None:
        while ends == "grows" and not over.is_set():
            with path.open("ab") as file:
                file.write(ROW * 100)
        path.unlink()

    changing = threading.Thread(target=change)
    changing.start()
    answer = client.get(f"/datasets/{made['id']}/report", params={"method": "grpo"})
    over.set()
    changing.join()
    assert answer.status_code in (200, 409, 422), answer.text
    said = answer.json().get("verdict") or answer.json()["detail"]
    assert WORDS.search(said), said


@pytest.mark.parametrize("name", [name for name in REPORTED if name not in LARGE])
def test_the_command_says_the_same(tmp_path: Path, name: str) -> None:
    lay, kind = REPORTED[name]
    (folder := tmp_path / "data").mkdir()
    lay(folder)
    ran = run_here(tmp_path / "home", "validate", str(folder), "--method", "grpo", "--json")
    assert ran.exit_code == 1, ran.output
    assert kind in [problem["kind"] for problem in json.loads(ran.stdout)["problems"]]


@pytest.mark.parametrize("name", REFUSED)
def test_the_command_refuses_the_same(tmp_path: Path, name: str) -> None:
    lay, words = REFUSED[name]
    (folder := tmp_path / "data").mkdir()
    lay(folder)
    ran = run_here(tmp_path / "home", "validate", str(folder), "--method", "grpo")
    assert ran.exit_code in (1, 2), ran.output
    assert words in ran.output
