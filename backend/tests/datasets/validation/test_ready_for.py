"""For which shapes the same files are ready, seen in one pass; and what is wrong with a row for whom."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from temper.datasets.formats import DatasetShape
from temper.datasets.source import find_source
from temper.datasets.validation.main_format import main_format
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.datasets.validation.dataset_files import SHAPES, contents, found, jsonl, kinds, write
from tests.examples import examples

USER = {"role": "user", "content": "2 + 3?"}
ASSISTANT = {"role": "assistant", "content": "5"}
NOBODY: set[str] = set()
TOKENS = {
    "context_with_chat_template": "a",
    "rejected_decoded": " ",
    "multi_chosen_decoded": ["x", "y"],
}
ANSWER = {"prompt": "a", "answer": "b", "system": "c"}
PAIR = {"prompt": "a", "chosen": "b", "rejected": "c"}


@pytest.mark.parametrize(
    ("row", "ready"),
    [
        (ANSWER, {"sft", "prompt_answer", "prompts"}),
        (ANSWER | {"answer": 7}, {"prompts"}),
        (ANSWER | {"answer": None}, {"prompts"}),
        (ANSWER | {"answer": ""}, {"prompts"}),
        (ANSWER | {"system": None}, {"prompts"}),
        (ANSWER | {"prompt": ""}, NOBODY),
        (ANSWER | {"prompt": [USER]}, {"prompts"}),
        (ANSWER | {"prompt": [USER, ASSISTANT]}, NOBODY),
        (ANSWER | {"prompt": 7}, NOBODY),
        ({"prompt": "a", "completion": "b"}, {"sft", "prompts"}),
        ({"messages": [USER, ASSISTANT]}, {"sft"}),
        ({"messages": [USER]}, NOBODY),
        ({"text": "a"}, {"sft"}),
        (PAIR, {"preference", "prompts"}),
        (PAIR | {"rejected": "b"}, {"prompts"}),
        ({"chosen": [USER, ASSISTANT], "rejected": [USER]}, NOBODY),
        (TOKENS, {"token_preference"}),
        (TOKENS | {"multi_chosen_decoded": [" "]}, NOBODY),
        (TOKENS | {"multi_chosen_decoded": []}, NOBODY),
        (TOKENS | {"multi_chosen_decoded": ["x", 7]}, NOBODY),
        (TOKENS | {"rejected_decoded": ""}, NOBODY),
        ({"prompt": "a"}, {"prompts"}),
        ({"prompt": [USER, ASSISTANT, USER]}, {"prompts"}),
        ({"prompt": [{"role": "user"}]}, NOBODY),
        ({"instruction": "a", "output": "b"}, NOBODY),
        ({"what": "ever"}, NOBODY),
    ],
)
def test_what_a_row_is_ready_for(
    tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any], ready: set[str]
) -> None:
    folder = write(tmp_path_factory, train=jsonl(row, row))
    for shape in SHAPES:
        report = validate(folder, shape)
        assert set(report.ready_for) == ready
        assert report.ready is (shape in ready)


@given(contents(), contents())
@settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_each_report_says_of_the_others_what_they_say_themselves(
    tmp_path_factory: pytest.TempPathFactory, train: bytes, valid: bytes
) -> None:
    folder = write(tmp_path_factory, train=train, valid=valid)
    source = find_source(folder)
    options = ValidationOptions(batch_size=2, mask_prompt=True)
    reports = {shape: validate(folder, shape, options) for shape in SHAPES}
    for asked in SHAPES:
        for shape in SHAPES:
            # Rows that are of two formats at once are taken for what the asked shape reads.
            if main_format(source, shape) is main_format(source, asked):
                assert (shape in reports[asked].ready_for) is reports[shape].ready


@pytest.mark.parametrize(
    ("row", "shape", "kind", "detail"),
    [
        (PAIR | {"rejected": "b"}, "preference", "same_pair", "the same text"),
        (PAIR | {"chosen": None}, "preference", "null_value", "`chosen` is null"),
        (PAIR | {"chosen": 1}, "preference", "number_value", 'Write "1"'),
        (PAIR | {"system": ""}, "preference", "empty_system", "empty system turn"),
        (ANSWER | {"system": " "}, "prompt_answer", "empty_system", "empty system turn"),
        (TOKENS | {"multi_chosen_decoded": "x"}, "token_preference", "no_chosen_token", "a text"),
        (TOKENS | {"multi_chosen_decoded": [1]}, "token_preference", "not_text", "the number 1"),
        ({"prompt": [USER, ASSISTANT]}, "prompts", "no_user_end", "the assistant's"),
        ({"prompt": [USER | {"role": "human"}]}, "prompts", "unknown_role", "Write `user`"),
        (ANSWER, "prompts", "system_ignored", "does not read"),
        ({"text": "a\x07b"}, "sft", "control_character", "U+0007"),
        ({"text": "a\u0085b"}, "sft", "control_character", "U+0085"),
        ({"text": "a\x7fb"}, "sft", "control_character", "U+007F"),
        ({"text": "caf\ufffd"}, "sft", "replacement_character", "U+FFFD"),
        ({"text": "\u00a0\u2003"}, "sft", "empty_text", "white space"),
        ({"text": "\x0b"}, "sft", "empty_text", "white space"),
        ({"messages": [USER, ASSISTANT], "tools": "add"}, "sft", "bad_tools", "a text"),
        ({"messages": [USER, ASSISTANT], "tools": ["add"]}, "sft", "bad_tools", "holds a text"),
        (
            {"messages": [USER, {"role": "tool", "content": "5"}, ASSISTANT]},
            "sft",
            "role_order",
            "nothing called a tool",
        ),
        (
            {"messages": [USER, ASSISTANT | {"tool_calls": "add"}]},
            "sft",
            "bad_tools",
            "`tool_calls` of turn 2",
        ),
        (
            {"messages": [USER, ASSISTANT | {"content": "a\x00"}]},
            "sft",
            "control_character",
            "Turn 2",
        ),
    ],
)
def test_what_is_wrong_with_a_row(
    tmp_path_factory: pytest.TempPathFactory,
    row: dict[str, Any],
    shape: DatasetShape,
    kind: str,
    detail: str,
) -> None:
    folder = write(tmp_path_factory, train=jsonl(row))
    problem = found(validate(folder, shape), kind)
    assert (problem.count, problem.places[0].line) == (1, 1)
    assert detail in problem.places[0].detail


def test_a_place_has_line_column_and_offset(tmp_path_factory: pytest.TempPathFactory) -> None:
    first = jsonl({"prompt": "é", "answer": "5"})
    folder = write(tmp_path_factory, train=first + jsonl({"prompt": "ü", "answer": 7}))
    place = found(validate(folder, "sft"), "number_value").places[0]
    assert (place.line, place.column) == (2, 17)
    assert place.offset is not None
    assert (folder / "train.jsonl").read_bytes()[place.offset :].startswith(b'"answer"')


def test_tools_and_calls_are_fine(tmp_path_factory: pytest.TempPathFactory) -> None:
    call = {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "add"}}]}
    result = {"role": "tool", "content": "5", "tool_call_id": "1", "name": "add"}
    row = {"messages": [USER, call, result, ASSISTANT], "tools": [{"type": "function"}]}
    folder = write(tmp_path_factory, train=jsonl(row), valid=jsonl({"messages": [USER, ASSISTANT]}))
    assert kinds(validate(folder, "sft")) == {}
