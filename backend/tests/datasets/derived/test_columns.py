"""Columns as they are, and mappings for those that are nearly right."""

from pathlib import Path
from typing import Any

import pytest

from temper.database import Database
from temper.datasets.derived.columns import columns
from temper.datasets.derived.remembered import MappingStore, top_level, with_remembered
from temper.datasets.source import find_source
from tests.datasets.conftest import WriteRows


def test_columns_have_their_kinds_and_first_value(write_rows: WriteRows) -> None:
    rows: list[dict[str, Any]] = [
        {"a": None, "b": 1, "c": {"d": ["x", "y"]}},
        {"a": "t" * 300, "b": "2", "e": []},
    ]
    report = columns(find_source(write_rows(train=rows)))
    assert report.rows_seen == 2
    found = {column.name: column for column in report.columns}
    assert list(found) == ["a", "b", "c", "c.d", "c.d.0", "e"]
    assert found["a"].kinds == {"null": 1, "text": 1}
    assert found["a"].example == "t" * 199 + "…"
    assert found["b"].kinds == {"number": 1, "text": 1}
    assert found["c.d.0"].example == "x"


@pytest.mark.parametrize(
    ("row", "output", "mapping"),
    [
        (
            {"Prompt": "q", "response": "a"},
            "prompt_answer",
            {"prompt": "Prompt", "answer": "response"},
        ),
        (
            {"prompt": "q", "ground_truth": "a", "system_prompt": "s"},
            "prompt_answer",
            {"prompt": "prompt", "answer": "ground_truth", "system": "system_prompt"},
        ),
        (
            {"inputs": "q", "targets": "a"},
            "prompt_answer",
            {"prompt": "inputs", "answer": "targets"},
        ),
        ({"query": "q", "reply": "a"}, "prompt_answer", {"prompt": "query", "answer": "reply"}),
        (
            {"question": "q", "solution": "w", "final_answer": 4},
            "prompt_answer",
            {"prompt": "question", "answer": "final_answer"},
        ),
        (
            {"question": "q", "answers": {"answer": "a"}},
            "prompt_answer",
            {"prompt": "question", "answer": "answers.answer"},
        ),
        ({"dialogue": [{"role": "user", "content": "x"}]}, "messages", {"messages": "dialogue"}),
        (
            {"question": "q", "preferred": "a", "dispreferred": "b"},
            "preference",
            {"prompt": "question", "chosen": "preferred", "rejected": "dispreferred"},
        ),
    ],
)
def test_nearly_right_columns_get_a_mapping(
    write_rows: WriteRows, row: dict[str, Any], output: str, mapping: dict[str, str]
) -> None:
    report = columns(find_source(write_rows(train=[row] * 3)))
    first = report.suggestions[0]
    assert (first.format, first.mapping, first.remembered) == (output, mapping, False)
    assert "every row has them" in first.why


@pytest.mark.parametrize(
    "row",
    [{"prompt": "q", "answer": "a"}, {"text": "x"}, {"id": 7, "date": "x"}, {"prompt": {"odd": 1}}],
)
def test_rows_that_need_no_mapping_or_have_none_get_none(
    write_rows: WriteRows, row: dict[str, Any]
) -> None:
    assert columns(find_source(write_rows(train=[row]))).suggestions == []


def test_broken_lines_are_no_columns(write_rows: WriteRows) -> None:
    report = columns(
        find_source(write_rows(train=b'\xef\xbb\xbf{"a": 1}\n\nx\n[1]\n' + b"[" * 9000))
    )
    assert ([column.name for column in report.columns], report.rows_seen) == (["a"], 1)


def test_a_mapping_is_remembered_for_the_set_of_columns(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    store = MappingStore(Database(tmp_path / "temper.db"))
    one = columns(find_source(write_rows("one", train=[{"x": "q", "y": {"z": "a"}}])))
    store.remember(top_level(one), "prompt_answer", {"prompt": "x", "answer": "y.z"})
    store.remember(top_level(one), "prompt_answer", {"prompt": "y.z", "answer": "x"})
    same = columns(find_source(write_rows("two", train=[{"y": 1, "x": "other"}])))
    first = with_remembered(same, store).suggestions[0]
    assert (first.mapping, first.remembered) == ({"prompt": "y.z", "answer": "x"}, True)
    other = columns(find_source(write_rows("three", train=[{"x": 1}])))
    assert with_remembered(other, store).suggestions == []
