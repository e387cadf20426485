"""A real `temper serve` in a process of its own, and a client of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, ClassVar

import httpx

TOKEN = "token-of-the-tests"
BACKEND = Path(__file__).parents[1]
ENDED = {"completed", "failed", "stopped"}
START_PATIENCE = 60.0
"""Seconds; generous, for a busy machine."""


class RunningServer:
    """`temper serve` on a free port over a data folder, started, killed and started again."""

    MAIN: ClassVar[tuple[str, ...]] = ("-m", "temper")

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self.address = ""
        self.link = ""

    def start_again(self) -> "RunningServer":
        """Start on the port of before, so that an open page finds the server again."""
        return self._start(self.address.rpartition(":")[2])

    def start(self) -> "RunningServer":
        """Start on a free port and wait for the line with the address."""
        return self._start("0")

    def _start(self, port: str) -> "RunningServer":
        environment = {
            **os.environ,
            "TEMPER_HOME": str(self.home),
            "TEMPER_TOKEN": TOKEN,
            "PYTHONPATH": str(BACKEND),
        }
        command = [sys.executable, *self.MAIN, "serve", "--port", port, "--no-browser"]
        self._process = subprocess.Popen(
            [*command, *self._arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=(self.home.parent / "server.err").open("a"),
            text=True,
        )
        assert self._process.stdout is not None
        self.link = self._process.stdout.readline().strip()
        assert self.link.startswith("http://"), (self.home.parent / "server.err").read_text()
        self.address = self.link.split("/?")[0]
        return self

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def client(self, **headers: str) -> httpx.Client:
        """A client with the token, at /api."""
        return httpx.Client(
            base_url=f"{self.address}/api",
            headers={"authorization": f"Bearer {TOKEN}", **headers},
            timeout=60,
            trust_env=False,
        )

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as a person would; does nothing when it is not running."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        self._process.communicate(timeout=START_PATIENCE)
        self._process = None


def wait_for_run(
    client: httpx.Client, run_id: str, statuses: set[str] = ENDED, patience: float = 300.0
) -> dict[str, Any]:
    """The run once it has one of these statuses."""
    deadline = time.monotonic() + patience
    while True:
        run: dict[str, Any] = client.get(f"/runs/{run_id}").raise_for_status().json()
        if run["status"] in statuses:
            return run
        assert run["status"] not in ENDED, f"{run['status']}: {run['reason']}\n{run['result']}"
        assert time.monotonic() < deadline, f"{run['status']} after {patience} s: {run['progress']}"
        time.sleep(0.1)


def start_run(client: httpx.Client, method: str, **parameters: Any) -> dict[str, Any]:
    """Put a run of the starter model on the arithmetic data into the queue."""
    body = {
        "method": method,
        "model": "starter-model",
        "dataset": "arithmetic",
        "parameters": parameters,
    }
    answer = client.post("/runs", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
