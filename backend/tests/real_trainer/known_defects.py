"""Each kind of problem that is the trainer's, with the smallest folder that shows it."""

import json
from pathlib import Path

from temper.datasets.formats import DatasetShape
from temper.datasets.validation.options import ValidationOptions
from tests.real_trainer.defects import (
    Defect,
    draws_for_ever,
    fails,
    gives,
    in_every_mode,
    lines,
)
from tests.real_trainer.reading import load
from tests.real_trainer.row_defects import ROW_DEFECTS
from tests.real_trainer.small_rows import (
    ASK,
    GOOD,
    PAIR,
    ROW,
    SAY,
    TOKENS,
    UNSUPPORTED,
    answers,
    talk,
)

FOR_EVER: tuple[tuple[DatasetShape, dict[str, str], tuple[str, ...]], ...] = (
    ("preference", PAIR, ("dpo", "cpo")),
    ("prompts", {"prompt": "a"}, ("online_dpo", "xpo", "ppo", "rlhf_reinforce")),
)


def points_at_itself(folder: Path) -> None:
    (folder / "train.jsonl").symlink_to("train.jsonl")


def has_no_validation_loss(folder: Path) -> None:
    assert len(load(folder, "grpo")[1]) == 0


def reads_three_files_only(folder: Path) -> None:
    assert [len(rows) for rows in load(folder, "grpo")] == [1, 0, 0]


JSON = json.JSONDecodeError
UNREAD = "Training set not found or empty. Must provide training set for fine-tuning."
TOO_FEW = "Dataset must have at least batch_size=2 examples but only has 1."

DEFECTS: tuple[Defect, ...] = (
    # The file as a whole
    Defect("missing_train", "sft", None, fails(ValueError, UNREAD), {"test.jsonl": GOOD}),
    Defect(
        "not_a_file",
        "prompt_answer",
        None,
        fails(IsADirectoryError, "train.jsonl"),
        lay=lambda folder: (folder / "train.jsonl").mkdir(),
    ),
    Defect("not_a_file", "prompt_answer", None, fails(ValueError, UNREAD), lay=points_at_itself),
    Defect(
        "unreadable",
        "prompt_answer",
        None,
        fails(OSError, "File name too long"),
        lay=lambda folder: (folder / "train.jsonl").symlink_to("x" * 300),
    ),
    Defect(
        "empty_file",
        "prompt_answer",
        GOOD,
        fails(IndexError, "list index out of range"),
        {"test.jsonl": b""},
    ),
    Defect(
        "wrong_encoding",
        "prompt_answer",
        GOOD + '{"prompt": "à", "answer": "b"}\n'.encode("latin-1"),
        fails(UnicodeDecodeError, "can't decode byte 0xe0"),
    ),
    Defect(
        "json_array", "prompt_answer", json.dumps([ROW]).encode(), fails(ValueError, UNSUPPORTED)
    ),
    Defect(
        "not_jsonl",
        "prompt_answer",
        b"PK\x03\x04\x14\x00\x08\x08\xff\xff",
        fails(UnicodeDecodeError, "can't decode byte"),
    ),
    # One line
    Defect(
        "bom",
        "prompt_answer",
        b"\xef\xbb\xbf" + GOOD,
        fails(JSON, "Unexpected UTF-8 BOM (decode using"),
    ),
    Defect(
        "blank_line",
        "prompt_answer",
        GOOD + b"\n",
        fails(JSON, "Expecting value: line 2 column 1 (char 1)"),
    ),
    Defect(
        "carriage_return",
        "prompt_answer",
        GOOD.replace(b", ", b",\r", 1),
        fails(JSON, "Expecting property name"),
    ),
    Defect(
        "nul_byte", "prompt_answer", answers('"\0"'), fails(JSON, "Invalid control character at")
    ),
    Defect("truncated_line", "prompt_answer", GOOD + GOOD[:20], fails(JSON, "Unterminated string")),
    Defect(
        "invalid_json",
        "prompt_answer",
        GOOD + b"{'prompt': 'a'}\n",
        fails(JSON, "Expecting property name"),
    ),
    Defect("not_finite", "prompt_answer", answers("NaN"), gives(1, answer="nan")),
    Defect("number_out_of_range", "prompt_answer", answers("1e999"), gives(1, answer="inf")),
    Defect(
        "lone_surrogate",
        "prompt_answer",
        answers('"\\ud83d"'),
        fails(TypeError, "TextEncodeInput must be"),
    ),
    Defect(
        "too_deep",
        "prompt_answer",
        answers("[" * 10_000 + "]" * 10_000),
        fails(RecursionError, "maximum recursion depth exceeded"),
    ),
    Defect(
        "not_an_object",
        "prompt_answer",
        GOOD + b'"prompt"\n',
        fails(TypeError, "string indices must be integers"),
    ),
    Defect(
        "duplicate_key",
        "prompt_answer",
        GOOD.replace(b"{", b'{"answer": "z", '),
        gives(0, answer="b"),
    ),
    *ROW_DEFECTS,
    # The set as a whole
    Defect(
        "too_few_rows",
        "sft",
        talk(ASK, SAY),
        fails(ValueError, "Dataset must have at least batch_size=3 examples but", "sft", size=3),
        options=ValidationOptions(batch_size=3),
    ),
    Defect(
        "too_few_rows",
        "prompt_answer",
        GOOD,
        in_every_mode("prompt_answer", lambda mode: fails(ValueError, TOO_FEW, mode, size=2)),
        options=ValidationOptions(batch_size=2),
    ),
    *(
        Defect(
            "too_few_rows",
            shape,
            lines(row),
            draws_for_ever(mode, 2),
            options=ValidationOptions(batch_size=2),
        )
        for shape, row, modes in FOR_EVER
        for mode in modes
    ),
    *(
        Defect(
            "too_few_rows",
            "preference",
            lines(PAIR),
            fails(ValueError, "must have at least batch_size=2 examples", mode, size=2),
            options=ValidationOptions(batch_size=2),
        )
        for mode in ("dsla", "orpo")
    ),
    Defect(
        "too_few_rows",
        "token_preference",
        lines(TOKENS),
        fails(ValueError, "FTPO dataset must contain at least batch_size=2 rows", "ftpo", size=2),
        options=ValidationOptions(batch_size=2),
    ),
    Defect("no_valid", "prompt_answer", GOOD, has_no_validation_loss),
    Defect("unread_file", "prompt_answer", GOOD, reads_three_files_only, {"more.jsonl": GOOD}),
)
