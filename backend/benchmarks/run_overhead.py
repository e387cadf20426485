"""Run overhead: a run of about a minute through Temper, over the same command by hand.

GRPO on the starter model, which the trainer runs on every machine. Temper also makes this run
faster. To see the overhead alone, `TEMPER_PLAIN=1` turns that off, and the command by hand gets the
BLAS that Temper hands to its runs.
"""

import statistics
import subprocess
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
# About a minute by hand on two cores, with the BLAS of MLX's own package and with OpenBLAS.
ITERATIONS = 40
ITERATIONS_WITH_BLAS = 160


def request(iterations: int) -> dict[str, Any]:
    """A run of this many iterations."""
    return {
        "method": "grpo",
        "model": str(DATA / "starter-model"),
        "dataset": str(DATA / "arithmetic"),
        "parameters": {
            "iters": iterations,
            "group_size": 4,
            "batch_size": 1,
            "max_completion_length": 128,
            "steps_per_report": 1,
            "seed": 7,
        },
    }


def through_temper(server: Server, body: dict[str, Any]) -> float:
    """Seconds from asking for the run to its end."""
    begun = time.perf_counter()
    run = server.call("/runs", body)
    while run["status"] not in {"completed", "failed", "stopped"}:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"the run did not end: {run}")
        time.sleep(0.05)
        run = server.call(f"/runs/{run['id']}")
    if run["status"] != "completed":
        raise SystemExit(f"the run {run['status']}: {run}")
    return time.perf_counter() - begun


def by_hand(server: Server, body: dict[str, Any], blas: str | None = None) -> float:
    """Seconds that the shown command takes by itself, its output in a file."""
    command = server.call("/plans", body)["command"]
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
    usual = request(ITERATIONS)
    plain = request(ITERATIONS_WITH_BLAS if fast_blas() else ITERATIONS)
    pairs: list[tuple[float, float]] = []
    for _ in range(REPETITIONS):
        with serve(TEMPER_PLAIN="1") as server:
            pairs.append((by_hand(server, plain, fast_blas()), through_temper(server, plain)))
    report("nothing made faster, the same BLAS", pairs)
    with serve() as server:
        report("as a person runs it", [(by_hand(server, usual), through_temper(server, usual))])


def report(what: str, pairs: list[tuple[float, float]]) -> None:
    """The medians, and the ratio within the pairs, whose two runs followed each other."""
    line(f"{what}: the command by hand", statistics.median(hand for hand, _ in pairs), "s")
    line(f"{what}: through Temper", statistics.median(temper for _, temper in pairs), "s")
    ratio = statistics.median(temper / hand for hand, temper in pairs)
    line(f"{what}: the second over the first", ratio, "x", 1.05)


if __name__ == "__main__":
    main()
