"""The `temper` command, which notes in `lag.jsonl` whenever its event loop comes late.

A loop is late because something held it up, or because the system gave the processor to another
program. The second is not the server's doing: the time that its threads stood in the system's run
queue is noted beside the time that the loop came late, and so is the time that a thread stood still
until the system had begun a program that it started.
"""

import asyncio
import json
import os
import subprocess
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI

import temper.serve
from temper.cli.app import main
from temper.settings import Settings

TICK = 0.005
NOTED = 0.02
create_app = temper.serve.create_app
spawned = 0.0
"""Seconds that threads have stood still in starting programs so far."""


class TimedPopen(subprocess.Popen[Any]):
    """Notes how long it takes beyond what it works."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        global spawned
        begin, worked = time.perf_counter(), time.thread_time()
        super().__init__(*arguments, **options)
        spawned += time.perf_counter() - begin - (time.thread_time() - worked)


subprocess.Popen = TimedPopen


def waits() -> dict[str, float]:
    """Seconds that each thread of this process has stood in the run queue so far."""
    found: dict[str, float] = {}
    for task in os.scandir("/proc/self/task"):
        try:
            found[task.name] = int(Path(task.path, "schedstat").read_text().split()[1]) / 1e9
        except (OSError, IndexError):
            continue
    return found


async def watch(path: Path) -> None:
    """Sleep a little again and again, and note when that took much longer."""
    own = str(os.getpid())
    with path.open("a", buffering=1) as file:
        while True:
            before, spawns, worked = waits(), spawned, time.process_time()
            begin = time.perf_counter()
            await asyncio.sleep(TICK)
            late = time.perf_counter() - begin - TICK
            if late >= NOTED:
                worked = time.process_time() - worked
                queued = {name: wait - before.get(name, 0.0) for name, wait in waits().items()}
                note = {
                    "late": late,
                    "worked": worked,
                    "queued": queued.pop(own, 0.0),
                    "others": sum(queued.values()),
                    "spawning": spawned - spawns,
                }
                file.write(json.dumps(note) + "\n")


def watched(settings: Settings) -> FastAPI:
    app = create_app(settings)
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def with_watch(app: FastAPI) -> AsyncGenerator[Any]:
        async with lifespan(app) as state:
            watching = asyncio.create_task(watch(settings.home / "lag.jsonl"))
            yield state
            watching.cancel()

    app.router.lifespan_context = with_watch
    return app


temper.serve.create_app = watched
main()
