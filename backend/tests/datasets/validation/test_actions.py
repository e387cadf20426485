"""What one click does: about each problem, and the one step that helps most."""

from pathlib import Path
from typing import Any

import pytest

from temper.datasets.derived.preview import preview_conversion
from temper.datasets.derived.split import split_files
from temper.datasets.formats import DatasetShape
from temper.datasets.schemas import Action
from temper.datasets.source import find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.datasets.validation.dataset_files import found, jsonl, write

ROW = {"prompt": "a", "answer": "b", "system": "c"}
OTHER = jsonl({"prompt": "other", "answer": "b", "system": "c"})
USER = {"role": "user", "content": "2 + 3?"}
ASSISTANT = {"role": "assistant", "content": "5"}
NONE: list[str] = []
ALPACA = {"instruction": "a", "input": "", "output": "b"}


def in_short(action: Action | None) -> Any:
    """An action as its label and what it posts."""
    if action is None:
        return None
    if action.convert:
        kinds = action.convert.bad_kinds
        return (
            action.label,
            action.convert.format,
            action.convert.fixes,
            *([kinds] if kinds else []),
        )
    if action.split:
        return action.label, action.split.valid, action.split.test
    return action.label, action.parameters


@pytest.mark.parametrize(
    ("train", "kind", "action"),
    [
        (
            b"\n" + jsonl(ROW) + b"\n\n",
            "blank_line",
            ("Delete 3 blank lines", None, ["drop_blank_lines"]),
        ),
        (b"\xef\xbb\xbf" + jsonl(ROW), "bom", ("Strip the byte order mark", None, ["strip_bom"])),
        (
            jsonl(*[ROW | {"answer": n, "system": n} for n in range(3)]),
            "number_value",
            ("Write numbers as text in 3 rows", None, ["coerce_numbers"]),
        ),
        (
            jsonl(ROW, ROW | {"answer": None}, {"prompt": "a"}),
            "null_value",
            ("Drop 1 row", None, ["drop_bad_rows"], ["null_value"]),
        ),
        (
            jsonl(ROW, ROW, ROW),
            "duplicate",
            ("Drop 2 duplicates", None, ["deduplicate"]),
        ),
        (
            jsonl(ROW, ROW | {"prompt": "A "}),
            "duplicate_normalised",
            ("Drop 1 near duplicate", None, ["deduplicate_normalised"]),
        ),
        (
            OTHER + jsonl(ROW),
            "overlap",
            ("Drop 1 row from train.jsonl", None, ["drop_overlap"]),
        ),
        (
            jsonl(ROW | {"prompt": "a\x07"}),
            "control_character",
            ("Remove control characters from 1 row", None, ["remove_control_characters"]),
        ),
        (
            jsonl({"messages": [USER | {"role": "human"}, ASSISTANT]}),
            "unknown_role",
            ("Rename the roles of 1 row", None, ["rename_roles"]),
        ),
        (
            jsonl({"messages": [USER | {"role": "who"}, ASSISTANT]}),
            "unknown_role",
            (
                "Rename the roles of 1 row, drop those without a name",
                None,
                ["rename_roles", "drop_bad_rows"],
                ["unknown_role"],
            ),
        ),
        (
            jsonl({"messages": [USER, USER, ASSISTANT]}),
            "repeated_role",
            ("Join the turns of 1 row", None, ["join_repeated_turns"]),
        ),
        (
            b'{"text": "caf\xe9"}\n',
            "wrong_encoding",
            ("Re-encode 1 line as UTF-8", None, ["re_encode"]),
        ),
        (jsonl(ALPACA), "wrong_format", ("Convert to messages", "messages", NONE)),
    ],
)
def test_the_action_of_a_problem(
    tmp_path_factory: pytest.TempPathFactory, train: bytes, kind: str, action: Any
) -> None:
    folder = write(tmp_path_factory, train=train, valid=OTHER)
    assert in_short(found(validate(folder, "sft"), kind).action) == action


@pytest.mark.parametrize(
    ("row", "shape", "action"),
    [
        (ALPACA, "prompt_answer", ("Convert to prompt/answer/system", "prompt_answer", NONE)),
        (ROW, "preference", None),
        (
            {"prompt": "a", "chosen": "b", "rejected": "c"},
            "sft",
            ("Convert to messages", "messages", NONE),
        ),
        (
            {"chosen": [USER, ASSISTANT], "rejected": [USER, ASSISTANT | {"content": "6"}]},
            "preference",
            ("Convert to preference pairs (prompt/chosen/rejected)", "preference", NONE),
        ),
        (
            {"messages": [USER, ASSISTANT]},
            "prompts",
            ("Convert to prompts without answers", "prompts_only", NONE),
        ),
        ({"text": "a"}, "prompt_answer", None),
        (ROW, "token_preference", None),
    ],
)
def test_the_suggestion_for_another_format(
    tmp_path_factory: pytest.TempPathFactory,
    row: dict[str, Any],
    shape: DatasetShape,
    action: Any,
) -> None:
    folder = write(tmp_path_factory, train=jsonl(row), valid=jsonl(row))
    assert in_short(validate(folder, shape).suggestion) == action


def test_the_suggestion_repairs_every_error_at_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = jsonl(ROW, ROW | {"answer": 7}, ROW | {"answer": None, "prompt": None}, {"prompt": "a"})
    folder = write(tmp_path_factory, train=rows + b"\n", valid=OTHER)
    assert in_short(validate(folder, "sft").suggestion) == (
        "Delete 1 blank line, write the number as text in 1 row, drop 2 rows",
        None,
        ["drop_blank_lines", "coerce_numbers", "drop_bad_rows"],
    )


def test_a_conversion_takes_the_repairs_along(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory, train=jsonl(ALPACA) + b"\n\n", valid=jsonl(ALPACA))
    assert in_short(validate(folder, "prompt_answer").suggestion) == (
        "Delete 2 blank lines, convert to prompt/answer/system",
        "prompt_answer",
        ["drop_blank_lines"],
    )


def test_what_is_ready_can_be_better(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory, train=jsonl(ROW, ROW | {"prompt": "b"}))
    assert in_short(validate(folder, "sft").suggestion) == (
        "Split off 10% for validation",
        0.1,
        0.0,
    )
    folder = write(tmp_path_factory, train=jsonl(ROW), valid=OTHER)
    assert validate(folder, "sft").suggestion is None


def test_a_split_says_how_many_rows_each_part_gets(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    rows = [ROW | {"prompt": f"{n}"} for n in range(30)]
    folder = write(tmp_path_factory, train=jsonl(*rows[:25]), test=jsonl(*rows[25:]))
    action = found(validate(folder, "sft"), "no_valid").action
    assert action is not None and action.split is not None
    made = split_files(find_source(folder), action.split, tmp_path)
    assert made.rows == {"train": 24, "valid": 3, "test": 3}
    assert action.note == (
        "A new dataset of 24 train, 3 valid and 3 test rows, dealt out by chance."
    )


def test_parameters_that_fit(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory, train=jsonl(*[ROW] * 5), valid=OTHER)
    report = validate(folder, "sft", ValidationOptions(batch_size=4))
    assert in_short(report.suggestion) == ("Set the batch size to 1", {"batch_size": 1})
    folder = write(tmp_path_factory, train=jsonl({"text": "a"}))
    report = validate(folder, "sft", ValidationOptions(mask_prompt=True))
    assert in_short(report.suggestion) == ("Turn `mask_prompt` off", {"mask_prompt": False})


def test_nothing_is_suggested_that_would_not_help(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory, train=jsonl(ROW, ROW | {"answer": 1}), valid=b"")
    assert validate(folder, "sft").suggestion is None


TALK = [USER, ASSISTANT, USER | {"content": "And 4 more?"}, ASSISTANT | {"content": "9"}]
SHAREGPT = {"conversations": [{"from": "human", "value": "2 + 3?"}, {"from": "gpt", "value": "5"}]}
CALL = {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "add"}}]}
TOOLS = {"messages": [USER, CALL, {"role": "tool", "content": "5"}, ASSISTANT]}


@pytest.mark.parametrize(
    ("rows", "shape", "fixes", "multi_turn", "says"),
    [
        ([{"messages": TALK}], "prompt_answer", [], "last_exchange", "written out in the prompt"),
        (
            [{"conversations": SHAREGPT["conversations"] * 2}],
            "prompt_answer",
            [],
            "last_exchange",
            "written out in the prompt",
        ),
        (
            [{"prompt": "2 + 3?", "ground_truth": 5}],
            "prompt_answer",
            ["coerce_numbers"],
            "refuse",
            "Numbers become text",
        ),
        (
            [{"prompt": "2 + 3?", "ground_truth": 5}],
            "sft",
            ["coerce_numbers"],
            "refuse",
            "Numbers become text",
        ),
        (
            [TOOLS, {"messages": [USER, ASSISTANT]}],
            "prompt_answer",
            ["mark_bad_rows"],
            "refuse",
            "call tools have no such form",
        ),
        (
            [{"messages": [USER, ASSISTANT]}] * 1001 + [{"messages": TALK}, TOOLS],
            "prompt_answer",
            ["coerce_numbers", "mark_bad_rows"],
            "last_exchange",
            "go to rejected.jsonl",
        ),
    ],
)
def test_one_click_to_another_format_carries_all_it_needs(
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    rows: list[Any],
    shape: DatasetShape,
    fixes: list[str],
    multi_turn: str,
    says: str,
) -> None:
    folder = write(tmp_path_factory, train=jsonl(*rows))
    report = validate(folder, shape)
    for action in (report.suggestion, found(report, "wrong_format").action):
        assert action is not None and action.convert is not None
        assert action.convert.fixes == fixes
        assert action.convert.multi_turn == multi_turn
        assert says in (action.note or "")
        preview = preview_conversion(find_source(folder), action.convert, shape, within=tmp_path)
        assert preview.remaining == []
        assert shape in preview.ready_for


def test_no_conversion_is_offered_that_would_keep_no_row(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    report = validate(write(tmp_path_factory, train=jsonl(TOOLS, TOOLS)), "prompt_answer")
    assert report.suggestion is None
    assert found(report, "wrong_format").action is None


def test_rows_set_aside_are_counted_in_the_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    train = jsonl(TOOLS, {"messages": [USER, ASSISTANT]}) + b"no row\n"
    suggested = validate(write(tmp_path_factory, train=train), "prompt_answer").suggestion
    assert in_short(suggested) == (
        "Convert to prompt/answer/system, set aside 2 rows",
        "prompt_answer",
        ["mark_bad_rows"],
    )


@pytest.mark.parametrize("shape", ["sft", "prompt_answer"])
def test_what_keeps_most_rows_of_several_formats_is_suggested(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, shape: DatasetShape
) -> None:
    mixed = [
        row
        for n in range(10)
        for row in (
            {"prompt": f"a {n}", "answer": "b", "system": "c"},
            {"messages": [USER | {"content": f"m {n}"}, ASSISTANT]},
            {"instruction": f"i {n}", "input": "", "output": "b"},
            {"Prompt": f"p {n}", "response": "b"},
        )
    ]
    folder = write(tmp_path_factory, train=jsonl(*mixed))
    report = validate(folder, shape)
    actions = [report.suggestion, found(report, "mixed_formats").action]
    for action in [*actions, found(report, "missing_key").action]:
        assert action is not None and action.convert is not None
        assert action.label.startswith("Convert to ")
        preview = preview_conversion(find_source(folder), action.convert, shape, within=tmp_path)
        assert preview.rows == {"train": 40}
        assert preview.remaining == []


def test_rows_are_left_out_where_converting_keeps_no_more(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = write(tmp_path_factory, train=jsonl(ROW, {"text": "a"}))
    suggested = validate(folder, "prompt_answer").suggestion
    assert in_short(suggested) == ("Drop 1 row", None, ["drop_bad_rows"])
