"""A folder that arrives is a run in every part that anybody will read, or it is refused."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from temper.errors import InvalidRequest
from temper.kit.files import read_object
from temper.runs import examples
from temper.runs.folder import RunFolder
from temper.runs.journal import Journal
from temper.runs.transfer.arrival import check_logs, plan_record, settle
from tests.runs.places import a_run

ID = "20260131-142305-k7q2mz"
METRIC = {"type": "metric", "iteration": 3, "split": "train", "values": {"train_loss": 1.0}}


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / ID)
    folder.path.mkdir()
    return folder


def plan(folder: RunFolder, steps: dict[str, Any] | None = None, **run: Any) -> None:
    planned = {**examples.PLAN, "steps": examples.PLAN["steps"] | (steps or {})}
    record = {"version": 1, "run": asdict(a_run(ID)) | run, "plan": planned}
    # With escapes, as another program may write it.
    folder.plan_file.write_text(json.dumps(record))


def arrive(folder: RunFolder) -> None:
    stored = plan_record(folder)
    check_logs(folder)
    settle(folder, stored, has_parent=False)


def test_a_run_without_an_end_gets_one(folder: RunFolder) -> None:
    plan(folder, parent_id="another")
    arrive(folder)
    check_logs(folder)
    assert (read_object(folder.plan_file) or {})["run"]["parent_id"] is None


@pytest.mark.parametrize("log", ["events.jsonl", "earlier.jsonl"])
@pytest.mark.parametrize("line", [b"junk", b'{"type":"metric"}', b"\xff\xfe", b""])
def test_a_broken_line_is_named(folder: RunFolder, log: str, line: bytes) -> None:
    plan(folder)
    Journal(folder.path / log).append(METRIC)
    with (folder.path / log).open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(InvalidRequest, match=f"Line 2 of its {log} is no event"):
        arrive(folder)


@pytest.mark.parametrize("field", ["path", "state"])
@pytest.mark.parametrize(
    "name", ["/etc/hostname", "../x", "a/../../x", "a\\b", "a\0b", "a" * 5000, "a/" * 1500]
)
def test_the_log_names_files_of_the_run_only(folder: RunFolder, field: str, name: str) -> None:
    plan(folder)
    saved = {"type": "checkpoint", "iteration": 1, "path": "adapters/a", "bytes": 1}
    Journal(folder.events).append({**saved, field: name})
    with pytest.raises(InvalidRequest, match=r"outside of the run's folder|too long"):
        arrive(folder)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ({"id": 5}, "/run/id: Input should be a valid string"),
        ({"name": "a\x1b[31m"}, "/run/name: Give at least one visible character"),
        ({"name": "x" * 1000}, "/run/name: "),
        ({"name": "\ud800"}, "/run/name: "),
        ({"notes": "\udfff"}, "half of a character"),
        ({"tags": ["\ud800"]}, "half of a character"),
        ({"total_iterations": "x"}, "/total_iterations: Input should be a valid integer"),
        ({"total_iterations": 2**63}, "/total_iterations: Input should be less than"),
        ({"summary": {"metric": "x"}}, "/summary: It holds no figures"),
        ({"summary": {"model_name": 5}}, "/model_name: Input should be a valid string"),
        ({"request": {}}, "does not tell what the run was asked for"),
    ],
)
def test_a_plan_that_cannot_be_shown_or_stored_is_refused_in_words(
    folder: RunFolder, run: dict[str, Any], words: str
) -> None:
    plan(folder, **run)
    with pytest.raises(InvalidRequest) as refusal:
        arrive(folder)
    assert "Its plan.json is not of a run" in refusal.value.detail
    assert words in refusal.value.detail
    assert "pydantic" not in refusal.value.detail


def test_steps_without_rows_at_once_are_no_steps(folder: RunFolder) -> None:
    plan(folder, steps={"batch_size": 0})
    with pytest.raises(InvalidRequest, match="/plan/steps/batch_size: Input should be greater"):
        arrive(folder)


@pytest.mark.parametrize("stored", ["[]", "{", '{"run": {}}', '{"run": 5, "plan": []}'])
def test_what_is_no_plan_is_refused(folder: RunFolder, stored: str) -> None:
    folder.plan_file.write_text(stored)
    with pytest.raises(InvalidRequest, match=r"plan\.json"):
        arrive(folder)
