"""Validation of 400,000 rows in 156 MB against three ways to merely read them, and its memory.

Each way has a process of its own, as nice as the worker, and takes turns with the others, so that a
load on the machine meets all; ratios are those of the best of each. Validation is measured as the server does it: asked of a
worker, which uses its processes. Memory is the growth of the proportional set size (PSS) of the worker
with all its children over what the idle worker holds, sampled while it works.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import psutil

from benchmarks.support.report import line
from benchmarks.support.rows import write_rows
from temper.datasets.tasks import processes
from temper.kit.child import Children
from temper.kit.tasks import NICER

ROWS = 400_000
TIMES_LARGER = 4
ROUNDS = 9
COLD_ROUNDS = 3
_SAMPLE_SECONDS = 0.002

JSON_LOOP = """
import json, sys, time
begun = time.perf_counter()
rows = 0
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        row = json.loads(line)
        for key in ("prompt", "answer", "system"):
            if not isinstance(row.get(key), str) or not row[key].strip():
                raise SystemExit(f"row {rows}: {key}")
        rows += 1
print(time.perf_counter() - begun)
"""
TYPED_LOOP = """
import sys, time
import msgspec
class Row(msgspec.Struct, gc=False):
    prompt: str
    answer: str
    system: str
decode = msgspec.json.Decoder(Row).decode
begun = time.perf_counter()
with open(sys.argv[1], "rb") as file:
    for line in file:
        decode(line)
print(time.perf_counter() - begun)
"""
LOAD_DATASET = """
import sys, time
begun = time.perf_counter()
import datasets
datasets.disable_progress_bars()
imported = time.perf_counter()
datasets.load_dataset("json", data_files=sys.argv[1], cache_dir=sys.argv[2], split="train")
print(imported - begun)
print(time.perf_counter() - begun)
"""
"""Cold: no process, no module, no cache of this dataset; timed by who starts it."""


def seconds(program: str, *arguments: str) -> list[float]:
    """What a program says that it took; the last is the whole."""
    child = subprocess.run(
        [sys.executable, "-c", f"import os; os.nice({NICER})\n{program}", *arguments],
        env=os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [float(number) for number in child.stdout.split()]


class Worker:
    """The worker that the server keeps warm for datasets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children = Children("temper.datasets.worker")

    def validate(self, path: Path, method: str) -> float:
        """How long a validation takes that nothing is known of yet."""
        cache = mkdtemp(dir=self._folder)
        request: dict[str, Any] = {
            "task": "validate",
            "path": os.fsencode(path).hex(),
            "config": None,
            "encoding": None,
            "dataset": None,
            "cache": cache,
            "limits": {},
            "shape": method,
            "options": {"batch_size": 1, "mask_prompt": False, "reward_functions": None},
            "processes": processes(),
        }
        begun = time.perf_counter()
        report = json.loads(self._children.call(request))
        took = time.perf_counter() - begun
        assert report["ready"], report["verdict"]
        return took

    def close(self) -> None:
        self._children.close()


@contextmanager
def peak_growth() -> Generator[Callable[[], float]]:
    """How many bytes all children of this process grow by, at most, while this lasts."""
    before, peak = _held(), 0
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(_SAMPLE_SECONDS):
            peak = max(peak, _held())

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield lambda: peak - before
    finally:
        done.set()
        sampler.join()


def _held() -> int:
    total = 0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error, OSError):
            for text in Path(f"/proc/{child.pid}/smaps_rollup").read_text().splitlines():
                if text.startswith("Pss:"):
                    total += int(text.split()[1]) * 1024
    return total


def measure_speed(folder: Path, small: Path) -> None:
    """Print how long each way takes, and the ratios."""
    worker = Worker(folder)
    worker.validate(small, "sft")  # the rest is warm
    times: dict[str, list[float]] = {}

    def take(name: str, took: float) -> None:
        times.setdefault(name, []).append(took)

    for round_ in range(ROUNDS):
        take("typed", seconds(TYPED_LOOP, str(small))[-1])
        take("sft", worker.validate(small, "sft"))
        take("prompt_answer", worker.validate(small, "prompt_answer"))
        if round_ < COLD_ROUNDS:
            take("json", seconds(JSON_LOOP, str(small))[-1])
            with TemporaryDirectory(dir=folder) as fresh:
                begun = time.perf_counter()
                imported, inside = seconds(LOAD_DATASET, str(small), fresh)
                take("datasets", time.perf_counter() - begun)
            take("datasets_call", inside - imported)
            another = Worker(folder)
            take("cold", another.validate(small, "sft"))
            another.close()
    worker.close()
    best = {name: min(some) for name, some in times.items()}
    for name, what in (
        ("json", "json.loads loop that checks the same keys"),
        ("typed", "bare typed msgspec loop"),
        ("datasets", 'datasets.load_dataset("json") from cold, its process included'),
        ("datasets_call", "the same, the call alone"),
        ("sft", f"validation for SFT, warm worker with {processes()} processes"),
        ("prompt_answer", "validation for GRPO, its answers too"),
        ("cold", "validation for SFT, the worker's start included"),
    ):
        line(f"{what} (median {statistics.median(times[name]):.2f})", best[name], "s")
    for name, what in (("sft", "SFT"), ("prompt_answer", "GRPO"), ("cold", "SFT, cold worker")):
        own = best[name]
        line(f"{what}: time over the typed loop's", own / best["typed"], "x", most(name, 1.6))
        line(f"{what}: rate over the json.loads loop's", best["json"] / own, "x", least=2.5)
        line(f"{what}: rate over load_dataset's from cold", best["datasets"] / own, "x", least=6)
        line(f"{what}: rate over the call's alone", best["datasets_call"] / own, "x")


def most(name: str, limit: float) -> float | None:
    """The limit is for a worker that waits, as after the first look at a dataset."""
    return None if name == "cold" else limit


def measure_memory(folder: Path, small: Path, large: Path) -> None:
    """Print how much a worker grows."""
    for path, what in ((small, "156 MB"), (large, "624 MB")):
        worker = Worker(folder)
        tiny = folder / "tiny.jsonl"
        write_rows(tiny, 10)
        worker.validate(tiny, "sft")  # the imports are not the rows' fault
        with peak_growth() as growth:
            worker.validate(path, "prompt_answer")
        line(f"peak growth of the worker and its children, PSS, {what}", growth() / 1e6, "MB", 80)
        worker.close()


def main() -> None:
    with TemporaryDirectory(prefix="temper-benchmark-") as home:
        folder = Path(home)
        small, large = folder / "small.jsonl", folder / "large.jsonl"
        write_rows(small, ROWS)
        write_rows(large, ROWS * TIMES_LARGER)
        line(f"{ROWS:,} rows", small.stat().st_size / 1e6, "MB")
        measure_speed(folder, small)
        measure_memory(folder, small, large)


if __name__ == "__main__":
    main()
