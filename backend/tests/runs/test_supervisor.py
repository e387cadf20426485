"""The supervisor starts a trainer as promised and turns what it says into the event log."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from pydantic import TypeAdapter

from temper.kit.files import read_json, write_json
from temper.runs.events import Event
from temper.runs.identity import is_alive
from temper.runs.process import recorded_trainer
from temper.runs.supervision import requested_stop
from temper.runs.supervisor import EXIT_ALREADY_SUPERVISED, EXIT_USAGE
from tests.supervised import StartRun, living_group, wait_until


def test_a_run_goes_from_starting_over_running_to_completed(start_run: StartRun) -> None:
    run = start_run("well_behaved")
    result = run.wait_for_result()
    assert run.statuses() == ["starting", "running", "completed"]
    assert result["outcome"] == "completed"
    assert result["reason"] == "Finished all 3 iterations."
    assert result["exit_code"] == 0
    assert result["signal"] is None
    assert result["iterations"] == 3
    assert result["adapter"] == "adapters/adapters.safetensors"
    assert result["details"] == {"peak_memory": 1.5}
    assert result["last_lines"] == []
    assert result["seconds"] > 0


def test_its_log_is_whole_in_order_and_readable_as_events(start_run: StartRun) -> None:
    run = start_run("well_behaved")
    run.wait_for_result()
    events = run.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    assert [event["type"] for event in events[-2:]] == ["result", "state"]
    types = [event["type"] for event in events if event.get("stream") != "stderr"]
    assert types == [
        *("state", "log", "state", "progress"),
        *("progress", "metric") * 3,
        *("rollout", "checkpoint", "warning", "result", "state"),
    ]
    adapter: TypeAdapter[Any] = TypeAdapter(Event)
    for event in events:
        adapter.validate_python(event)


def test_prose_is_kept_with_its_colours_and_records_are_no_prose(start_run: StartRun) -> None:
    run = start_run("well_behaved")
    run.wait_for_result()
    assert run.texts("stdout") == ["Loading the model"]
    assert run.texts("stderr") == ["\x1b[32mStarting\x1b[0m"]
    lines = (run.folder / "output.log").read_text().splitlines()
    assert sorted(lines) == sorted(run.texts())


def test_the_trainer_leads_a_session_in_the_run_folder_with_nothing_to_read(
    start_run: StartRun,
) -> None:
    run = start_run("shows_environment", EXTRA="from the plan")
    run.wait_for_result()
    shown = json.loads(run.texts("stdout")[0])
    environment = shown["environment"]
    assert environment["TEMPER_STOP_FILE"] == str(run.folder / "stop.json")
    assert environment["PYTHONUNBUFFERED"] == "1"
    assert environment["PYTHONIOENCODING"] == "utf-8"
    assert environment["EXTRA"] == "from the plan"
    assert shown["folder"] == str(run.folder)
    assert shown["leads_group"]
    assert shown["leads_session"]
    assert shown["stdin"] == ""


def test_the_trainer_inherits_neither_the_lock_nor_ignored_signals(start_run: StartRun) -> None:
    run = start_run("shows_environment")
    run.wait_for_result()
    shown = json.loads(run.texts("stdout")[0])
    # 3 is the folder that it lists to find out.
    assert set(shown["descriptors"]) <= {0, 1, 2, 3}
    assert shown["sigint"]


@pytest.mark.parametrize("variable", ["PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"])
@pytest.mark.parametrize("value", ["", "1"])
def test_it_works_whatever_python_variables_are_exported(
    start_run: StartRun, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert start_run("well_behaved").wait_for_result()["outcome"] == "completed"


def test_it_notes_itself_and_its_trainer(start_run: StartRun) -> None:
    run = start_run("forever")
    trainer = run.trainer()
    noted: Any = read_json(run.folder / "supervisor.json")
    assert noted["pid"] == run.handle.identity.pid
    assert noted["start_time"] == pytest.approx(run.handle.identity.start_time, abs=2)
    identity = recorded_trainer(run.folder)
    assert identity is not None
    assert is_alive(identity)
    assert [process.pid for process in living_group(trainer)] == [trainer]


def test_its_own_log_stays_empty_when_all_is_well(start_run: StartRun) -> None:
    run = start_run("well_behaved")
    run.wait_for_result()
    assert (run.folder / "supervisor.log").read_text() == ""


def test_a_second_supervisor_refuses_a_folder_that_has_one(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    second = subprocess.run(
        [sys.executable, "-m", "temper.runs.supervisor", str(run.folder)],
        env=psutil.Process(run.trainer()).environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == EXIT_ALREADY_SUPERVISED
    assert "has a supervisor already" in second.stderr
    assert run.statuses() == ["starting", "running"]


def test_it_can_be_started_by_hand(start_run: StartRun) -> None:
    run = start_run("shows_environment")
    run.wait_for_result()
    environment = json.loads(run.texts("stdout")[0])["environment"]
    command = [sys.executable, "-m", "temper.runs.supervisor"]
    by_hand = subprocess.run([*command, "."], cwd=run.folder, env=environment, check=False)
    assert by_hand.returncode == 0
    seqs = [event["seq"] for event in run.events()]
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(run.events("result")) == 2
    wrong = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert wrong.returncode == EXIT_USAGE
    assert "usage:" in wrong.stderr


def test_events_are_there_as_soon_as_they_were_printed(start_run: StartRun) -> None:
    run = start_run("forever")
    wait_until(lambda: run.texts() == ["ready"], "the line while the trainer goes on")
    assert run.statuses() == ["starting", "running"]


@pytest.mark.parametrize(
    ("request_", "wanted"),
    [
        ({"save": True}, "save"),
        ({"save": False}, "now"),
        ({"save": "yes"}, None),
        ({}, None),
        ([], None),
    ],
)
def test_what_a_stop_file_asks_for(tmp_path: Path, request_: object, wanted: str | None) -> None:
    path = tmp_path / "stop.json"
    assert requested_stop(path) is None
    write_json(path, request_)
    assert requested_stop(path) == wanted


def test_half_a_stop_file_asks_for_nothing_yet(tmp_path: Path) -> None:
    path = tmp_path / "stop.json"
    path.write_text('{"save": fal')
    assert requested_stop(path) is None
