"""What can be wrong with a row, and what the trainer then makes of it."""

from temper.datasets.validation.options import ValidationOptions
from tests.real_trainer.defects import (
    Defect,
    both,
    fails,
    gives,
    in_every_mode,
    leaves_out,
    lines,
    pays_nothing_for,
    refused_by_strict_templates,
)
from tests.real_trainer.expected import HEADER, OWN_INSTRUCTION, said
from tests.real_trainer.small_rows import (
    ASK,
    GOOD,
    PAIR,
    ROW,
    SAY,
    TOKENS,
    UNSUPPORTED,
    answers,
    pair,
    talk,
)

ROW_DEFECTS: tuple[Defect, ...] = (
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
)
