"""What can only be said of sound rows, for many at once: it may hold for every one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from msgspec import UNSET, UnsetType

from temper.datasets.formats import (
    MESSAGES,
    PREFERENCE,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    PROMPTS_ONLY,
    TOKEN_PREFERENCE,
    DatasetShape,
    RowFormat,
)
from temper.datasets.validation.batch import Batch, Positions
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.texts import (
    ACCURACY,
    LONGEST_VALUE,
    is_sentence,
    is_worked,
    unmatchable,
)
from temper.datasets.validation.typed import Turn, whole

_NO_SYSTEM = Finding("default_system", "No `system`: the trainer puts in its own instruction.")
_SYSTEM_IGNORED = Finding(
    "system_ignored", "The trainer does not read this row's `system`.", key="system"
)
_WORKED = Finding("worked_answer", "`answer` holds the working and ####, not the value alone.")
_SENTENCE = Finding("sentence_answer", "`answer` is more than a bare value.", key="answer")


@dataclass(frozen=True)
class Remark:
    """The same thing said of some rows of a batch, in order."""

    kind: str
    rows: Sequence[int] | Positions
    finding: Finding | None = None
    """None where each row has words of its own."""


def wants_bare_values(
    main: RowFormat | None, shape: DatasetShape, options: ValidationOptions
) -> bool:
    """Whether answers are compared letter by letter with what the model writes."""
    rewards = options.reward_functions
    compared = rewards is None or ACCURACY in rewards
    return main is PROMPT_ANSWER and shape == "prompt_answer" and compared


def remarks(
    batch: Batch, main: RowFormat, shape: DatasetShape, options: ValidationOptions
) -> Iterator[Remark]:
    """Warnings for the rows of a batch."""
    if main is PROMPT_ANSWER and shape == "prompt_answer":
        systems = [row.system for row in batch.rows]
        if UnsetType in set(map(type, systems)):
            rows = [index for index, system in enumerate(systems) if system is UNSET]
            yield Remark("default_system", _whole(batch, main, rows), _NO_SYSTEM)
    elif (main is PROMPT_COMPLETION and shape == "sft") or (
        shape == "prompts" and "system" in main.keys
    ):
        rows = [index for index, row in enumerate(batch.rows) if row.system is not UNSET]
        yield Remark("system_ignored", _whole(batch, main, rows), _SYSTEM_IGNORED)
    if wants_bare_values(main, shape, options):
        yield from _answers(batch)


_SCORES = (type(UNSET), float, int)


def suspects(batch: Batch, main: RowFormat) -> set[int]:
    """Rows that the bytes do not tell about, and that need a closer look."""
    found: set[int] = set()
    if not batch.strict:
        for key in main.keys:
            values = [getattr(row, key) for row in batch.rows]
            sound = (str, type(UNSET)) if key not in main.required else (str,)
            if key in main.text:
                found.update(n for n, value in enumerate(values) if type(value) not in sound)
            elif key in main.required:
                found.update(n for n, value in enumerate(values) if value is UNSET)
    if main is MESSAGES:
        found.update(n for n, row in enumerate(batch.rows) if not _plain(row))
    elif main is PREFERENCE:
        found.update(
            n
            for n, row in enumerate(batch.rows)
            if row.chosen == row.rejected or type(row.preference_score) not in _SCORES
        )
    elif main is TOKEN_PREFERENCE:
        found.update(n for n, row in enumerate(batch.rows) if not _chooses(row))
    elif main is PROMPTS_ONLY:
        found.update(n for n, row in enumerate(batch.rows) if type(row.prompt) is not str)
    return found


def _whole(batch: Batch, main: RowFormat, rows: list[int]) -> list[int]:
    """Those that have what their format needs: of others nothing more is said."""
    return rows if batch.strict else [n for n in rows if whole(main.name, batch.rows[n])]


def _answers(batch: Batch) -> Iterator[Remark]:
    answers: list[str] = [row.answer for row in batch.rows]
    if not batch.strict:
        answers = [answer if type(answer) is str else "" for answer in answers]
    worked: list[int] = []
    if b"#" in batch.written:
        worked = [index for index, answer in enumerate(answers) if is_worked(answer)]
        yield Remark("worked_answer", worked, _WORKED)
    lengths = np.fromiter(map(len, answers), np.int64, len(answers))
    sentences = lengths > LONGEST_VALUE
    for index in np.flatnonzero(~sentences).tolist():
        if is_sentence(answers[index]):
            sentences[index] = True
    sentences[worked] = False
    yield Remark("sentence_answer", np.flatnonzero(sentences), _SENTENCE)


def unmatchable_answers(batch: Batch, spaced: set[int]) -> Remark:
    """Answers that no completion matches; `spaced` are the rows with white space around a text."""
    rows = set(spaced)
    if b"<" in batch.written:
        rows.update(
            index
            for index, row in enumerate(batch.rows)
            if type(row.answer) is str and "answer>" in row.answer
        )
    found = [n for n in sorted(rows) if _why(batch.rows[n].answer) is not None]
    return Remark("unmatchable_answer", found)


def unmatchable_finding(answer: str) -> Finding:
    """The words for an answer that `unmatchable_answers` named."""
    detail = f"`answer` {_why(answer)}: no completion can be equal to it."
    return Finding("unmatchable_answer", detail, key="answer")


def _why(answer: Any) -> str | None:
    return unmatchable(answer) if type(answer) is str else None


def _plain(row: Any) -> bool:
    """An optional system turn, then user and assistant in turn, each with text, and no tools."""
    if getattr(row, "tools", UNSET) is not UNSET:
        return False
    turns: list[Turn] = row.messages
    expected = "user"
    for index, turn in enumerate(turns):
        content = turn.content
        if type(content) is not str or turn.tool_calls is not UNSET:
            return False
        if index == 0 and turn.role == "system":
            continue
        if turn.role != expected or not content:
            return False
        expected = "assistant" if expected == "user" else "user"
    return bool(turns) and turns[-1].role == "assistant"


def _chooses(row: Any) -> bool:
    given: object = row.multi_chosen_decoded
    if type(given) is not list:
        return False
    chosen = cast("list[object]", given)
    others = [item for item in chosen if item and item != row.rejected_decoded]
    return bool(others) and all(isinstance(item, str) for item in chosen)
