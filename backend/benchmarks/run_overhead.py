"""Run overhead: a run of about a minute through Temper, over the same command by hand.

GRPO on the starter model, which the trainer runs on every machine. Temper also makes this run
faster. To see the overhead alone, `TEMPER_PLAIN=1` turns that off, and the command by hand gets the
BLAS that Temper hands to its runs.
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
from temper.machine import fast_blas

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


def by_hand(command: list[str], blas: str | None = None) -> float:
    """Seconds that the shown command takes by itself, its output in a file."""
    environment = ENVIRONMENT | ({"LD_PRELOAD": blas} if blas else {})
    with (
        TemporaryDirectory(prefix="temper-benchmark-") as folder,
        Path(folder, "output").open("w") as output,
    ):
        begun = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env=environment, stdout=output, stderr=output, check=True
        )
        return time.perf_counter() - begun


def main() -> None:
    hand: list[float] = []
    usual: list[float] = []
    hand_plain: list[float] = []
    plain: list[float] = []
    for _ in range(REPETITIONS):
        with serve() as server:
            command = server.call("/plans", REQUEST)["command"]
            hand.append(by_hand(command))
            usual.append(through_temper(server))
            hand_plain.append(by_hand(command, fast_blas()))
        with serve(TEMPER_PLAIN="1") as server:
            plain.append(through_temper(server))
    line("the command by hand", statistics.median(hand), "s")
    line("through Temper", statistics.median(usual), "s")
    line("the second over the first", ratio(usual, hand), "x", 1.05)
    line("the command by hand, with Temper's BLAS", statistics.median(hand_plain), "s")
    line("through Temper with nothing made faster", statistics.median(plain), "s")
    line("the second over the first", ratio(plain, hand_plain), "x", 1.05)


def ratio(through: list[float], alone: list[float]) -> float:
    """The median over the pairs, whose two runs followed each other."""
    return statistics.median(t / a for t, a in zip(through, alone, strict=True))


if __name__ == "__main__":
    main()
