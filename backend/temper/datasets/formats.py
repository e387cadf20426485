"""The row formats that Temper knows, and which of them a training method reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

DatasetShape = Literal["sft", "prompt_answer", "preference", "token_preference", "prompts"]
"""What a method reads. `sft`: messages, prompt/completion, text, or prompt/answer/system rows, which
become messages. `prompt_answer`: prompt/answer/system rows. `preference`: prompt/chosen/rejected.
`token_preference`: FTPO's rows. `prompts`: any rows with a prompt."""

ROLES = ("system", "user", "assistant", "tool")

ROLE_NAMES = {
    "human": "user",
    "prompter": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "ai": "assistant",
    "developer": "system",
    "function": "tool",
    "observation": "tool",
} | {name: name for name in ROLES}
"""What other formats call the roles, in lower case."""

CANONICAL = '{"prompt": "What is 2 + 3?", "answer": "5", "system": "Answer with a number."}'


@dataclass(frozen=True, eq=False)
class RowFormat:
    """One way to write a row."""

    name: str
    title: str
    required: tuple[str, ...]
    """The keys by which it is recognised, and which every row needs."""
    text: tuple[str, ...] = ()
    """Keys whose value must be text where they are there."""
    change: str = ""
    """How to turn it into prompt/answer rows; empty where that is what it is."""
    also: tuple[str, ...] = ()
    """Further keys that are read, whatever their value."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that is read: two rows that agree in them are the same row."""
        return tuple(dict.fromkeys((*self.required, *self.text, *self.also)))


def _named(name: str, title: str, required: tuple[str, ...], change: str) -> RowFormat:
    return RowFormat(name, title, required, change=change)


PROMPT_ANSWER = RowFormat(
    "prompt_answer",
    "prompt/answer/system",
    ("prompt", "answer"),
    ("prompt", "answer", "system"),
    also=("type",),
)
MESSAGES = RowFormat(
    "messages",
    "messages",
    ("messages",),
    (),
    "Convert it to prompt/answer: the user's turn becomes `prompt`, the assistant's `answer`.",
    ("tools",),
)
PROMPT_COMPLETION = RowFormat(
    "prompt_completion",
    "prompt/completion",
    ("prompt", "completion"),
    ("prompt", "completion"),
    "Rename `completion` to `answer`, or convert it to prompt/answer.",
    ("system",),
)
TEXT = RowFormat(
    "text",
    "text",
    ("text",),
    ("text",),
    "Split each text into `prompt` (what is asked) and `answer` (what is right).",
)
MADE_UP = _named(
    "made_up",
    "problem/reasoning_steps/solution/sparse_indicators",
    ("problem",),
    "These columns are an invention of an earlier panel; no trainer reads them. Rename `problem` to "
    "`prompt` and `solution` to `answer`, and drop the rest.",
)
PREFERENCE = RowFormat(
    "preference",
    "preference pairs (prompt/chosen/rejected)",
    ("prompt", "chosen", "rejected"),
    ("prompt", "chosen", "rejected", "system"),
    "Preference pairs are not needed here. Convert them: the chosen text becomes the answer.",
    ("preference_score",),
)
PREFERENCE_MESSAGES = _named(
    "preference_messages",
    "preference pairs as messages (chosen/rejected)",
    ("chosen", "rejected"),
    "Convert it: the turns before the last become `prompt` (and `system`), the last ones `chosen` and "
    "`rejected`.",
)
TOKEN_PREFERENCE = RowFormat(
    "token_preference",
    "token preferences (context_with_chat_template/rejected_decoded/multi_chosen_decoded)",
    ("context_with_chat_template", "rejected_decoded", "multi_chosen_decoded"),
    ("context_with_chat_template", "rejected_decoded"),
    "Only FTPO reads single-token preferences; they hold no question with its answer.",
)
ALPACA = _named(
    "alpaca",
    "Alpaca (instruction/input/output)",
    ("instruction", "output"),
    "Convert it: `instruction` and `input` become `prompt`, `output` becomes `answer`.",
)
SHAREGPT = _named(
    "sharegpt",
    "ShareGPT (conversations)",
    ("conversations",),
    "Convert it: what is from `human` becomes the user's, what is from `gpt` the assistant's.",
)
QUESTION_ANSWER = _named(
    "question_answer",
    "question and answer columns",
    (),
    "Rename the column with the question to `prompt` and the one with the answer to `answer`.",
)
PROMPTS_ONLY = RowFormat(
    "prompts_only",
    "prompts without answers",
    ("prompt",),
    ("prompt",),
    "Add the right answer to each row as `answer`.",
)

FORMATS: dict[str, RowFormat] = {
    known.name: known
    for known in (
        PROMPT_ANSWER,
        MESSAGES,
        PROMPT_COMPLETION,
        TEXT,
        MADE_UP,
        PREFERENCE,
        PREFERENCE_MESSAGES,
        TOKEN_PREFERENCE,
        ALPACA,
        SHAREGPT,
        QUESTION_ANSWER,
        PROMPTS_ONLY,
    )
}

READABLE: dict[DatasetShape, tuple[RowFormat, ...]] = {
    # The trainer's own order of preference; prompt/answer rows become messages on the way.
    "sft": (PROMPT_COMPLETION, MESSAGES, PROMPT_ANSWER, TEXT),
    "prompt_answer": (PROMPT_ANSWER,),
    "preference": (PREFERENCE,),
    "token_preference": (TOKEN_PREFERENCE,),
    "prompts": (PREFERENCE, PROMPT_ANSWER, PROMPT_COMPLETION, PROMPTS_ONLY),
}

CONVERTIBLE: tuple[RowFormat, ...] = (
    PROMPT_ANSWER,
    MESSAGES,
    PROMPT_COMPLETION,
    PREFERENCE,
    PROMPTS_ONLY,
)
"""What rows can be converted to, where they hold what it needs."""

QUESTION_KEYS = ("question", "prompt", "problem", "query", "instruction", "input")
ANSWER_KEYS = ("answer", "solution", "response", "output", "target", "ground_truth")


def recognise(row: Mapping[str, Any], shape: DatasetShape | None = None) -> RowFormat | None:
    """The format of one row by its keys, preferring what `shape` reads; None for an unknown one."""
    for readable in READABLE[shape] if shape else ():
        if _has(row, readable.required) and not (
            readable is PREFERENCE and _preference(row) is PREFERENCE_MESSAGES
        ):
            return readable
    if "sparse_indicators" in row or ("reasoning_steps" in row and "problem" in row):
        return MADE_UP
    if _has(row, PREFERENCE_MESSAGES.required):
        return _preference(row)
    for known in (TOKEN_PREFERENCE, PROMPT_ANSWER, MESSAGES, PROMPT_COMPLETION, ALPACA, SHAREGPT):
        if _has(row, known.required):
            return known
    if question_answer_keys(row):
        return QUESTION_ANSWER
    return next((known for known in (TEXT, PROMPTS_ONLY) if _has(row, known.required)), None)


def question_answer_keys(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """The columns that look like a question and its answer, where there are both."""
    named = {key.lower(): key for key in reversed(list(row))}
    question = next((named[key] for key in QUESTION_KEYS if key in named), None)
    answer = next((named[key] for key in ANSWER_KEYS if key in named), None)
    return (question, answer) if question and answer else None


_READERS: dict[RowFormat | None, frozenset[DatasetShape]] = {
    known: frozenset(shape for shape, formats in READABLE.items() if known in formats)
    for known in (None, *FORMATS.values())
}


def readers(row_format: RowFormat | None) -> frozenset[DatasetShape]:
    """The shapes that read rows of a format."""
    return _READERS[row_format]


def what_happens(row_format: RowFormat, shape: DatasetShape) -> str | None:
    """What a plan makes of rows of that format, in a sentence; None where it cannot use them."""
    if row_format not in READABLE[shape]:
        return None
    if shape == "prompt_answer":
        return (
            "prompt/answer/system rows are handed over as they are; other columns are left out "
            "(the trainer reads `prompt`, `answer`, `system` and `type`). Your files are not changed."
        )
    if row_format is PROMPT_ANSWER:
        return (
            "prompt/answer/system rows become messages rows: `system` the system turn (where there "
            "is one), `prompt` the user's, `answer` the assistant's. Your files are not changed."
        )
    if shape == "prompts":
        return "The prompt of each row is handed over; other columns are left out. Your files are not changed."
    return (
        f"{row_format.title} rows are handed over as they are; other columns are left out. "
        "Your files are not changed."
    )


def listed(names: Iterable[str]) -> str:
    """Names for a sentence: "`a`, `b` and `c`"."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _preference(row: Mapping[str, Any]) -> RowFormat:
    in_turns = any(isinstance(row[key], list | dict) for key in PREFERENCE_MESSAGES.required)
    return PREFERENCE_MESSAGES if in_turns else PREFERENCE


def _has(row: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    return all(key in row for key in keys)
