"""However the real trainer ends, its result and exit status are true."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.trainer.wrapped import (
    ARITHMETIC,
    command,
    finish,
    start,
    surroundings,
    take_apart,
    train,
    write_config,
    write_messages,
)

pytestmark = pytest.mark.real_trainer

GRPO = (
    *("--train", "--train-mode", "grpo", "--data", str(ARITHMETIC), "--config", "config.yaml"),
    *("--group-size", "2", "--max-completion-length", "24", "--val-batches", "1"),
)
SFT = ("--train", "--train-mode", "sft", "--data", "data", "--config", "config.yaml")
LONG = ("--iters", "100000", "--steps-per-report", "1", "--steps-per-eval", "100000")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_messages(tmp_path)
    write_config(tmp_path)
    return tmp_path


def until_training(process: "subprocess.Popen[bytes]", iteration: int = 2) -> bytes:
    """Read the wrapper's output until it has finished so many iterations."""
    assert process.stdout is not None
    seen = b""
    for line in process.stdout:
        seen += line
        if line.startswith(b"\x1e"):
            record = json.loads(line[1:])
            if record["type"] == "progress" and record["iteration"] >= iteration:
                return seen
    raise AssertionError(seen.decode())


def test_a_stop_keeps_what_was_learned(folder: Path):
    stop = folder / "stop.json"
    process = start(folder, *SFT, *LONG, TEMPER_STOP_FILE=str(stop))
    until_training(process)
    stop.write_text('{"save": true}')
    run = finish(process, folder)
    assert run.status == 0, run.errors
    reached = run.result["iterations"]
    assert run.result["outcome"] == "stopped" and 2 <= reached < 100000
    assert run.result["reason"] == f"Stopped after {reached} of 100000 iterations."
    assert run.result["adapter"] == "adapters/adapters.safetensors"
    assert run.of("checkpoint")[-1]["iteration"] == reached
    assert run.of("checkpoint")[-1]["final"] is True
    assert (folder / "adapters" / "adapters.safetensors").stat().st_size > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_as_a_signal_and_without_a_result(folder: Path, number: signal.Signals):
    process = start(folder, *SFT, *LONG)
    until_training(process)
    process.send_signal(number)
    run = finish(process, folder)
    assert run.status == -number
    assert run.of("result") == []


def test_nothing_trains_on_when_the_parent_is_gone(folder: Path):
    parent = f"import subprocess; subprocess.Popen({command(*SFT, *LONG)!r}).wait()"
    process = subprocess.Popen(
        [sys.executable, "-c", parent],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(TEMPER_STOP_FILE=str(folder / "stop.json")),
    )
    until_training(process)
    os.kill(process.pid, signal.SIGKILL)
    began = time.monotonic()
    # The pipe ends when the last process that holds it, the trainer, is gone.
    rest, _ = process.communicate(timeout=30)
    assert time.monotonic() - began < 2.5
    assert not [record for record in take_apart(rest)[0] if record["type"] == "result"]


def test_a_loss_that_is_no_number_fails_at_once(folder: Path):
    flags = ("--mask-prompt", "--max-seq-length", "8", "--steps-per-report", "2", "--iters", "50")
    run = train(folder, *SFT, *flags)
    assert run.status == 1
    assert run.result["outcome"] == "failed" and run.result["iterations"] == 1
    assert "The loss was not a number (NaN) at iteration 2" in run.result["reason"]
    assert run.metrics("train")[0]["values"]["train_loss"] is None
    assert "not-finite" in run.warnings()
    assert run.result["adapter"] is None and not list((folder / "adapters").glob("*.safetensors"))


def test_weights_that_broke_between_two_reports_are_not_saved(folder: Path):
    flags = ("--learning-rate", "1e30", "--steps-per-report", "50", "--save-every", "3")
    run = train(folder, *SFT, *flags, "--iters", "50")
    assert run.status == 1
    assert "so they were not saved" in run.result["reason"]
    assert run.result["adapter"] is None and not list((folder / "adapters").glob("*.safetensors"))


def test_an_unknown_reward_name_fails_before_anything_is_loaded(folder: Path):
    run = train(folder, *GRPO, "--reward-functions", "r1_count_xml,no_such_reward")
    assert run.status == 1
    assert "There is no reward function named 'no_such_reward'" in run.result["reason"]
    assert "r1_accuracy_reward_func" in run.result["reason"]
    assert "Loading model" not in run.log


def test_a_broken_reward_file_fails_with_its_traceback_in_the_log(folder: Path):
    (folder / "rewards.py").write_text("import no_such_module\n")
    run = train(folder, *GRPO, "--reward-functions-file", "rewards.py", "--reward-functions", "x")
    assert run.status == 1
    assert "rewards.py cannot be loaded: ModuleNotFoundError" in run.result["reason"]
    assert "Traceback" in run.errors and 'rewards.py", line 1' in run.errors


def test_an_exception_fails_with_a_plain_reason(folder: Path):
    (folder / "data" / "valid.jsonl").write_text("")
    run = train(folder, *SFT, "--iters", "2")
    assert run.status == 1
    assert run.result["reason"] == "A dataset file is empty."
    assert run.result["details"] == {
        "phase": "loading",
        "error": "IndexError: list index out of range",
    }
    assert "Traceback" in run.errors


def test_flags_that_the_trainer_refuses_are_quoted(folder: Path):
    run = train(folder, *SFT, "--train-mode", "gspo")
    assert run.status == 2
    assert run.result["outcome"] == "failed"
    assert "invalid choice: 'gspo'" in run.result["reason"]
