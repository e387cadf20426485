"""What a report says of files that hold no rows, or none that could be read."""

from pathlib import Path

import pytest

from temper.datasets.imports.cache import ImportCache
from temper.datasets.schemas import Report
from temper.datasets.source import SourceError, find_source
from temper.datasets.validation.validate import validate


def report(tmp_path: Path, name: str, data: bytes) -> Report:
    (tmp_path / name).write_bytes(data)
    source = ImportCache(tmp_path / "cache").lines(find_source(tmp_path / name))
    return validate(source, "prompt_answer")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("rows.jsonl", b"", "The file is empty"),
        ("rows.jsonl", b"[]", "The file holds no rows"),
        ("rows.json", b"[]\n", "The file holds no rows"),
        ("rows.csv", b"prompt,answer\n", "The file holds no rows"),
    ],
)
def test_a_file_without_rows_is_told_from_an_empty_one(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    found = report(tmp_path, name, data)
    assert found.problems[0].title == "Files without rows"
    assert says in found.verdict


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json"])
def test_a_file_of_nuls_is_damaged_and_in_no_encoding(tmp_path: Path, name: str) -> None:
    found = report(tmp_path, name, bytes(5000))
    assert found.problems[0].kind == "corrupt_file"
    assert "NUL bytes" in found.verdict
    assert "UTF-16" not in found.verdict


def test_a_link_to_itself_is_told_as_one(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").symlink_to(tmp_path / "rows.jsonl")
    with pytest.raises(SourceError, match="a link that leads back to itself") as caught:
        find_source(tmp_path / "rows.jsonl")
    assert caught.value.kind == "not_a_file"


def test_numbers_have_the_right_words(tmp_path: Path) -> None:
    found = report(tmp_path, "rows.csv", b"prompt,answer\na\n")
    assert "The row has 1 cell, fewer than the header's 2." in found.verdict


def test_sharegpt_is_not_sent_to_messages_where_a_method_reads_no_messages(
    tmp_path: Path,
) -> None:
    row = b'{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}\n'
    found = report(tmp_path, "rows.jsonl", row)
    assert "to messages" not in found.verdict
    assert found.suggestion is not None
    assert found.suggestion.label == "Convert to prompt/answer/system"


@pytest.mark.parametrize("row", [b'{"prompt": "a", "answer": "b"}\n', b'{"messages": []}\n'])
def test_what_no_conversion_can_make_is_not_advised(tmp_path: Path, row: bytes) -> None:
    (tmp_path / "rows.jsonl").write_bytes(row)
    found = validate(find_source(tmp_path / "rows.jsonl"), "preference")
    assert found.suggestion is None
    assert "This method reads preference pairs" in found.verdict
    assert "Convert it" not in found.verdict
