"""A real server and real supervisors, with test programs in the trainer's place."""

import atexit
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import httpx
from websockets.sync.client import ClientConnection, connect

from temper.kit.files import read_object, write_json
from temper.runs.process import kill_orphaned_trainer, supervisor_alive
from temper.runs.trainer_schema_cache import TrainerSchemaCache
from tests.serving import TOKEN, RunningServer
from tests.supervised import PROGRAMS, program, wait_until

SFT: dict[str, Any] = {"method": "sft", "model": "starter-model", "dataset": "arithmetic"}
"""The shortest request for a run."""
MAIN = str(PROGRAMS / "temper_with_stand_in.py")


class StandInServer(RunningServer):
    """`temper serve` whose runs are test programs."""

    MAIN: ClassVar[tuple[str, ...]] = (MAIN,)

    def start(self) -> "StandInServer":
        """Start; the installed trainer is known already, as it is to every server but the first."""
        known = known_trainer()
        kept = self.home / "cache" / known.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(known.read_bytes())
        super().start()
        return self

    def train_with(self, name: str, *arguments: str) -> None:
        """From now on runs are this program."""
        self.home.mkdir(exist_ok=True)
        write_json(self.home / "stand-in.json", program(name, *arguments))

    def folder(self, run_id: str) -> Path:
        return self.home / "runs" / run_id

    def events(self, run_id: str) -> list[dict[str, Any]]:
        """What the log of a run holds on disk."""
        lines = (self.folder(run_id) / "events.jsonl").read_bytes().splitlines()
        return [json.loads(line) for line in lines]

    def supervisor(self, run_id: str) -> int:
        """The pid of a run's supervisor."""
        file = self.folder(run_id) / "supervisor.json"
        wait_until(lambda: (read_object(file) or {}).get("trainer"), "the trainer's pid")
        return (read_object(file) or {})["pid"]

    def clean_up(self) -> None:
        """End the server and everything that it started."""
        self.kill()
        for folder in (self.home / "runs").glob("*"):
            end_supervisor(folder)
            kill_orphaned_trainer(folder)


@cache
def known_trainer() -> Path:
    """What the installed trainer says of itself, read once for all servers of this process."""
    folder = Path(tempfile.mkdtemp(prefix="temper-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    TrainerSchemaCache(folder).load()
    return next(folder.iterdir())


def end_supervisor(folder: Path) -> None:
    """Kill the supervisor of a run, also one that only just starts and has not said its pid yet."""
    pid: list[int] = []

    def known_or_gone() -> bool:
        noted = (read_object(folder / "supervisor.json") or {}).get("pid")
        pid[:] = [noted] if noted else []
        return bool(pid) or not supervisor_alive(folder)

    wait_until(known_or_gone, f"the supervisor of {folder.name}")
    if pid and supervisor_alive(folder):
        with suppress(ProcessLookupError):
            os.kill(pid[0], signal.SIGKILL)


StartServer = Callable[..., StandInServer]


def post_run(client: httpx.Client, **more: Any) -> dict[str, Any]:
    """Put a run into the queue."""
    answer = client.post("/runs", json=SFT | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def wait_for(client: httpx.Client, run_id: str, *statuses: str) -> dict[str, Any]:
    """The run once it has one of these statuses."""
    seen: dict[str, Any] = {}

    def reached() -> bool:
        seen.update(client.get(f"/runs/{run_id}").raise_for_status().json())
        return seen["status"] in statuses

    # Asking is work for the server, which others wait for too.
    wait_until(reached, f"{' or '.join(statuses)} of run {run_id}", look_every=0.05)
    return seen


@contextmanager
def stream(
    server: RunningServer, path: str, host: str = "127.0.0.1", **headers: str
) -> Generator[ClientConnection]:
    """A WebSocket; `host` is only what the request says."""
    port = int(server.address.rpartition(":")[2])
    with connect(
        f"ws://{host}:{port}/api{path}",
        address=("127.0.0.1", port),
        proxy=None,
        max_size=None,
        additional_headers={"authorization": f"Bearer {TOKEN}"} | headers,
    ) as socket:
        yield socket


def is_gapless(events: list[dict[str, Any]]) -> bool:
    """Whether these are all events from the first on, each once."""
    return [event["seq"] for event in events] == list(range(1, len(events) + 1))
