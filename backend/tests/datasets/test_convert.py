"""Rows in other formats: every text kept, nothing invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.datasets.derived.convert import Unconvertible, change, rendered, turns
from temper.datasets.formats import (
    FORMATS,
    MESSAGES,
    PREFERENCE,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    PROMPTS_ONLY,
)

texts = st.text(min_size=1)
exchanges = st.fixed_dictionaries(
    {"prompt": texts, "answer": texts},
    optional={"system": texts, "type": texts, "level": st.integers()},
)

TALK = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "q"},
    {"role": "assistant", "content": "a"},
]
LONGER = [*TALK, {"role": "user", "content": "r"}, {"role": "assistant", "content": "b"}]


@given(exchanges, st.lists(st.sampled_from([MESSAGES, PROMPT_COMPLETION]), min_size=1, max_size=3))
def test_there_and_back_keeps_every_text_and_column(
    row: dict[str, Any], through: list[Any]
) -> None:
    changed = row
    for target in through:
        changed = change(changed, target)
    assert change(changed, PROMPT_ANSWER) == row


@given(exchanges)
def test_alpaca_and_sharegpt_keep_every_text(row: dict[str, Any]) -> None:
    others = {key: row[key] for key in ("system", "type", "level") if key in row}
    alpaca = {"instruction": row["prompt"], "output": row["answer"]} | others
    sharegpt = {
        "conversations": [
            {"from": "human", "value": row["prompt"]},
            {"from": "gpt", "value": row["answer"]},
        ]
    } | others
    assert change(alpaca, PROMPT_ANSWER) == row
    assert change(sharegpt, PROMPT_ANSWER) == row


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_longer_conversations_keep_every_turn(pairs: list[tuple[str, str]]) -> None:
    conversation = [
        {"from": name, "value": text}
        for pair in pairs
        for name, text in zip(("human", "gpt"), pair, strict=True)
    ]
    made = change({"conversations": conversation}, MESSAGES)["messages"]
    assert [turn["content"] for turn in made] == [text for pair in pairs for text in pair]
    row = change({"messages": made}, PROMPT_ANSWER, last_exchange=True)
    assert row["answer"] == pairs[-1][1]
    assert all(text in row["prompt"] for pair in pairs[:-1] for text in pair)


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "q", "answer": "a", "system": "s"},
        {"prompt": "q", "completion": "a", "system": "s"},
        {"messages": TALK},
        {"messages": TALK[1:], "system": "s"},
        {"instruction": "q", "output": "a", "input": "", "system": "s"},
        {"question": "q", "answer": "a", "system": "s"},
        {"problem": "q", "solution": "a", "sparse_indicators": [], "system": "s"},
        {"prompt": "q", "chosen": "a", "rejected": "b", "system": "s"},
        {
            "prompt": TALK[:2],
            "chosen": TALK[2:],
            "rejected": [{"role": "assistant", "content": "b"}],
        },
        {"prompt": TALK[:2], "completion": TALK[2:]},
        {
            "conversations": [
                {"from": "system", "value": "s"},
                {"from": "human", "value": "q"},
                {"from": "gpt", "value": "a"},
            ]
        },
        {"conversations": [{"from": "human", "value": "q"}, TALK[2]], "system": "s"},
        {"prompt": "q", "answer": "a", "completion": None, "system": "s", "messages": None},
    ],
)
def test_every_recognised_format_becomes_every_other(row: dict[str, Any]) -> None:
    assert turns(row) == TALK
    changed = change(row, PROMPT_ANSWER)
    assert {key: changed[key] for key in ("prompt", "answer", "system")} == {
        "prompt": "q",
        "answer": "a",
        "system": "s",
    }
    assert change(row, MESSAGES)["messages"] == TALK
    assert change(row, PROMPT_COMPLETION)["completion"] == "a"
    assert change(row, PROMPTS_ONLY)["prompt"] == TALK[:2]
    assert rendered(row) == "[system]\ns\n\n[user]\nq\n\n[assistant]\na"


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "q", "chosen": "a", "rejected": "b"},
        {
            "prompt": "q",
            "chosen": TALK[1:],
            "rejected": [TALK[1], {"role": "assistant", "content": "b"}],
        },
        {
            "prompt": TALK[1:2],
            "chosen": TALK[2:],
            "rejected": {"role": "assistant", "content": "b"},
        },
        {"chosen": TALK[1:], "rejected": [TALK[1], {"role": "assistant", "content": "b"}]},
        {"chosen": "\n\nHuman: q\n\nAssistant: a", "rejected": "\n\nHuman: q\n\nAssistant: b"},
    ],
)
def test_pairs_as_strings_or_turns_become_preference_rows(row: dict[str, Any]) -> None:
    assert change(row, PREFERENCE) == {"prompt": "q", "chosen": "a", "rejected": "b"}


def test_a_prompt_alone_is_text_where_nothing_else_is_said() -> None:
    assert change({"question": "q", "answer": "a", "id": 3}, PROMPTS_ONLY) == {
        "prompt": "q",
        "id": 3,
    }
    assert change({"question": "q"}, PROMPTS_ONLY) == {"prompt": "q"}
    assert change({"messages": LONGER}, PROMPTS_ONLY) == {"prompt": LONGER[:4]}


def test_columns_that_are_not_used_survive() -> None:
    row = {"question": "q", "answer": "a", "type": "sum", "level": 3, "reasoning": "r"}
    assert change(row, PROMPT_ANSWER) == {
        "prompt": "q",
        "answer": "a",
        "type": "sum",
        "level": 3,
        "reasoning": "r",
    }
    made_up = {
        "problem": "q",
        "solution": "a",
        "reasoning_steps": ["x", "y"],
        "sparse_indicators": [1],
    }
    assert change(made_up, PROMPT_ANSWER) == {"prompt": "q", "answer": "a", "reasoning": "x\ny"}


def test_tools_travel_with_a_conversation() -> None:
    row = {
        "conversations": [
            {"from": "human", "value": "q"},
            {"from": "function_call", "value": '{"name": "add", "arguments": {"a": 1}}'},
            {"from": "observation", "value": "3"},
            {"from": "gpt", "value": "3"},
        ],
        "tools": '[{"name": "add"}]',
    }
    made = change(row, MESSAGES)
    assert made["tools"] == [{"name": "add"}]
    assert [turn["role"] for turn in made["messages"]] == ["user", "assistant", "tool", "assistant"]
    assert made["messages"][1]["tool_calls"][0]["function"]["name"] == "add"
    with pytest.raises(Unconvertible, match="calls tools"):
        change(row, PROMPT_ANSWER, last_exchange=True)


def test_alpaca_input_is_part_of_the_prompt() -> None:
    row = {"instruction": "Translate.", "input": "Haus", "output": "house"}
    assert change(row, PROMPT_ANSWER) == {"prompt": "Translate.\n\nHaus", "answer": "house"}


def test_the_last_exchange_is_taken_where_that_is_asked_for() -> None:
    assert change({"messages": LONGER}, PROMPT_ANSWER, last_exchange=True) == {
        "prompt": "User: q\n\nAssistant: a\n\nUser: r",
        "answer": "b",
        "system": "s",
    }


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"messages": LONGER}, "one user turn"),
        ({"messages": TALK[:2]}, "does not end with a question"),
        ({"messages": []}, "not a list of turns"),
        ({"text": "x"}, "holds no question"),
        ({"prompt": "x"}, "holds no question"),
        ({"other": "x"}, "no format that is known"),
        ({"question": 5, "answer": "x"}, "`question` is not text"),
        ({"conversations": [{"from": "alien", "value": "x"}]}, "no known role"),
        ({"conversations": "x"}, "not a list of turns"),
    ],
)
def test_what_has_no_prompt_and_answer_says_so(row: dict[str, Any], why: str) -> None:
    with pytest.raises(Unconvertible, match=why):
        change(row, PROMPT_ANSWER)


@given(
    st.dictionaries(
        st.sampled_from(
            ["prompt", "answer", "messages", "chosen", "rejected", "conversations", "text"]
        ),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["role", "content", "from", "value"]), inner)
            ),
            max_leaves=8,
        ),
    ),
    st.sampled_from(
        ["prompt_answer", "messages", "prompt_completion", "preference", "prompts_only"]
    ),
)
def test_any_row_is_converted_or_refused(row: dict[str, Any], target: str) -> None:
    try:
        made = change(row, FORMATS[target])
    except Unconvertible:
        return
    assert all(key in made for key in FORMATS[target].required)


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "q", "answer": 5},
        {"prompt": "q", "ground_truth": [1]},
        {"instruction": "q", "input": "", "output": None},
        {"prompt": "q", "completion": {"no": "text"}},
    ],
)
def test_prompts_need_no_answer_that_could_be_read(row: dict[str, Any]) -> None:
    assert change(row, PROMPTS_ONLY)["prompt"] == "q"
