"""A run that was interrupted and resumed ends as one that never was: to the last bit."""

import json
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.real_trainer.test_every_mode import ROWS, SUMS
from tests.trainer.wrapped import (
    ARITHMETIC,
    STARTER_MODEL,
    Record,
    Trained,
    finish,
    start,
    write_config,
    write_messages,
)

pytestmark = [pytest.mark.real_trainer, pytest.mark.independent]

SCHEDULE = {"name": "cosine_decay", "arguments": [1e-3, 12, 1e-5], "warmup": 2, "warmup_init": 0.0}
CONFIG: dict[str, Any] = {
    "lora_parameters": {"rank": 4, "dropout": 0.1, "scale": 10.0},
    "lr_schedule": SCHEDULE,
    "optimizer_config": {"adamw": {"weight_decay": 0.01}},
}
# Neither reports nor checkpoints nor validations fall together with the updates or each other.
FLAGS = (
    *("--train", "--config", "config.yaml", "--data", "data", "--seed", "7", "--batch-size", "2"),
    *("--optimizer", "adamw", "--gradient-accumulation-steps", "2", "--num-layers", "2"),
    *("--steps-per-report", "3", "--steps-per-eval", "8", "--val-batches", "1"),
)
SHORT = ("--max-completion-length", "12")
JUDGED = (*SHORT, "--judge", str(STARTER_MODEL))
MODES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sft": ("messages", ()),
    "grpo": ("prompt_answer", (*SHORT, "--group-size", "2")),
    "klpo": ("prompt_answer", SHORT),
    "dpo": ("preference", ()),
    "cpo": ("preference", ()),
    "orpo": ("preference", ()),
    "dsla": ("preference", ()),
    "ftpo": ("token_preference", ()),
    "ppo": ("prompts", JUDGED),
    "online_dpo": ("prompts", JUDGED),
    "xpo": ("prompts", JUDGED),
    "rlhf_reinforce": ("prompts", JUDGED),
}
"""The shape of the rows and the flags of their own."""
OTHERS = [mode for mode in MODES if mode not in ("sft", "grpo")]
PATIENCE = 400
"""Seconds for one training, on a machine that does much else."""
TIMED = ("second", "time", "memory")
"""Parts of the names of what depends on the clock and the machine."""


@dataclass(frozen=True)
class Case:
    """One way to train, on nine rows, so that an epoch ends in the middle."""

    mode: str
    iterations: int
    save_every: int
    root: Path

    def folder(self, name: str, **config: Any) -> Path:
        folder = self.root / name
        folder.mkdir()
        write_rows(folder, MODES[self.mode][0])
        write_config(folder, **CONFIG, **config)
        return folder

    def flags(self, iterations: int) -> tuple[str, ...]:
        own = MODES[self.mode][1]
        every = ("--save-every", str(self.save_every), "--iters", str(iterations))
        return ("--train-mode", self.mode, *FLAGS, *own, *every)

    def whole(self) -> Trained:
        done = trained(self.folder("whole"), *self.flags(self.iterations))
        assert done.status == 0, done.errors
        return done

    def rest(self, broken: Trained) -> Trained:
        """Train on from the newest checkpoint of a run that ended early."""
        last = broken.of("checkpoint")[-1]
        iteration: int = last["iteration"]
        state = str(broken.folder / last["state"])
        folder = self.folder("rest", temper_resume={"iteration": iteration, "state": state})
        adapter = ("--resume-adapter-file", str(broken.folder / last["path"]))
        return trained(folder, *self.flags(self.iterations - iteration), *adapter)


def trained(folder: Path, *flags: str) -> Trained:
    return finish(start(folder, *flags), folder, timeout=PATIENCE)


def write_rows(folder: Path, shape: str) -> None:
    if shape == "messages":
        write_messages(folder, train_rows=9, valid_rows=4)
        return
    data = folder / "data"
    data.mkdir()
    if shape == "prompt_answer":
        lines = (ARITHMETIC / "train.jsonl").read_text(encoding="utf-8").splitlines(True)
    else:
        lines = [json.dumps(ROWS[shape](a, b)) + "\n" for a, b in SUMS]
    (data / "train.jsonl").write_text("".join(lines[:9]), encoding="utf-8")
    (data / "valid.jsonl").write_text("".join(lines[:4]), encoding="utf-8")


def read_until(process: "subprocess.Popen[bytes]", type_: str, iteration: int) -> list[bytes]:
    """What the trainer says, up to the record of this iteration."""
    said: list[bytes] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if line.startswith(b"\x1e"):
            record: Record = json.loads(line[1:])
            if record["type"] == type_ and record["iteration"] >= iteration:
                break
    return said


def saved_and_stopped(case: Case, after: int) -> Trained:
    """Asked to save and stop after a report; it ends wherever it then is."""
    folder = case.folder("stopped")
    stop = folder / "stop.json"
    process = start(folder, *case.flags(case.iterations), TEMPER_STOP_FILE=str(stop))
    read_until(process, "metric", after)
    stop.write_text('{"save": true}', encoding="utf-8")
    stopped = finish(process, folder, timeout=PATIENCE)
    assert stopped.result["outcome"] == "stopped", stopped.errors
    assert after <= stopped.result["iterations"] < case.iterations
    return stopped


def killed(case: Case, after: int) -> Trained:
    """Killed as soon as a checkpoint was announced."""
    folder = case.folder("killed")
    process = start(folder, *case.flags(case.iterations))
    said = read_until(process, "checkpoint", after)
    process.send_signal(signal.SIGKILL)
    finish(process, folder)
    records = [json.loads(line[1:]) for line in said if line.startswith(b"\x1e")]
    # What was announced is on the disk, whatever came after.
    return Trained(-9, records, "", "", folder)


def reports(run: Trained) -> dict[tuple[str, int], Record]:
    return {
        (record["split"], record["iteration"]): {
            name: value
            for name, value in record["values"].items()
            if not any(part in name for part in TIMED)
        }
        for record in run.of("metric")
    }


def check(case: Case, whole: Trained, broken: Trained) -> None:
    rest = case.rest(broken)
    assert rest.status == 0, rest.errors
    since: int = broken.of("checkpoint")[-1]["iteration"]
    assert rest.warnings().isdisjoint({"resume-weights-only", "resume-starts-over"})
    assert rest.result["iterations"] == case.iterations
    expected = {key: values for key, values in reports(whole).items() if key[1] > since}
    assert expected and reports(rest) == expected
    assert rest.of("rollout") == [r for r in whole.of("rollout") if r["iteration"] > since]
    for name in (f"{case.iterations:07d}_adapters.safetensors", "adapters.safetensors"):
        one, other = (run.folder / "adapters" / name for run in (whole, rest))
        assert one.exists() == other.exists()
        assert not one.exists() or one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("mode", ["sft", "grpo"])
def test_the_rest_of_an_interrupted_run_is_that_of_a_whole_one(tmp_path: Path, mode: str):
    case = Case(mode, iterations=40 if mode == "sft" else 20, save_every=5, root=tmp_path)
    whole = case.whole()
    stopped = saved_and_stopped(case, after=6)
    check(case, whole, stopped)
    shutil.rmtree(tmp_path / "rest")
    check(case, whole, killed(case, after=10))


@pytest.mark.thorough
@pytest.mark.parametrize("mode", OTHERS)
def test_so_it_is_for_every_other_method(tmp_path: Path, mode: str):
    case = Case(mode, iterations=10, save_every=5, root=tmp_path)
    check(case, case.whole(), killed(case, after=5))
