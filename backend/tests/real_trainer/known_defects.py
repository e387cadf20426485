"""Each kind of problem that is the trainer's, with the smallest folder that shows it."""

import json
from pathlib import Path

from temper.datasets.formats import DatasetShape
from temper.datasets.validation.options import ValidationOptions
from tests.real_trainer.defects import (
    Defect,
    both,
    draws_for_ever,
    fails,
    gives,
    in_every_mode,
    leaves_out,
    lines,
    pays_nothing_for,
    refused_by_strict_templates,
)
from tests.real_trainer.expected import HEADER, OWN_INSTRUCTION, said
from tests.real_trainer.reading import load

ROW = {"prompt": "a", "answer": "b", "system": "s"}
GOOD = lines(ROW)
PAIR = {"prompt": "a", "chosen": "b", "rejected": "c"}
TOKENS = {
    "context_with_chat_template": "a",
    "rejected_decoded": "b",
    "multi_chosen_decoded": ["c", "d"],
}
FOR_EVER: tuple[tuple[DatasetShape, dict[str, str], tuple[str, ...]], ...] = (
    ("preference", PAIR, ("dpo", "cpo")),
    ("prompts", {"prompt": "a"}, ("online_dpo", "xpo", "ppo", "rlhf_reinforce")),
)
ASK, SAY = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}


def answers(*values: str) -> bytes:
    """A good row, and rows with these answers as they are written."""
    return GOOD + b"".join(
        b'{"prompt": "a", "answer": %s, "system": "s"}\n' % v.encode() for v in values
    )


def talk(*turns: object) -> bytes:
    return lines({"messages": [ASK, SAY]}, {"messages": turns})


def pair(prompt: str, answer: str) -> str:
    return said("user", prompt) + said("assistant", answer)


def points_at_itself(folder: Path) -> None:
    (folder / "train.jsonl").symlink_to("train.jsonl")


def has_no_validation_loss(folder: Path) -> None:
    assert len(load(folder, "grpo")[1]) == 0


def reads_three_files_only(folder: Path) -> None:
    assert [len(rows) for rows in load(folder, "grpo")] == [1, 0, 0]


JSON = json.JSONDecodeError
UNREAD = "Training set not found or empty. Must provide training set for fine-tuning."
TOO_FEW = "Dataset must have at least batch_size=2 examples but only has 1."
UNSUPPORTED = "Unsupported data format for Online GRPO training."

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
    Defect("unreadable", "prompt_answer", None, fails(ValueError, UNREAD), lay=points_at_itself),
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
    # One row
    Defect(
        "made_up_format",
        "prompt_answer",
        lines({"problem": "a", "reasoning_steps": [], "solution": "b", "sparse_indicators": []}),
        fails(ValueError, UNSUPPORTED),
    ),
    Defect(
        "wrong_format",
        "sft",
        lines({"instruction": "a", "output": "b"}),
        fails(ValueError, "Unsupported data format for SFT training.", "sft"),
    ),
    Defect(
        "mixed_formats",
        "sft",
        lines({"prompt": "a", "completion": "b"}, {"messages": [ASK, SAY]}),
        fails(KeyError, "prompt", "sft"),
    ),
    Defect(
        "missing_key", "prompt_answer", GOOD + lines({"prompt": "a"}), fails(KeyError, "answer")
    ),
    Defect("null_value", "prompt_answer", answers("null"), gives(1, answer="None")),
    Defect(
        "null_system",
        "prompt_answer",
        lines(ROW | {"system": None}),
        gives(0, prompt=said("system", "") + said("user", "a") + HEADER),
    ),
    Defect("number_value", "prompt_answer", answers("7"), gives(1, answer="7")),
    Defect("not_text", "prompt_answer", answers('["7"]'), gives(1, answer="['7']")),
    Defect("empty_text", "prompt_answer", answers('" "'), gives(1, answer=" ")),
    Defect("bad_messages", "sft", talk(7), fails(AttributeError, "no attribute 'items'", "sft")),
    Defect(
        "unknown_role",
        "sft",
        talk({"role": "human", "content": "a"}, SAY),
        gives(1, "sft", text=said("human", "a") + said("assistant", "b")),
    ),
    Defect("role_order", "sft", talk(SAY, ASK, SAY), refused_by_strict_templates(1)),
    Defect("repeated_role", "sft", talk(ASK, ASK, SAY), refused_by_strict_templates(1)),
    Defect(
        "no_assistant_end",
        "sft",
        talk(ASK, SAY, ASK),
        gives(1, "sft", mask=True, learned=said("user", "a")),
    ),
    Defect(
        "mask_prompt_text",
        "sft",
        lines({"text": "a b"}),
        fails(
            ValueError, "Prompt masking not supported for text dataset.", "sft", mask_prompt=True
        ),
        options=ValidationOptions(mask_prompt=True),
    ),
    Defect(
        "system_ignored",
        "sft",
        lines({"prompt": "a", "completion": "b", "system": "s"}),
        gives(0, "sft", text=said("user", "a") + said("assistant", "b")),
    ),
    Defect(
        "default_system",
        "prompt_answer",
        lines({"prompt": "a", "answer": "b"}),
        gives(0, prompt=said("system", OWN_INSTRUCTION) + said("user", "a") + HEADER),
    ),
    # Rows of the preference, token and prompt methods
    *(
        Defect(
            "wrong_format",
            shape,
            lines({"text": "a b"}),
            in_every_mode(shape, lambda mode: fails(ValueError, "Unsupported data format", mode)),
        )
        for shape in ("preference", "token_preference", "prompts")
    ),
    Defect(
        "missing_key",
        "preference",
        lines(PAIR, {"chosen": "b", "rejected": "c"}),
        both(fails(KeyError, "prompt", "dpo"), gives(1, "orpo", chosen=pair("", "b"))),
    ),
    Defect(
        "null_value",
        "preference",
        lines(PAIR, PAIR | {"chosen": None}),
        in_every_mode("preference", lambda mode: gives(1, mode, chosen=pair("a", ""))),
    ),
    Defect(
        "null_value",
        "prompts",
        lines({"prompt": "a"}, {"prompt": None}),
        in_every_mode("prompts", lambda mode: gives(1, mode, prompt=said("user", "None") + HEADER)),
    ),
    Defect(
        "not_text",
        "preference",
        lines(PAIR, PAIR | {"prompt": [ASK]}),
        gives(1, "dpo", chosen=pair(str([ASK]), "b")),
    ),
    Defect(
        "bad_score",
        "preference",
        lines(PAIR, PAIR | {"preference_score": "high"}),
        fails(ValueError, "could not convert string to float", "orpo"),
    ),
    Defect(
        "bad_score",
        "preference",
        lines(PAIR, PAIR | {"preference_score": None}),
        fails(TypeError, "float() argument must be", "orpo"),
    ),
    Defect(
        "no_chosen_token",
        "token_preference",
        lines(TOKENS, TOKENS | {"multi_chosen_decoded": "cd"}),
        gives(1, "ftpo", chosen=["c", "d"]),
    ),
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
    # What is odd, though the trainer takes it
    Defect(
        "bad_tools",
        "sft",
        lines({"messages": [ASK, SAY]}, {"messages": [ASK, SAY], "tools": "x"}),
        fails(ValueError, "Tools should either be a JSON schema", "sft"),
    ),
    Defect(
        "no_user_end",
        "prompts",
        lines({"prompt": "a"}, {"prompt": [ASK, SAY]}),
        in_every_mode("prompts", lambda mode: gives(1, mode, prompt=pair("a", "b") + HEADER)),
    ),
    Defect(
        "same_pair",
        "preference",
        lines(PAIR, PAIR | {"rejected": "b"}),
        in_every_mode(
            "preference",
            lambda mode: gives(1, mode, chosen=pair("a", "b"), rejected=pair("a", "b")),
        ),
    ),
    Defect(
        "no_chosen_token",
        "token_preference",
        lines(TOKENS, TOKENS | {"multi_chosen_decoded": ["b"]}),
        leaves_out("ftpo"),
    ),
    Defect(
        "empty_system",
        "prompt_answer",
        lines(ROW | {"system": ""}),
        gives(0, prompt=said("system", "") + said("user", "a") + HEADER),
    ),
    Defect("unmatchable_answer", "prompt_answer", answers('" 5 "'), pays_nothing_for("5")),
    Defect(
        "worked_answer", "prompt_answer", answers('"2 + 3 = 5\\n#### 5"'), pays_nothing_for("5")
    ),
    Defect(
        "sentence_answer", "prompt_answer", answers('"The answer is 5."'), pays_nothing_for("5")
    ),
    Defect(
        "control_character",
        "sft",
        lines({"prompt": "a", "completion": "b\x07"}),
        gives(0, "sft", text=pair("a", "b\x07")),
    ),
    Defect(
        "replacement_character",
        "sft",
        lines({"prompt": "a", "completion": "caf\ufffd"}),
        gives(0, "sft", text=pair("a", "caf\ufffd")),
    ),
    Defect("no_valid", "prompt_answer", GOOD, has_no_validation_loss),
    Defect("unread_file", "prompt_answer", GOOD, reads_three_files_only, {"more.jsonl": GOOD}),
)
