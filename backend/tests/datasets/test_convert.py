"""Rows in other formats and with faults repaired: every text kept, nothing invented."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.datasets.derived.convert import Repair, Unconvertible, change, rendered, turns
from temper.datasets.formats import FORMATS, MESSAGES, PROMPT_ANSWER, PROMPT_COMPLETION
from temper.datasets.terms import Fix

texts = st.text(min_size=1)
exchanges = st.fixed_dictionaries({"prompt": texts, "answer": texts}, optional={"system": texts})

TALK = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "q"},
    {"role": "assistant", "content": "a"},
]


@given(exchanges, st.sampled_from([MESSAGES, PROMPT_COMPLETION]))
def test_there_and_back_keeps_every_text(row: dict[str, str], through: Any) -> None:
    assert change(change(row, through), PROMPT_ANSWER) == row


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "q", "answer": "a", "system": "s"},
        {"prompt": "q", "completion": "a", "system": "s"},
        {"messages": TALK},
        {"instruction": "q", "output": "a", "input": "", "system": "s"},
        {"question": "q", "answer": "a", "system": "s"},
        {"problem": "q", "solution": "a", "sparse_indicators": [], "system": "s"},
        {"prompt": "q", "chosen": "a", "rejected": "b", "system": "s"},
        {
            "conversations": [
                {"from": "system", "value": "s"},
                {"from": "human", "value": "q"},
                {"from": "gpt", "value": "a"},
            ]
        },
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
    assert rendered(row) == "[system]\ns\n\n[user]\nq\n\n[assistant]\na"


def test_alpaca_input_is_part_of_the_prompt() -> None:
    row = {"instruction": "Translate.", "input": "Haus", "output": "house"}
    assert change(row, PROMPT_ANSWER)["prompt"] == "Translate.\n\nHaus"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"messages": [*TALK, *TALK[1:]]}, "one user turn"),
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


@pytest.mark.parametrize(
    ("line", "fix", "expected"),
    [
        (
            b'\xef\xbb\xbf{"prompt": "q", "answer": "a"}',
            "strip_bom",
            {"prompt": "q", "answer": "a"},
        ),
        (b"  ", "drop_blank_lines", None),
        (
            b'{"prompt": "q", "answer": 7.50}',
            "coerce_numbers",
            {"prompt": "q", "answer": "7.50"},
        ),
        (
            b'{"prompt": "q", "answer": true, "system": "s"}',
            "coerce_numbers",
            {"prompt": "q", "answer": "true", "system": "s"},
        ),
        (
            b'{"prompt": "q", "answer": "a", "system": null}',
            "drop_nulls",
            {"prompt": "q", "answer": "a"},
        ),
    ],
)
def test_each_fix_repairs_its_fault_and_only_when_asked(
    line: bytes, fix: Fix, expected: dict[str, Any] | None
) -> None:
    repaired = Repair(PROMPT_ANSWER, frozenset({fix})).line(line, 0, last=False)
    assert repaired == (expected, None)
    row, finding = Repair(PROMPT_ANSWER, frozenset()).line(line, 0, last=False)
    assert row is None
    assert finding is not None


@given(st.binary(max_size=60), st.sampled_from(["prompt_answer", "messages", "text"]))
def test_any_line_is_a_row_or_a_finding_and_never_an_exception(line: bytes, target: str) -> None:
    fixes: frozenset[Fix] = frozenset({"strip_bom", "coerce_numbers", "drop_nulls"})
    row, finding = Repair(FORMATS[target], fixes).line(line, 0, last=True)
    assert row is None or finding is None
