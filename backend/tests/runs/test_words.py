"""What people said of a run, read back from its folder."""

from pathlib import Path
from typing import Any

import pytest

from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.words import keep_words, with_words
from tests.runs.places import a_run

SAID: dict[str, Any] = {"name": "Better", "notes": "é\n", "tags": ["a", "b"], "archived": True}


def read_back(folder: Path, said: Any) -> dict[str, Any]:
    write_json(folder / "notes.json", said)
    run = with_words(a_run("one"), RunFolder(folder))
    return {
        "name": run.name,
        "notes": run.notes,
        "tags": list(run.tags),
        "archived": run.archived,
    }


def test_what_was_said_is_read_back(tmp_path: Path) -> None:
    keep_words(a_run("one", **SAID), RunFolder(tmp_path))
    run = with_words(a_run("one"), RunFolder(tmp_path))
    assert run == a_run("one", **SAID | {"tags": ("a", "b")})


@pytest.mark.parametrize(
    ("broken", "read"),
    [
        ({"name": "n" * 234}, {"name": "n" * 200}),
        ({"name": "my\u202fdata"}, {"name": "my data"}),
        ({"name": ""}, {"name": "a run"}),
        ({"name": 5}, {"name": "a run"}),
        ({"notes": None}, {"notes": ""}),
        ({"tags": "a"}, {"tags": []}),
        ({"tags": ["a", 5]}, {"tags": ["a"]}),
        ({"archived": "yes"}, {"archived": False}),
    ],
)
def test_a_broken_word_spoils_no_other(
    tmp_path: Path, broken: dict[str, Any], read: dict[str, Any]
) -> None:
    assert read_back(tmp_path, SAID | broken) == SAID | read


def test_half_a_character_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"notes": "\\ud800", "tags": ["\\ud800", "b"]}')
    run = with_words(a_run("one"), RunFolder(tmp_path))
    assert (run.notes, run.tags) == ("", ("b",))
