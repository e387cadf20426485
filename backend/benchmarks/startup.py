"""Start-up: from launching `temper serve` to its first answer, and what the idle server holds."""

import statistics
import subprocess
import sys
import time

import psutil

from benchmarks.support.report import line
from benchmarks.support.server import ENVIRONMENT, SERVE, checkout, serve

REPETITIONS = 9
PARTS = "import fastapi, uvicorn, temper.database"
FIRST_PAGE = ["/methods", "/models", "/datasets", "/health", "/runs"]


def import_seconds() -> float:
    """How long Python takes to start and import FastAPI, uvicorn and the store alone."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-P", "-c", PARTS], env=ENVIRONMENT, check=True)
    return time.perf_counter() - begun


def main() -> None:
    answers: list[float] = []
    imports: list[float] = []
    sizes: list[float] = []
    starts: list[float] = []
    # The first round only puts the byte code in place. The two take turns, so that a load on the
    # machine meets both.
    for round_ in range(REPETITIONS + 1):
        imported = import_seconds()
        with serve([str(checkout() / "scripts" / "start.sh")]) as server:
            starts.append(server.seconds_to_answer)
        with serve(SERVE) as server:
            for path in FIRST_PAGE:
                server.call(path)
            size = psutil.Process(server.pid).memory_info().rss / 1e6
        if round_:
            imports.append(imported)
            answers.append(server.seconds_to_answer)
            sizes.append(size)
    line(
        "scripts/start.sh, where all is set up, to first answer", statistics.median(starts), "s", 3
    )
    ratio = statistics.median(a / i for a, i in zip(answers, imports, strict=True))
    line("launch to first answer", statistics.median(answers), "s", 0.8)
    line("importing FastAPI, uvicorn and the store alone", statistics.median(imports), "s")
    line("the first over the second", ratio, "x", 2)
    line("idle server after its first page", statistics.median(sizes), "MB", 80)


if __name__ == "__main__":
    main()
