"""A server whose runs are programs of ours, and runs of it."""

import json
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.support.server import Server, checkout, serve

SFT = {"method": "sft", "model": "starter-model", "dataset": "arithmetic"}
_MAIN = checkout() / "backend" / "tests" / "programs" / "temper_with_stand_in.py"
_PROGRAMS = checkout() / "backend" / "benchmarks" / "programs"


@contextmanager
def serve_stand_ins(home: Path) -> Generator[Server]:
    """A server over a data folder, in which `train_with` says what runs are."""
    with serve([sys.executable, str(_MAIN), "serve"], TEMPER_HOME=str(home)) as server:
        yield server


@contextmanager
def data_folder() -> Generator[Path]:
    """An empty one, on a disk."""
    with TemporaryDirectory(prefix="temper-benchmark-", dir=Path.home()) as folder:
        yield Path(folder)


def train_with(home: Path, program: str, *arguments: str) -> None:
    """From now on runs are this program."""
    command = [sys.executable, str(_PROGRAMS / program), *arguments]
    (home / "stand-in.json").write_text(json.dumps(command))


def start_run(server: Server) -> str:
    """The id of a new run."""
    return server.call("/runs", SFT)["id"]


def wait_until(server: Server, run: str, *statuses: str) -> None:
    """Return when the run has one of these statuses."""
    while server.call(f"/runs/{run}")["status"] not in statuses:
        time.sleep(0.05)
