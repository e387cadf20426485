"""What a supervisor starts, and what macOS needs beside it."""

from pathlib import Path

import pytest

from temper.kit.files import write_json
from temper.runs import launch
from temper.runs.launch import read_launch
from temper.runs.trainer_process import awake_command

SETTING = "AGX_RELAX_CDM_CTXSTORE_TIMEOUT"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plan = {
        "version": 1,
        "launch": ["python"],
        "disk": {"checkpoint": 7, "total": 70},
        "plan": {"parameters": {"batch_size": {"value": 4}}},
    }
    write_json(tmp_path / "plan.json", plan)
    return tmp_path


def test_a_plan_tells_its_need_and_its_values(folder: Path) -> None:
    found = read_launch(folder)
    assert (found.need.checkpoint, found.need.total) == (7, 70)
    assert found.values == {"batch_size": 4}


def test_a_plan_from_before_tells_neither(tmp_path: Path) -> None:
    write_json(tmp_path / "plan.json", {"launch": ["python"]})
    found = read_launch(tmp_path)
    assert (found.need.total, found.values) == (0, {})


@pytest.mark.parametrize(
    ("system", "own", "value"),
    [("darwin", None, "1"), ("darwin", "0", "0"), ("linux", None, None)],
)
def test_on_macos_metal_waits_longer_unless_a_person_set_otherwise(
    folder: Path, monkeypatch: pytest.MonkeyPatch, system: str, own: str | None, value: str | None
) -> None:
    monkeypatch.setattr(launch.sys, "platform", system)
    monkeypatch.delenv(SETTING, raising=False)
    if own is not None:
        monkeypatch.setenv(SETTING, own)
    assert read_launch(folder).environment.get(SETTING) == value


def test_on_macos_the_machine_is_kept_awake_for_as_long_as_the_supervisor_lives() -> None:
    assert awake_command(77) == ("caffeinate", "-i", "-w", "77")
