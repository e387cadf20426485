"""Run overhead: a run of about a minute through Temper, over the same command by hand.

GRPO on the starter model, which the trainer runs on every machine. Temper also makes some runs
faster; `TEMPER_PLAIN=1` turns that off, so that the overhead is seen alone.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.support.report import line
from benchmarks.support.server import ENVIRONMENT, Server, checkout, serve

REPETITIONS = 2
PATIENCE = 900
DATA = checkout() / "test_data"
REQUEST: dict[str, Any] = {
    "method": "grpo",
    "model": str(DATA / "starter-model"),
    "dataset": str(DATA / "arithmetic"),
    "parameters": {
        "iters": int(sys.argv[1]) if len(sys.argv) > 1 else 60,
        "group_size": 4,
        "batch_size": 1,
        "max_completion_length": 128,
        "steps_per_report": 1,
        "seed": 7,
    },
}


def through_temper(server: Server) -> float:
    """Seconds from asking for the run to its end."""
    begun = time.perf_counter()
    run = server.call("/runs", REQUEST)
    while run["status"] not in {"completed", "failed", "stopped"}:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"the run did not end: {run}")
        time.sleep(0.05)
        run = server.call(f"/runs/{run['id']}")
    if run["status"] != "completed":
        raise SystemExit(f"the run {run['status']}: {run}")
    return time.perf_counter() - begun


def by_hand(command: list[str]) -> float:
    """Seconds that the shown command takes by itself, its output in a file."""
    with (
        TemporaryDirectory(prefix="temper-benchmark-") as folder,
        Path(folder, "output").open("w") as output,
    ):
        begun = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, stdout=output, stderr=output, check=True
        )
        return time.perf_counter() - begun


def main() -> None:
    hand: list[float] = []
    plain: list[float] = []
    usual: list[float] = []
    for _ in range(REPETITIONS):
        with serve() as server:
            hand.append(by_hand(server.call("/plans", REQUEST)["command"]))
            usual.append(through_temper(server))
        with serve(TEMPER_PLAIN="1") as server:
            plain.append(through_temper(server))
    line("the command by hand", statistics.median(hand), "s")
    line("through Temper, as a person runs it", statistics.median(usual), "s")
    line("through Temper, what makes it faster turned off", statistics.median(plain), "s")
    over = [through / alone for through, alone in zip(plain, hand, strict=True)]
    line("the third over the first", statistics.median(over), "x", 1.05)
    over = [through / alone for through, alone in zip(usual, hand, strict=True)]
    line("the second over the first", statistics.median(over), "x", 1.05)


if __name__ == "__main__":
    main()
