"""A run of a test program under the real supervisor, and what can be seen of it."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from temper.kit.files import write_json
from temper.runs.process import (
    SupervisorHandle,
    kill_orphaned_trainer,
    recorded_trainer,
    spawn_supervisor,
)

PROGRAMS = Path(__file__).parent / "programs"
PATIENCE = 30.0
"""Seconds until a wait gives up; generous, for a busy machine."""

Event = dict[str, Any]


def wait_until(
    condition: Callable[[], object],
    what: str,
    look_every: float = 0.01,
    patience: float = PATIENCE,
) -> None:
    """Wait until `condition` is true; how often it is looked at, and for how long, in seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited {patience} s for {what}"
        time.sleep(look_every)


def program(name: str, *arguments: str) -> list[str]:
    """The command line of a test program."""
    return [sys.executable, str(PROGRAMS / f"{name}.py"), *arguments]


def living_group(leader: int) -> list[psutil.Process]:
    """The processes of a group that still run."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


class SupervisedRun:
    """A run folder with a supervisor at work in it."""

    def __init__(self, folder: Path, launch: list[str], environment: dict[str, str]) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "plan.json", {"launch": launch, "environment": environment})

    handle: SupervisorHandle

    def start(self) -> "SupervisedRun":
        self.handle = spawn_supervisor(self.folder)
        return self

    def events(self, type_: str | None = None) -> list[Event]:
        """The whole events so far."""
        path = self.folder / "events.jsonl"
        text = path.read_bytes() if path.exists() else b""
        events = [json.loads(line) for line in text[: text.rfind(b"\n") + 1].splitlines()]
        return [event for event in events if type_ in (None, event["type"])]

    def texts(self, stream: str | None = None) -> list[str]:
        """What came as log lines."""
        return [e["text"] for e in self.events("log") if stream in (None, e["stream"])]

    def statuses(self) -> list[str]:
        return [event["status"] for event in self.events("state")]

    def wait_for_text(self, text: str) -> None:
        wait_until(lambda: text in self.texts(), f"the log line {text!r}")

    def wait_for_status(self, status: str) -> None:
        wait_until(lambda: status in self.statuses(), f"the status {status}")

    def wait_for_flood(self) -> None:
        log = self.folder / "events.jsonl"
        wait_until(lambda: log.exists() and log.stat().st_size > 10**6, "a flood of events")

    def stop(self, save: bool) -> float:
        """Ask to stop; the moment it was asked."""
        write_json(self.folder / "stop.json", {"save": save})
        return time.monotonic()

    def wait_for_result(self) -> Event:
        """Wait until the supervisor is gone; the result."""
        self.handle.wait(PATIENCE)
        results = self.events("result")
        assert len(results) == 1, (self.folder / "supervisor.log").read_text()
        return results[0]

    def trainer(self) -> int:
        """The trainer's pid, which is its process group."""
        wait_until(lambda: recorded_trainer(self.folder), "the trainer's pid")
        found = recorded_trainer(self.folder)
        assert found is not None
        return found.pid

    def clean_up(self) -> None:
        if self.handle.poll() is None:
            psutil.Process(self.handle.identity.pid).kill()
            self.handle.wait()
        kill_orphaned_trainer(self.folder)


StartRun = Callable[..., SupervisedRun]
