"""Each fix does what it says and nothing else; done twice it does no more."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.datasets.derived.fixes import (
    ROW_FIXES,
    coerce_numbers,
    drop_nulls,
    extract_final_answer,
    final_answer,
    join_repeated_turns,
    numbers_as_written,
    remove_control_characters,
    rename_roles,
    trim_texts,
)

texts = st.text(alphabet="ab \n\t#42,\x07\x85é", max_size=12)
roles = st.sampled_from(["user", "Human", "gpt", "assistant", "system", "tool", "odd"])
talks = st.lists(st.fixed_dictionaries({"role": roles, "content": texts}), max_size=4)
rows = st.dictionaries(
    st.sampled_from(
        ["prompt", "answer", "system", "messages", "question", "type", "conversations"]
    ),
    texts | talks | st.none() | st.integers(),
)


@pytest.mark.parametrize("fix", ROW_FIXES)
@given(row=rows)
def test_a_fix_done_twice_does_no_more(fix: str, row: dict[str, Any]) -> None:
    change = ROW_FIXES[fix]  # pyright: ignore[reportArgumentType]
    once = change(row)
    assert change(once) == once


def coerced(line: str) -> dict[str, Any]:
    return coerce_numbers(json.loads(line), lambda: numbers_as_written(line.encode()))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"prompt": "q", "answer": 7.50}', {"prompt": "q", "answer": "7.50"}),
        ('{"prompt": "q", "answer": 1e5}', {"prompt": "q", "answer": "1e5"}),
        ('{"prompt": "q", "answer": true}', {"prompt": "q", "answer": "true"}),
        ('{"question": 5, "answer": "a", "id": 7}', {"question": "5", "answer": "a", "id": 7}),
        ('{"instruction": "q", "output": -0}', {"instruction": "q", "output": "-0"}),
        (
            '{"messages": [{"role": "user", "content": 1.0}]}',
            {"messages": [{"role": "user", "content": "1.0"}]},
        ),
        ('{"prompt": "q", "answer": ["7"]}', {"prompt": "q", "answer": ["7"]}),
    ],
)
def test_numbers_become_text_as_they_are_written(line: str, expected: dict[str, Any]) -> None:
    assert coerced(line) == expected


def test_nulls_go_but_a_turn_keeps_its_content() -> None:
    turn: dict[str, Any] = {"role": "assistant", "content": None, "name": None, "tool_calls": [1]}
    row: dict[str, Any] = {"messages": [turn], "system": None, "id": 0}
    kept: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [1]}
    assert drop_nulls(row) == {"messages": [kept], "id": 0}


def test_control_characters_go_and_line_ends_stay() -> None:
    row = {"prompt": "a\x07b\n\tc\x9f", "answer": "\ufffd", "messages": [{"content": "\x00x"}]}
    assert remove_control_characters(row) == {
        "prompt": "ab\n\tc",
        "answer": "\ufffd",
        "messages": [{"content": "x"}],
    }


def test_texts_are_trimmed_and_other_columns_are_not() -> None:
    row = {"question": " q ", "answer": "a\n", "note": " n "}
    assert trim_texts(row) == {"question": "q", "answer": "a", "note": " n "}


def test_roles_get_the_names_that_templates_know() -> None:
    names = ["Human", "gpt", "developer", "function", "odd", "user "]
    row = {"messages": [{"role": name, "content": "x"} for name in names]}
    assert [turn["role"] for turn in rename_roles(row)["messages"]] == [
        "user",
        "assistant",
        "system",
        "tool",
        "odd",
        "user",
    ]


def test_turns_of_one_role_are_joined_but_not_those_of_tools() -> None:
    say = [("user", "a"), ("user", "b"), ("assistant", "c"), ("tool", "d"), ("tool", "e")]
    row = {"messages": [{"role": role, "content": text} for role, text in say]}
    joined = join_repeated_turns(row)["messages"]
    assert [turn["content"] for turn in joined] == ["a\n\nb", "c", "d", "e"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 1 = 2\n#### 2", ("2", "1 + 1 = 2")),
        ("so\n#### 1,234,567", ("1234567", "so")),
        ("so\n#### -1,000.50 \n", ("-1000.50", "so")),
        ("#### 42", ("42", "")),
        ("a\n#### 1\nb\n#### x, y", ("x, y", "a\n#### 1\nb")),
        ("1,000", None),
        ("a\n#### ", None),
        ("#### Heading\ntext", None),
    ],
)
def test_the_final_answer_stands_after_the_last_mark(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert final_answer(text) == expected


def test_the_working_is_kept_as_reasoning() -> None:
    assert extract_final_answer({"question": "q", "answer": "w\n#### 4"}) == {
        "question": "q",
        "answer": "4",
        "reasoning": "w",
    }
    row = {"messages": [{"role": "assistant", "content": "w\n#### 4"}], "reasoning": "v"}
    assert extract_final_answer(row) == {
        "messages": [{"role": "assistant", "content": "4"}],
        "reasoning": "v\n\nw",
    }
