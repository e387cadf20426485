"""The event stream: 50 readers of a run that prints as fast as it can, and how late a line arrives.

Readers live in processes of their own, so that only the server is measured; lines carry the time at
which they were printed, by a clock that all processes of a machine share.
"""

import asyncio
import statistics
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

import msgspec
import psutil
from websockets.asyncio.client import connect

from benchmarks.support.report import line
from benchmarks.support.server import TOKEN, Server
from benchmarks.support.stand_in import data_folder, serve_stand_ins, start_run, train_with

READERS = 50
PROCESSES = 2
LINES = 200_000
RATE = 1_000
SECONDS = 10


class Event(msgspec.Struct):
    seq: int
    type: str
    text: str = ""


class Page(msgspec.Struct):
    events: list[Event]


_decode = msgspec.json.Decoder(Page).decode


async def read_all(address: str, run: str) -> list[tuple[str, int]]:
    """Every printed line with when it arrived, in nanoseconds; all events in order, each once."""
    url = f"{address.replace('http', 'ws')}/api/runs/{run}/stream"
    token = {"authorization": f"Bearer {TOKEN}"}
    lines: list[tuple[str, int]] = []
    seen = 0
    # Readers that share a loop are busy at times: nothing is late for that.
    patient = partial(connect, max_size=None, proxy=None, open_timeout=None, ping_interval=None)
    async with patient(url, additional_headers=token) as socket:
        async for message in socket:
            now = time.monotonic_ns()
            for event in _decode(message).events:
                seen += 1
                assert event.seq == seen, f"event {event.seq} came where {seen} was due"
                if event.type == "log":
                    lines.append((event.text, now))
    return lines


def read_as(count: int, address: str, run: str) -> list[int]:
    """How many lines each of some readers got, all of them in order and each once."""

    async def together() -> list[int]:
        readers = [read_all(address, run) for _ in range(count)]
        return [checked(lines) for lines in await asyncio.gather(*readers)]

    return asyncio.run(together())


def checked(lines: list[tuple[str, int]]) -> int:
    numbers = [int(text.split()[1]) for text, _ in lines if text.startswith("line ")]
    assert numbers == list(range(len(numbers))), "lines out of order"
    return len(numbers)


def delays(address: str, run: str) -> list[float]:
    """Milliseconds from print to reader of each line."""
    lines = asyncio.run(read_all(address, run))
    marked = [(text.rpartition(" ")[2], now) for text, now in lines if " at " in text]
    return [(now - int(printed)) / 1e6 for printed, now in marked]


@contextmanager
def memory_of(pid: int) -> Generator[list[int]]:
    """Bytes that a process holds, sampled while this lasts."""
    held, done = [psutil.Process(pid).memory_info().rss], threading.Event()

    def sample() -> None:
        while not done.wait(0.02):
            held.append(psutil.Process(pid).memory_info().rss)

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield held
    finally:
        done.set()
        sampler.join()


def flood(server: Server, pool: ProcessPoolExecutor, run: str) -> None:
    """Print whether all readers got everything, how long it took and what the server grew by."""
    begun = time.perf_counter()
    with memory_of(server.pid) as held:
        shares = [READERS // PROCESSES] * PROCESSES
        parts = [pool.submit(read_as, share, server.address, run) for share in shares]
        counts = [count for part in parts for count in part.result()]
    took = time.perf_counter() - begun
    print(f"{len(counts)} readers, {LINES:,} lines, as fast as they can be printed")
    line("readers that got every line, in order, once", counts.count(LINES), "", least=READERS)
    line("from the first reader to the last line at the last", took, "s")
    line("lines sent a second", LINES * READERS / took / 1000, "k")
    line("growth of the server", (max(held) - held[0]) / 1e6, "MB", 100)


def main() -> None:
    with (
        data_folder() as home,
        serve_stand_ins(home) as server,
        ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool,
    ):
        server.call("/runs")
        train_with(home, "prints.py", str(LINES), "0")
        flood(server, pool, start_run(server))
        train_with(home, "prints.py", str(RATE * SECONDS), str(RATE))
        late = pool.submit(delays, server.address, start_run(server)).result()
    print(f"one reader, {RATE:,} lines a second for {SECONDS} s")
    assert len(late) == RATE * SECONDS
    line("print to reader, median", statistics.median(late), "ms")
    line("print to reader, 99th percentile", statistics.quantiles(late, n=100)[98], "ms", 100)


if __name__ == "__main__":
    sys.exit(main())
