"""The quick way: whole blocks of rows decoded by type, with nothing to report.

`clean_rows` answers only where every line is exactly one flawless row; everything else is looked at
line by line, with the same verdicts but words for what is wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from temper.datasets.formats import MESSAGES, PROMPT_ANSWER, PROMPT_COMPLETION, TEXT, RowFormat


class PromptAnswer(msgspec.Struct, gc=False):
    prompt: str
    answer: str
    system: str | UnsetType = UNSET
    type: msgspec.Raw | UnsetType = UNSET


class PromptCompletion(msgspec.Struct, gc=False):
    prompt: str
    completion: str
    system: msgspec.Raw | UnsetType = UNSET


class Text(msgspec.Struct, gc=False):
    text: str


class Turn(msgspec.Struct, gc=False):
    role: Literal["system", "user", "assistant", "tool"]
    content: str | UnsetType | None = UNSET


class Messages(msgspec.Struct):
    messages: list[Turn]


@dataclass(frozen=True)
class Keys:
    """What the bytes of flawless rows must hold."""

    times: tuple[tuple[bytes, int], ...]
    """Each quoted key, and how often it stands there if no object has it twice."""
    quotes: int
    """Double quotes, when there are no other columns."""


@dataclass(frozen=True)
class Typed:
    """How rows of one format are decoded and judged by type."""

    decoder: msgspec.json.Decoder[Any]
    judge: Callable[[Sequence[Any]], Keys | None]
    """None when a row needs words: an empty text, or turns out of the plain order."""
    identity: Callable[[Any], object]
    """What makes two rows the same."""


def _judge_prompt_answer(rows: Sequence[PromptAnswer]) -> Keys | None:
    systems = types = 0
    for row in rows:
        prompt, answer = row.prompt, row.answer
        if not prompt or prompt.isspace() or not answer or answer.isspace():
            return None
        if row.system is not UNSET:
            systems += 1
        if row.type is not UNSET:
            types += 1
    count = len(rows)
    times = (b'"prompt"', count), (b'"answer"', count), (b'"system"', systems), (b'"type"', types)
    return Keys(times, 8 * count + 4 * systems + 2 * types)


def _judge_prompt_completion(rows: Sequence[PromptCompletion]) -> Keys | None:
    for row in rows:
        prompt, completion = row.prompt, row.completion
        if not prompt or prompt.isspace() or not completion or completion.isspace():
            return None
    return Keys(((b'"prompt"', len(rows)), (b'"completion"', len(rows))), 8 * len(rows))


def _judge_text(rows: Sequence[Text]) -> Keys | None:
    if any(not row.text or row.text.isspace() for row in rows):
        return None
    return Keys(((b'"text"', len(rows)),), 4 * len(rows))


def _judge_messages(rows: Sequence[Messages]) -> Keys | None:
    turns = 0
    for row in rows:
        if not _plain_talk(row.messages):
            return None
        turns += len(row.messages)
    times = (b'"messages"', len(rows)), (b'"role"', turns), (b'"content"', turns)
    return Keys(times, 2 * len(rows) + 8 * turns)


def _plain_talk(turns: Sequence[Turn]) -> bool:
    """An optional system turn, then user and assistant in turn, each with text."""
    expected = "user"
    for index, turn in enumerate(turns):
        content = turn.content
        if not isinstance(content, str):
            return False
        if index == 0 and turn.role == "system":
            continue
        if turn.role != expected or not content or content.isspace():
            return False
        expected = "assistant" if expected == "user" else "user"
    return bool(turns) and turns[-1].role == "assistant"


TYPED: dict[str, Typed] = {
    PROMPT_ANSWER.name: Typed(
        msgspec.json.Decoder(PromptAnswer),
        _judge_prompt_answer,
        lambda row: (row.prompt, row.answer),
    ),
    PROMPT_COMPLETION.name: Typed(
        msgspec.json.Decoder(PromptCompletion),
        _judge_prompt_completion,
        lambda row: (row.prompt, row.completion),
    ),
    TEXT.name: Typed(msgspec.json.Decoder(Text), _judge_text, lambda row: row.text),
    MESSAGES.name: Typed(
        msgspec.json.Decoder(Messages),
        _judge_messages,
        lambda row: tuple((turn.role, turn.content) for turn in row.messages),
    ),
}


def typed(row_format: RowFormat | None) -> Typed | None:
    """The quick way for a format, where there is one."""
    return TYPED.get(row_format.name) if row_format else None


def clean_rows(data: bytes, kind: Typed) -> list[Any] | None:
    """The rows of `data`, one a line, when nothing at all is to be said about them; else None."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").removesuffix(b"\r")
        if b"\r" in data:
            return None
    try:
        if not data.isascii():
            data.decode()  # the decoder does not look into the text of columns it skips
        rows: list[Any] = list(map(kind.decoder.decode, data.removesuffix(b"\n").split(b"\n")))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    keys = kind.judge(rows)
    return rows if keys and _keys_once(data, keys) else None


def _keys_once(data: bytes, keys: Keys) -> bool:
    """Whether no object has a key twice, by counting; in doubt not."""
    # Any key or text costs two quotes, so the fewest possible quotes leave no room for a second key.
    if b"\\\\" not in data:
        escaped = data.count(b'\\"') if b"\\" in data else 0
        if data.count(b'"') - escaped == keys.quotes:
            return True
    # A text holds no unescaped quote, so a quoted key in the bytes is a key, or a whole text.
    return all(data.count(key) == times for key, times in keys.times)
