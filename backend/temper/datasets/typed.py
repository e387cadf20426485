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
class Typed:
    """How rows of one format are decoded and judged by type."""

    decoder: msgspec.json.Decoder[Any]
    keys: tuple[bytes, ...]
    """Keys that appear exactly once a row: more of them in the bytes may be a duplicate key."""
    flawless: Callable[[Any], bool]
    """Whether a decoded row needs no words at all."""
    identity: Callable[[Any], object]
    """What makes two rows the same."""
    extra: Callable[[Sequence[Any]], tuple[tuple[bytes, int], ...]]
    """Other keys with the number of times they should appear in the bytes of these rows."""


def _nothing(rows: Sequence[Any]) -> tuple[tuple[bytes, int], ...]:
    return ()


def _filled(text: str) -> bool:
    return bool(text) and not text.isspace()


def _systems(rows: Sequence[PromptAnswer]) -> tuple[tuple[bytes, int], ...]:
    return ((b'"system"', sum(row.system is not UNSET for row in rows)),)


def _turn_keys(rows: Sequence[Messages]) -> tuple[tuple[bytes, int], ...]:
    turns = [turn for row in rows for turn in row.messages]
    contents = sum(turn.content is not UNSET for turn in turns)
    return (b'"role"', len(turns)), (b'"content"', contents)


def _flawless_messages(row: Messages) -> bool:
    """The plain case: an optional system turn, then user and assistant in turn, all with text."""
    turns = row.messages
    start = 1 if turns and turns[0].role == "system" else 0
    if start and not isinstance(turns[0].content, str):
        return False
    if len(turns) == start or (len(turns) - start) % 2:
        return False
    for index, turn in enumerate(turns[start:]):
        if turn.role != ("assistant" if index % 2 else "user"):
            return False
        if not isinstance(turn.content, str) or not _filled(turn.content):
            return False
    return True


TYPED: dict[str, Typed] = {
    PROMPT_ANSWER.name: Typed(
        msgspec.json.Decoder(PromptAnswer),
        (b'"prompt"', b'"answer"'),
        lambda row: _filled(row.prompt) and _filled(row.answer),
        lambda row: (row.prompt, row.answer),
        _systems,
    ),
    PROMPT_COMPLETION.name: Typed(
        msgspec.json.Decoder(PromptCompletion),
        (b'"prompt"', b'"completion"'),
        lambda row: _filled(row.prompt) and _filled(row.completion),
        lambda row: (row.prompt, row.completion),
        _nothing,
    ),
    TEXT.name: Typed(
        msgspec.json.Decoder(Text),
        (b'"text"',),
        lambda row: _filled(row.text),
        lambda row: row.text,
        _nothing,
    ),
    MESSAGES.name: Typed(
        msgspec.json.Decoder(Messages),
        (b'"messages"',),
        _flawless_messages,
        lambda row: tuple((turn.role, turn.content) for turn in row.messages),
        _turn_keys,
    ),
}


def typed(row_format: RowFormat | None) -> Typed | None:
    """The quick way for a format, where there is one."""
    return TYPED.get(row_format.name) if row_format else None


def clean_rows(data: bytes, kind: Typed) -> list[Any] | None:
    """The rows of `data`, one a line, when nothing at all is to be said about them; else None."""
    if not data.endswith(b"\n"):
        data += b"\n"
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            return None
    count = data.count(b"\n")
    # Every line begins with { and ends with }, so a newline can only stand between two rows, and as
    # many rows as lines means one row a line.
    if not data.startswith(b"{") or data.count(b"\n{") != count - 1 or data.count(b"}\n") != count:
        return None
    try:
        if not data.isascii():
            data.decode()  # the decoder does not look into the text of columns it skips
        rows: list[Any] = kind.decoder.decode_lines(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if len(rows) != count or any(data.count(key) != count for key in kind.keys):
        return None
    if any(data.count(key) != times for key, times in kind.extra(rows)):
        return None
    return rows if all(map(kind.flawless, rows)) else None
