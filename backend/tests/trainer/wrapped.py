"""Runs `python -m temper.trainer` as the supervisor does, and takes its output apart."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temper.machine import fast_blas

REPOSITORY = Path(__file__).resolve().parents[3]
STARTER_MODEL = REPOSITORY / "test_data" / "starter-model"
ARITHMETIC = REPOSITORY / "test_data" / "arithmetic"

Record = dict[str, Any]


@dataclass(frozen=True)
class Trained:
    """A wrapper that has ended."""

    status: int
    records: list[Record]
    log: str
    errors: str
    folder: Path

    def of(self, type_: str) -> list[Record]:
        return [record for record in self.records if record["type"] == type_]

    def metrics(self, split: str) -> list[Record]:
        return [record for record in self.of("metric") if record["split"] == split]

    @property
    def result(self) -> Record:
        assert self.records[-1]["type"] == "result", self.errors
        return self.records[-1]

    def warnings(self) -> set[str]:
        return {record["code"] for record in self.of("warning")}


def start(folder: Path, *flags: str, **environment: str) -> "subprocess.Popen[bytes]":
    """The wrapper, training in `folder` on what the flags say."""
    return subprocess.Popen(
        command(*flags),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(**environment),
    )


def command(*flags: str) -> list[str]:
    return [sys.executable, "-m", "temper.trainer", "--model", str(STARTER_MODEL), *flags]


def surroundings(**environment: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEMPER_")}
    path = str(REPOSITORY / "backend")
    # As the plan of a run has it.
    blas = {"LD_PRELOAD": found} if (found := fast_blas()) else {}
    return {**kept, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1", **blas, **environment}


def finish(process: "subprocess.Popen[bytes]", folder: Path, timeout: float = 120) -> Trained:
    try:
        output, errors = process.communicate(timeout=timeout)
    finally:
        process.kill()
    records, log = take_apart(output)
    return Trained(process.returncode, records, log, errors.decode(), folder)


def train(folder: Path, *flags: str, **environment: str) -> Trained:
    """Train to the end."""
    return finish(start(folder, *flags, **environment), folder)


def take_apart(output: bytes) -> tuple[list[Record], str]:
    """The records and, apart from them, the text."""
    records: list[Record] = []
    text: list[str] = []
    for line in output.split(b"\n"):
        if line.startswith(b"\x1e"):
            records.append(json.loads(line[1:]))
        else:
            assert b"\x1e" not in line, "a record began in the middle of a line"
            text.append(line.decode())
    return records, "\n".join(text)


def write_messages(folder: Path, train_rows: int = 12, valid_rows: int = 2) -> Path:
    """The arithmetic rows as SFT reads them."""
    data = folder / "data"
    data.mkdir()
    for name, count in (("train", train_rows), ("valid", valid_rows)):
        lines = (ARITHMETIC / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:count]
        messages = [as_messages(json.loads(line)) for line in lines]
        text = "".join(json.dumps(row) + "\n" for row in messages)
        (data / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return data


def as_messages(row: dict[str, str]) -> dict[str, Any]:
    return {
        "messages": [
            {"role": "system", "content": row["system"]},
            {"role": "user", "content": row["prompt"]},
            {"role": "assistant", "content": row["answer"]},
        ]
    }


def write_config(folder: Path, **values: Any) -> Path:
    """The trainer's YAML (JSON is YAML), which keeps it from fusing the model."""
    path = folder / "config.yaml"
    path.write_text(json.dumps({"fuse": False, **values}), encoding="utf-8")
    return path


class Recorded:
    """A sink for the records of parts that are tested without a process."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def __call__(self, data: bytes) -> None:
        assert data.startswith(b"\x1e") and data.endswith(b"\n")
        self.records.append(json.loads(data[1:]))

    def of(self, type_: str) -> list[Record]:
        return [record for record in self.records if record["type"] == type_]
