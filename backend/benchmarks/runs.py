"""The run list: what 10,000 runs cost beside 100, and an even 300 requests a second with 1,000 runs."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.support.many_runs import fill
from benchmarks.support.report import line
from benchmarks.support.server import TOKEN, Server
from benchmarks.support.stand_in import (
    data_folder,
    serve_stand_ins,
    start_run,
    train_with,
    wait_until,
)

FEW, MANY, SOME = 100, 10_000, 1_000
REPEATS = 40
RATE = 300
SECONDS = 20
CONNECTIONS = 16

LISTINGS = {
    "the first page": "/runs",
    "50 by name": "/runs?sort=name",
    "50 of a status": "/runs?status=failed",
    "50 of a method and a status": "/runs?method=grpo&status=completed",
    "a search that finds": "/runs?q=Copy",
    "a search that finds nothing": f"/runs?q={quote('no such run')}",
}


def milliseconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1e3


def cost(server: Server, run: str, path: str) -> float:
    """Milliseconds of a call of which nothing is kept: a run has changed since the last one."""
    server.call(f"/runs/{run}", {"notes": str(time.monotonic_ns())}, "PATCH")
    return milliseconds(lambda: server.call(path))


def compare(name: str, few: Callable[[], float], many: Callable[[], float]) -> None:
    """Print what a call costs with few and with many runs; the two take turns."""
    pairs = [(few(), many()) for _ in range(REPEATS)]
    short, long = (statistics.median(side) for side in zip(*pairs, strict=True))
    line(f"{name}: {FEW} runs", short, "ms")
    line(f"{name}: {MANY:,} runs", long, "ms")
    line(f"{name}: the second over the first", long / short, "x", 2)


def sizes(stack: ExitStack) -> None:
    servers: list[tuple[Server, str]] = []
    for count in (FEW, MANY):
        home = stack.enter_context(data_folder())
        middle = fill(home, count)
        servers.append((stack.enter_context(serve_stand_ins(home)), middle))
    (few, few_run), (many, many_run) = servers
    for name, path in LISTINGS.items():
        compare(
            name,
            lambda path=path: cost(few, few_run, path),
            lambda path=path: cost(many, many_run, path),
        )
    for part in ("", "/metrics", "/events?limit=50"):
        compare(
            f"opening a run{part}",
            lambda part=part: cost(few, few_run, f"/runs/{few_run}{part}"),
            lambda part=part: cost(many, many_run, f"/runs/{many_run}{part}"),
        )


async def even_load(address: str, path: str) -> list[float]:
    """Milliseconds from when each request was due to the end of its answer. Raises on a bad one."""
    host = urlsplit(address)
    request = (
        f"GET /api{path} HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    ).encode()
    begun = time.perf_counter() + 0.2
    numbers = itertools.count()
    late: list[float] = []

    async def send() -> None:
        reader, writer = await asyncio.open_connection(host.hostname, host.port)
        while (number := next(numbers)) < RATE * SECONDS:
            due = begun + number / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
            await reader.readexactly(int(length))
            late.append((time.perf_counter() - due) * 1e3)
        writer.close()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    return late


def load(home: Path) -> None:
    fill(home, SOME)
    with serve_stand_ins(home) as server:
        train_with(home, "trains.py")
        run = start_run(server)
        wait_until(server, run, "running")
        late = asyncio.run(even_load(server.address, "/runs"))
        server.call(f"/runs/{run}/stop", {"save": False})
        wait_until(server, run, "stopped")
    print(f"{RATE} requests a second for {SECONDS} s, {SOME:,} runs, one of them training")
    line("answers without an error", len(late), "", least=RATE * SECONDS)
    line("time to answer, median", statistics.median(late), "ms")
    line("time to answer, 99th percentile", statistics.quantiles(late, n=100)[98], "ms", 50)


def main() -> None:
    with ExitStack() as stack:
        sizes(stack)
    with data_folder() as home:
        load(home)


if __name__ == "__main__":
    main()
