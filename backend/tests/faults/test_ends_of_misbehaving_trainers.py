"""However a trainer ends, the log ends with the honest outcome, and nothing is left running."""

import sys
import time
from pathlib import Path

import pytest

from temper.kit.files import write_json
from temper.runs.identity import identify
from tests.supervised import StartRun, SupervisedRun, living_group, wait_until


def test_an_exit_without_a_word_is_a_failure(start_run: StartRun) -> None:
    run = start_run("ends", "status", "0")
    result = run.wait_for_result()
    assert run.statuses() == ["starting", "failed"]
    assert result["exit_code"] == 0
    assert "without saying how" in result["reason"]
    assert result["last_lines"] == ["the last words"]
    assert run.events()[-1]["reason"] == result["reason"]


def test_an_exception_is_quoted(start_run: StartRun) -> None:
    result = start_run("ends", "raise", "there are no rows").wait_for_result()
    assert result["outcome"] == "failed"
    assert result["exit_code"] == 1
    assert result["reason"].endswith("ValueError: there are no rows")
    assert result["last_lines"][-1] == "ValueError: there are no rows"


def test_wrong_arguments_are_named(start_run: StartRun) -> None:
    result = start_run("bad_arguments").wait_for_result()
    assert result["outcome"] == "failed"
    assert result["exit_code"] == 2
    assert "invalid int value: 'many'" in result["reason"]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGABRT", "SIGTERM"])
def test_a_signal_nobody_here_sent_is_a_failure(start_run: StartRun, name: str) -> None:
    result = start_run("ends", "signal", name).wait_for_result()
    assert result["outcome"] == "failed"
    assert result["signal"] == name
    assert result["exit_code"] is None
    assert name in result["reason"]


def test_a_crash_in_native_code_is_a_failure(start_run: StartRun) -> None:
    result = start_run("touches_foreign_memory").wait_for_result()
    assert result["outcome"] == "failed"
    assert result["signal"] in ("SIGSEGV", "SIGBUS")
    assert "crashed" in result["reason"]


@pytest.mark.parametrize(("how", "what"), [("status", "3"), ("signal", "SIGSEGV")])
def test_a_success_before_a_crash_is_none(start_run: StartRun, how: str, what: str) -> None:
    result = start_run("ends", how, what, "completed").wait_for_result()
    assert result["outcome"] == "failed"
    assert "said it had completed" in result["reason"]


def test_a_reported_failure_keeps_its_own_reason(start_run: StartRun) -> None:
    result = start_run("ends", "status", "1", "failed").wait_for_result()
    assert result["outcome"] == "failed"
    assert result["reason"] == "As said."


def test_what_a_killed_trainer_had_saved_is_not_forgotten(start_run: StartRun) -> None:
    result = start_run("dies_after_checkpoint").wait_for_result()
    assert result["outcome"] == "failed"
    assert result["iterations"] == 5
    assert result["adapter"] == "adapters/0000004_adapters.safetensors"


def test_a_record_that_death_cut_off_is_kept_as_text(start_run: StartRun) -> None:
    run = start_run("dies_mid_record")
    assert run.wait_for_result()["signal"] == "SIGKILL"
    assert run.texts("stdout")[0].startswith('{"type": "metric"')
    assert run.events("metric") == []


def test_a_trainer_that_closes_its_streams_is_still_waited_for(start_run: StartRun) -> None:
    run = start_run("goes_silent", "3")
    result = run.wait_for_result()
    assert result["exit_code"] == 3
    assert result["seconds"] >= 0.3
    assert run.texts() == ["closing"]


@pytest.mark.parametrize("where", ["here", "away"])
def test_a_child_that_keeps_the_pipes_does_not_hold_up_the_end(
    start_run: StartRun, where: str
) -> None:
    run = start_run("leaves_child", where)
    started = time.monotonic()
    assert run.wait_for_result()["outcome"] == "completed"
    assert time.monotonic() - started < 10
    assert living_group(run.trainer()) == []
    child = int(run.texts()[0].split()[1])
    wait_until(lambda: identify(child) is None, "the end of the child, wherever it went")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            {"launch": ["/no/such/python", "-m", "temper.trainer"]},
            "No such file or directory: '/no/such/python'",
        ),
        ({"launch": ["/"]}, "Permission denied"),
        ({"launch": ["a\0b"]}, "null"),
        ({"launch": []}, "no `launch`"),
        ({"launch": "python"}, "no `launch`"),
        ({"launch": [1]}, "no `launch`"),
        ({}, "no `launch`"),
        ({"launch": [sys.executable], "environment": {"A": 1}}, "`environment`"),
        ({"launch": [sys.executable], "environment": ["A"]}, "`environment`"),
        ([], "plan.json"),
        ({"version": 2, "launch": [sys.executable]}, "update Temper"),
        ({"version": "new", "launch": [sys.executable]}, "update Temper"),
    ],
)
def test_what_cannot_be_started_says_why(tmp_path: Path, plan: object, words: str) -> None:
    run = SupervisedRun(tmp_path / "run", [], {})
    write_json(run.folder / "plan.json", plan)
    result = run.start().wait_for_result()
    assert run.statuses() == ["starting", "failed"]
    assert result["reason"].startswith("The trainer could not be started: ")
    assert words in result["reason"]
    assert result["exit_code"] is None


def test_a_folder_without_a_plan_says_so(tmp_path: Path) -> None:
    run = SupervisedRun(tmp_path / "run", [], {})
    (run.folder / "plan.json").unlink()
    assert "plan.json is missing" in run.start().wait_for_result()["reason"]
