"""`temper convert` says what it left out and why, and speaks of its own options."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Result, Temper, complaint, run_here

USER = {"role": "user", "content": "2 + 3?"}
ASSISTANT = {"role": "assistant", "content": "5"}
LONG = {"messages": [USER, ASSISTANT, USER | {"content": "And 4?"}, ASSISTANT]}
SHORT = {"messages": [USER, ASSISTANT]}


@pytest.fixture
def temper(tmp_path: Path) -> Temper:
    """Runs a command in this process; conversions need no server."""

    def run(*arguments: str) -> Result:
        return run_here(tmp_path / "home", *arguments)

    return run


def chat(tmp_path: Path, *rows: Any) -> str:
    path = tmp_path / "chat.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def test_longer_conversations_need_an_option_that_is_named(temper: Temper, tmp_path: Path) -> None:
    output = str(tmp_path / "out")
    command = ["convert", chat(tmp_path, LONG), "--output", output, "--to", "prompt_answer"]
    said = complaint(temper(*command), 2)
    assert "--multi-turn last_exchange" in said
    assert "--fix drop_bad_rows" in said
    assert "/fixes" not in said and "multi_turn" not in said
    assert "--multi-turn" in complaint(temper(*command, "--multi-turn", "all"), 2)
    assert temper(*command, "--multi-turn", "last_exchange").exit_code == 0
    row = json.loads((tmp_path / "out" / "train.jsonl").read_text())
    assert row == {"prompt": "User: 2 + 3?\n\nAssistant: 5\n\nUser: And 4?", "answer": "5"}


def test_rows_left_out_are_counted_with_the_reason_and_the_file(
    temper: Temper, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    path = chat(tmp_path, SHORT, LONG, {"messages": 1}, *[SHORT] * 9)
    fixes = ["--fix", "mark_bad_rows", "--dedupe"]
    wanted = ["--output", str(output), "--to", "prompt_answer", *fixes]
    told = temper("convert", path, *wanted)
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        f"{output}: 1 train row",
        "  Move rows with errors to rejected.jsonl: 2",
        "    Rows that cannot be converted: 2",
        "  Leave out duplicates: 9",
        f"  Each of these rows, with its reason, is in {output / 'rejected.jsonl'}",
    ]


def test_rows_set_aside_stay_when_the_others_are_split(temper: Temper, tmp_path: Path) -> None:
    output = tmp_path / "out"
    path = chat(tmp_path, *[SHORT] * 8, LONG)
    wanted = ["--to", "prompt_answer", "--fix", "mark_bad_rows", "--valid", "0.25"]
    told = temper("convert", path, "--output", str(output), *wanted)
    assert told.exit_code == 0
    assert len((output / "rejected.jsonl").read_text().splitlines()) == 1
    assert str(output / "rejected.jsonl") in told.stdout


def test_a_column_that_is_not_there_is_refused(temper: Temper, tmp_path: Path) -> None:
    output = ["--output", str(tmp_path / "out")]
    said = complaint(temper("convert", chat(tmp_path, SHORT), *output, "--map", "prompt=Nope"), 2)
    assert "--map: No row has the column `Nope`. Allowed: messages." in said
    assert not (tmp_path / "out").exists()
