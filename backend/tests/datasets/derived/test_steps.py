"""What becomes of one line: only what was asked for, in a fixed order, and nothing raises."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.datasets.derived.steps import TITLES, Plan
from temper.datasets.formats import FORMATS, MESSAGES, PROMPT_ANSWER
from temper.datasets.terms import Fix

ROW = b'{"prompt": "q", "answer": "a"}'
FIXES: list[Fix] = list(get_args(Fix))


def plan(*fixes: Fix, target: str | None = None, **more: Any) -> Plan:
    return Plan(
        FORMATS[target] if target else None,
        PROMPT_ANSWER,
        more.pop("mapping", {}),
        frozenset(fixes),
        **more,
    )


def test_every_fix_has_a_place_in_the_order() -> None:
    assert {*FIXES, "mapping", "format"} == set(TITLES)


@pytest.mark.parametrize(
    ("line", "fix", "expected"),
    [
        (b"\xef\xbb\xbf" + ROW, "strip_bom", ROW),
        (b"  ", "drop_blank_lines", None),
        (
            b'{"prompt": "q", "answer": "\xe9\x80"}',
            "re_encode",
            '{"prompt": "q", "answer": "é€"}'.encode(),
        ),
        (b'{"prompt": "q", "answer": 7.50}', "coerce_numbers", b'{"prompt":"q","answer":"7.50"}'),
        (
            b'{"prompt": "q", "answer": "a", "system": null}',
            "drop_nulls",
            b'{"prompt":"q","answer":"a"}',
        ),
        (b'{"prompt": " q", "answer": "a"}', "trim_texts", b'{"prompt":"q","answer":"a"}'),
        (b"nonsense", "drop_bad_rows", None),
        (b'{"prompt": "q", "answer": ""}', "mark_bad_rows", None),
    ],
)
def test_each_fix_repairs_its_fault_and_only_when_asked(
    line: bytes, fix: Fix, expected: bytes | None
) -> None:
    outcome = plan(fix).line(line)
    assert (outcome.line, outcome.steps) == (expected, (fix,))
    others: list[Fix] = [
        other for other in FIXES if other not in (fix, "drop_bad_rows", "mark_bad_rows")
    ]
    assert plan(*others).line(line).line == line


@pytest.mark.parametrize("fix", [f for f in FIXES if f not in ("drop_bad_rows", "mark_bad_rows")])
@pytest.mark.parametrize(
    "line",
    [
        b'{"prompt": "q", "answer": NaN}',
        b'{"prompt": "q", "answer": "a", "answer": "b"}',
        b'{"prompt": " q", "prompt": 7}',
        b'["no object"]',
        b'{"prompt": "q", "ans',
        b'{"prompt" : "q","answer":[ 1 ]}',
        b'{"prompt": "q\x00", "answer": 1}',
        b'{"prompt": "\\ud800", "answer": 1}',
    ],
)
def test_rows_with_other_errors_stay_byte_for_byte(line: bytes, fix: Fix) -> None:
    assert plan(fix).line(line).line == line


def test_values_that_no_step_touches_stand_as_they_were_written() -> None:
    line = b'{"question": "q", "answer": "a", "score": 1.50, "big": 123456789012345678901, "e": "\\u00e9"}'
    written = plan(target="prompt_answer").line(line).line
    assert written == (
        b'{"prompt":"q","answer":"a","score":1.50,"big":123456789012345678901,"e":"\\u00e9"}'
    )


def test_a_row_that_is_in_the_format_already_stays_as_it_is() -> None:
    line = b' {"answer" : "a", "prompt":"q"}\r'
    assert plan(target="prompt_answer").line(line).line == line


def test_a_new_format_writes_the_file_anew() -> None:
    to_messages = plan(target="messages")
    assert to_messages.line(b"").line is None
    written = to_messages.line(b"\xef\xbb\xbf" + ROW).line
    assert written is not None
    assert json.loads(written)["messages"][0] == {"role": "user", "content": "q"}


def test_what_cannot_be_converted_is_refused_with_the_fixes_that_help() -> None:
    line = b'{"prompt": "q", "answer": 7}'
    outcome = plan(target="messages").line(line)
    assert outcome.refused is not None
    assert outcome.refused.detail == "`answer` is not text."
    assert plan(target="messages").helpers(line, 0) == ["coerce_numbers"]
    dropped = plan("drop_bad_rows", target="messages").line(line)
    assert (dropped.line, dropped.refused) == (None, None)
    assert dropped.rejected is not None


def test_bad_rows_can_be_narrowed_to_kinds() -> None:
    narrow = plan("drop_bad_rows", bad_kinds=frozenset({"invalid_json"}))
    assert narrow.line(b"nonsense").line is None
    for kept in (b'{"prompt": "q"}', b"", b'{"prompt": "q", "answer": 7}'):
        assert narrow.line(kept).line == kept


def test_a_row_is_not_bad_for_a_byte_order_mark() -> None:
    line = b"\xef\xbb\xbf" + ROW
    assert plan("drop_bad_rows").line(line).line == line


def test_a_mapping_names_columns_and_parts_of_them() -> None:
    line = b'{"Frage": "q", "answers": {"text": ["a", "b"]}, "id": 1.0}'
    mapped = plan(mapping={"prompt": "Frage", "answer": "answers.text.0"}, target="prompt_answer")
    assert mapped.line(line).line == (
        b'{"answers":{"text": ["a", "b"]},"id":1.0,"prompt":"q","answer":"a"}'
    )
    refused = mapped.line(b'{"Frage": "q"}').refused
    assert refused is not None
    assert refused.detail == "The row has no column `answers.text.0` for `answer`."


def test_rows_of_another_format_go_their_own_way_beside_a_mapping() -> None:
    mapped = plan(mapping={"prompt": "Frage", "answer": "Antwort"}, target="prompt_answer")
    line = (
        b'{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}'
    )
    assert mapped.line(line).line == b'{"prompt":"q","answer":"a"}'


def written(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode()


values = st.text(max_size=5) | st.integers() | st.none() | st.lists(st.text(max_size=3), max_size=2)
keys = st.sampled_from(["prompt", "answer", "system", "messages", "question"])
lines = st.binary(max_size=40) | st.dictionaries(keys, values).map(written)


@given(lines, st.sets(st.sampled_from(FIXES)), st.sampled_from([None, "prompt_answer", "messages"]))
def test_any_line_has_one_outcome_and_the_same_again(
    line: bytes, fixes: set[Fix], target: str | None
) -> None:
    made = plan(*fixes, target=target)
    line = line.replace(b"\n", b"")
    first = made.line(line, last=True)
    assert first.refused is None or first.line is not None
    if first.refused is None and first.line is not None:
        assert made.line(first.line).line == first.line
    if not first.steps:
        assert first.line == line


def test_messages_are_the_same_after_messages() -> None:
    line = b'{"messages": [{"role": "user", "content": "q"}]}'
    assert Plan(MESSAGES, MESSAGES, {}, frozenset()).line(line).line == line
