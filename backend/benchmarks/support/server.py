"""A server of its own for a benchmark, on a free port and with an empty data folder."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TOKEN = "benchmark"
SERVE = [sys.executable, "-P", "-m", "temper", "serve"]
# Byte code is in place and output is buffered as they are for a person.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
}


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    address: str
    pid: int
    seconds_to_answer: float

    def call(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """The JSON answer of one API call: a POST when there is a body and nothing else is said."""
        request = urllib.request.Request(
            f"{self.address}/api{path}",
            None if body is None else json.dumps(body).encode(),
            {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@contextmanager
def serve(launch: list[str] = SERVE, **environment: str) -> Generator[Server]:
    """Launch a server, wait for its first answer, and stop it at the end."""
    with TemporaryDirectory(prefix="temper-benchmark-") as home:
        settings = {"TEMPER_HOME": home, "TEMPER_TOKEN": TOKEN, **environment}
        command = [*launch, "--port", "0", "--no-browser"]
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=ENVIRONMENT | settings, cwd=home, stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout
            address = process.stdout.readline().strip().partition("/?token=")[0]
            server = Server(address, process.pid, 0)
            server.call("/health")
            yield Server(address, process.pid, time.perf_counter() - begun)
        finally:
            process.terminate()
            process.wait()


def checkout() -> Path:
    """The folder of the checkout that is measured."""
    return Path(__file__).resolve().parents[3]
