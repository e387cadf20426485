"""What one click does: about each problem, and the one step that helps most."""

from typing import Any

import pytest

from temper.datasets.formats import DatasetShape
from temper.datasets.schemas import Action
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
            {"chosen": [USER, ASSISTANT], "rejected": [USER, ASSISTANT]},
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
