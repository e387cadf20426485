"""Each fault of docs/reliability.md, forced: the run ends as the table says, in its words."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import temper
from temper.kit.clock import parse
from temper.runs.process import supervisor_alive
from tests.faults.reliability import Row, rows
from tests.faults.small_disk import read_only, small_disk
from tests.runs.queued import Runs
from tests.supervised import PROGRAMS, StartRun, SupervisedRun, program, wait_until
from tests.trainer import wrapped

Said = tuple[str, str]
"""How the run ended, and the words."""


class Faults:
    """Forces one fault each, in a folder of its own."""

    def __init__(self, folder: Path, start_run: StartRun, runs: Runs) -> None:
        self.folder = folder
        self.start = start_run
        self.runs = runs
        self.run: SupervisedRun | None = None

    def ends(self, name: str, *arguments: str, **environment: str) -> Said:
        """What becomes of a test program."""
        self.run = self.start(name, *arguments, **environment)
        return self.result(self.run)

    def result(self, run: SupervisedRun) -> Said:
        result = run.wait_for_result()
        assert run.statuses()[-1] == result["outcome"]
        self.last = result
        return result["outcome"], result["reason"]

    def supervised_at(self, folder: Path, launch: list[str], **plan: Any) -> SupervisedRun:
        """A run at a place of the test's choice."""
        run = SupervisedRun(folder, launch, {})
        if plan:
            record = {"launch": launch, **plan}
            (folder / "plan.json").write_text(json.dumps(record))
        return run

    def trains(self, *flags: str) -> Said:
        """What becomes of the real trainer."""
        wrapped.write_messages(self.folder)
        wrapped.write_config(self.folder)
        common = ("--train", "--config", "config.yaml", "--steps-per-report", "1", "--iters", "3")
        run = SupervisedRun(self.folder, wrapped.command(*common, *flags), wrapped.surroundings())
        return self.result(run.start())


def killed(faults: Faults) -> Said:
    return faults.ends("ends", "signal", "SIGKILL")


def foreign_memory(faults: Faults) -> Said:
    return faults.ends("touches_foreign_memory")


def gives_up(faults: Faults) -> Said:
    return faults.ends("ends", "signal", "SIGABRT")


METAL = "libc++abi: terminating due to uncaught exception of type std::runtime_error: [METAL] Command buffer execution failed: "


def watchdog(faults: Faults) -> Said:
    code = (
        "Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)"
    )
    return faults.ends("last_words", METAL + code)


def gpu_memory(faults: Faults) -> Said:
    code = "Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)"
    return faults.ends("last_words", METAL + code)


def memory(faults: Faults) -> Said:
    return faults.ends("wrapper_with_fault", "memory")


def no_word(faults: Faults) -> Said:
    return faults.ends("ends", "status", "0")


def no_training(faults: Faults) -> Said:
    return faults.ends("wrapper_with_fault", "nothing")


def no_adapter(faults: Faults) -> Said:
    return faults.ends("wrapper_with_fault", "no-adapter")


def no_number(faults: Faults) -> Said:
    return faults.ends("wrapper_with_fault", "nan")


def bad_reward(faults: Faults) -> Said:
    register = "from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function\n"
    function = "@register_reward_function()\ndef bad(prompts, completions, answer, types=None):\n    return [1 / 0]\n"
    (faults.folder / "rewards.py").write_text(register + function)
    rewards = ("--reward-functions-file", "rewards.py", "--reward-functions", "bad")
    short = ("--group-size", "2", "--max-completion-length", "4", "--val-batches", "1")
    data = ("--train-mode", "grpo", "--data", str(wrapped.ARITHMETIC))
    return faults.trains(*data, *rewards, *short)


def torn_checkpoint(faults: Faults) -> Said:
    torn = faults.folder / "resume.safetensors"
    torn.write_bytes(b"\x80\0\0\0\0\0\0\0{")
    return faults.ends("wrapper_with_fault", "torn", str(torn))


def silence(faults: Faults) -> Said:
    os.environ["TEMPER_STALL_MINUTES"] = "0.005"
    run = faults.start("forever")
    wait_until(lambda: run.events("warning"), "the warning")
    assert run.statuses()[-1] == "running"
    assert run.handle.poll() is None
    return "runs on", run.events("warning")[0]["message"]


def silence_that_ends(faults: Faults) -> Said:
    os.environ["TEMPER_STALL_STOP_MINUTES"] = "0.005"
    return faults.ends("forever")


def no_room_to_start(faults: Faults) -> Said:
    with small_disk(faults.folder, 2_000_000) as disk:
        disk_need = {"checkpoint": 100_000, "total": 500_000}
        run = faults.supervised_at(disk / "run", program("well_behaved"), disk=disk_need)
        os.environ["TEMPER_DISK_RESERVE_MB"] = "1.8"
        said = faults.result(run.start())
        assert run.texts() == []
        return said


def disk_fills(faults: Faults) -> Said:
    with small_disk(faults.folder, 5_000_000) as disk:
        os.environ["TEMPER_DISK_RESERVE_MB"] = "2"
        run = faults.supervised_at(disk / "run", program("fills_the_disk"))
        said = faults.result(run.start())
        saved = run.folder / run.events("checkpoint")[-1]["path"]
        assert saved.stat().st_size == 500_000
        return said


def disk_full(faults: Faults) -> Said:
    with small_disk(faults.folder, 2_000_000) as disk:
        os.environ["TEMPER_DISK_RESERVE_MB"] = "0"
        run = faults.supervised_at(disk / "run", program("floods", "lines", str(10**9)))
        said = faults.result(run.start())
        assert [event["seq"] for event in run.events()] == list(range(1, len(run.events()) + 1))
        return said


def of_queue(faults: Faults, what: Callable[[Path], None] | None = None) -> Said:
    """What the server says of a run that `what` happens to."""
    runs = faults.runs
    runs.add("one", "forever")
    runs.queue.start()
    folder = runs.folder("one").path
    runs.wait_for("one", "running")
    if what:
        what(folder)
    runs.wait_for("one", "failed")
    wait_until(lambda: not supervisor_alive(folder), "the end of the supervisor")
    return "failed", runs.stored("one").reason or ""


def folder_gone(faults: Faults) -> Said:
    return of_queue(faults, shutil.rmtree)


def folder_revoked(faults: Faults) -> Said:
    faults.runs.add("one", "well_behaved")
    with read_only(faults.runs.folder("one").path):
        faults.runs.queue.start()
        faults.runs.wait_for("one", "failed")
    return "failed", faults.runs.stored("one").reason or ""


def supervisor_killed(faults: Faults) -> Said:
    def kill(folder: Path) -> None:
        noted = json.loads((folder / "supervisor.json").read_text())
        os.kill(noted["pid"], signal.SIGKILL)

    return of_queue(faults, kill)


def clock_jumps(faults: Faults) -> Said:
    run = SupervisedRun(faults.folder / "run", program("well_behaved"), {})
    backend = str(Path(temper.__file__).parents[1])
    command = [sys.executable, str(PROGRAMS / "jumping_clock.py"), str(run.folder)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": backend}, check=True, timeout=60)
    times = [parse(event["time"]) for event in run.events()]
    assert all(earlier <= later for earlier, later in pairwise(times))
    (result,) = run.events("result")
    assert 0 <= (times[-1] - times[0]).total_seconds() - result["seconds"] < 5
    return result["outcome"], result["reason"]


FAULTS: dict[str, Callable[[Faults], Said]] = {
    "the trainer is killed (SIGKILL)": killed,
    "the trainer touches foreign memory (SIGSEGV)": foreign_memory,
    "native code gives up (SIGABRT)": gives_up,
    "Metal's watchdog ends the work on the GPU": watchdog,
    "the GPU is out of memory": gpu_memory,
    "the trainer is out of memory": memory,
    "exit 0 without a word": no_word,
    "exit 0 without training": no_training,
    "exit 0 without an adapter": no_adapter,
    "the loss is NaN": no_number,
    "a reward function raises": bad_reward,
    "the checkpoint to go on from is torn": torn_checkpoint,
    "silence, as of a hang": silence,
    "silence, with TEMPER_STALL_STOP_MINUTES set": silence_that_ends,
    "too little room on the disk to start": no_room_to_start,
    "the disk fills while it trains": disk_fills,
    "the disk is full at once": disk_full,
    "the run folder is removed while it trains": folder_gone,
    "the run folder may not be written": folder_revoked,
    "the supervisor is killed": supervisor_killed,
    "the wall clock jumps back and forth": clock_jumps,
}
REAL = {bad_reward}


def cases() -> list[Any]:
    found: list[Any] = []
    for row in rows():
        marks = [pytest.mark.real_trainer] if FAULTS.get(row.fault) in REAL else []
        found.append(pytest.param(row, marks=marks, id=row.fault))
    return found


@pytest.fixture
def faults(
    tmp_path: Path, start_run: StartRun, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Faults]:
    # Set back at the end, whatever a fault sets them to.
    for name in ("TEMPER_STALL_MINUTES", "TEMPER_STALL_STOP_MINUTES", "TEMPER_DISK_RESERVE_MB"):
        monkeypatch.setenv(name, "")
    runs = Runs(tmp_path / "home")
    runs.store.failures = 0
    folder = tmp_path / "fault"
    folder.mkdir()
    yield Faults(folder, start_run, runs)
    runs.queue.close()


@pytest.mark.parametrize("row", cases())
def test_a_fault_ends_as_the_table_says(row: Row, faults: Faults) -> None:
    outcome, words = FAULTS[row.fault](faults)
    assert outcome == row.outcome
    assert row.says(words), words


def test_the_table_has_every_fault_once() -> None:
    assert [row.fault for row in rows()] == list(FAULTS)
