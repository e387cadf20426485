"""A run folder: all of it, or nothing."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from temper.errors import StorageError
from temper.kit.files import read_object
from temper.methods.request import PlanRequest
from temper.runs import materialise as module
from temper.runs.folder import RunFolder
from temper.runs.history import read_events
from temper.runs.materialise import environment, link_or_copy, materialise
from temper.runs.plan import Plan
from tests.runs.places import a_run, make_planner

REWARD = """
from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function

@register_reward_function()
def longer(prompts, completions, answer, types=None):
    return [float(len(c)) for c in completions]
"""


@pytest.fixture
def rewards(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(REWARD)
    return path


@pytest.fixture
def plan(tmp_path: Path, rewards: Path) -> Plan:
    parameters = {
        "reward_functions_file": str(rewards),
        "reward_functions": ["longer"],
        "temperature": 1.9,
    }
    request = PlanRequest(
        method="grpo", model="starter-model", dataset="arithmetic", parameters=parameters
    )
    return make_planner(tmp_path / "home").plan(request)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    (tmp_path / "runs").mkdir()
    return RunFolder(tmp_path / "runs" / "r1")


def test_a_folder_holds_what_its_document_says(plan: Plan, folder: RunFolder) -> None:
    materialise(plan, a_run("r1"), folder)
    assert {path.name for path in folder.path.iterdir()} == {
        "plan.json", "config.yaml", "data", "events.jsonl", "adapters", "rewards.py",
    }  # fmt: skip
    record: Any = read_object(folder.plan_file)
    assert record["run"]["id"] == "r1"
    assert record["launch"][1:3] == ["-m", "temper.trainer"]
    inside = [word.removeprefix(f"{folder.path}/") for word in record["plan"]["command"]]
    assert record["launch"][3:] == inside[3:]
    assert record["version"] == 1
    assert 0 < record["disk"]["checkpoint"] < record["disk"]["total"]
    assert record["plan"]["yaml"] == folder.config_file.read_text()
    kinds = [event["type"] for event in read_events(folder.events, frozenset())]
    assert kinds == ["state"] + ["warning"] * len(plan.warnings)
    assert len(kinds) > 1


def test_every_path_of_the_command_is_in_the_folder(plan: Plan, folder: RunFolder) -> None:
    materialise(plan, a_run("r1"), folder)
    launch: list[str] = (read_object(folder.plan_file) or {})["launch"]
    for flag in ("--data", "--config", "--adapter-path", "--reward-functions-file"):
        path = Path(launch[launch.index(flag) + 1])
        assert not path.is_absolute(), flag
        assert (folder.path / path).exists(), flag


def test_a_reward_file_that_changes_later_changes_nothing(
    plan: Plan, folder: RunFolder, rewards: Path
) -> None:
    materialise(plan, a_run("r1"), folder)
    rewards.write_text("raise SystemExit")
    assert (folder.path / "rewards.py").read_text() == REWARD


def a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "write_json", write)


def a_vanished_reward_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(source: str, target: Path) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", source)

    monkeypatch.setattr(module.shutil, "copyfile", copy)


@pytest.mark.parametrize("fault", [a_full_disk, a_vanished_reward_file])
def test_after_a_fault_nothing_is_left(
    plan: Plan,
    folder: RunFolder,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[pytest.MonkeyPatch], None],
) -> None:
    fault(monkeypatch)
    with pytest.raises(StorageError) as refused:
        materialise(plan, a_run("r1"), folder)
    assert "Nothing was started" in refused.value.detail
    assert list(folder.path.parent.iterdir()) == []


def test_what_is_here_keeps_the_trainer_off_the_network(plan: Plan) -> None:
    assert environment(plan)["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in environment(replace(plan, model="some-people/some-model"))


def test_rows_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "train.jsonl"
    source.write_text("{}\n")
    link_or_copy(source, tmp_path / "data" / "linked.jsonl")
    assert (tmp_path / "data" / "linked.jsonl").stat().st_ino == source.stat().st_ino

    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    link_or_copy(source, tmp_path / "data" / "copied.jsonl")
    assert (tmp_path / "data" / "copied.jsonl").read_text() == "{}\n"
