"""Rows in another format, and with faults repaired; row for row, nothing invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from temper.datasets.formats import (
    ALPACA,
    FORMATS,
    MADE_UP,
    MESSAGES,
    PREFERENCE,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    QUESTION_ANSWER,
    READABLE,
    SHAREGPT,
    RowFormat,
    question_answer_keys,
    recognise,
)
from temper.datasets.terms import Fix
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import Finding, read_line
from temper.datasets.validation.rows import check_row

_SHAREGPT_ROLES = {
    "system": "system",
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "assistant": "assistant",
    "tool": "tool",
}
_REPAIRED_BY: dict[str, Fix] = {"bom": "strip_bom", "blank_line": "drop_blank_lines"}

Turns = list[dict[str, Any]]


class Unconvertible(Exception):
    """A row that has no form in the wanted format; the message says why."""


@dataclass(frozen=True)
class Repair:
    """What is to become of each row."""

    format: RowFormat
    fixes: frozenset[Fix]

    def line(
        self, line: bytes, offset: int, *, last: bool
    ) -> tuple[dict[str, Any] | None, Finding | None]:
        """The new row, or None; and what is wrong with it where it cannot be kept."""
        read = read_line(line, offset, last=last)
        for finding in read.findings:
            if _REPAIRED_BY.get(finding.kind) not in self.fixes:
                return None, finding
        if read.row is None:
            return None, None
        row = self._fixed(read.row, line)
        known = recognise(row)
        if known in READABLE["sft"] and (wrong := _errors(row, known)):
            return None, wrong[0]
        try:
            changed = change(row, self.format)
        except Unconvertible as error:
            return None, Finding("wrong_format", str(error))
        wrong = _errors(changed, self.format)
        return (None, wrong[0]) if wrong else (changed, None)

    def _fixed(self, row: dict[str, Any], line: bytes) -> dict[str, Any]:
        if "drop_nulls" in self.fixes:
            row = {key: value for key, value in row.items() if value is not None}
        if "coerce_numbers" in self.fixes and any(_is_number(value) for value in row.values()):
            written = msgspec.json.decode(
                line.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw]
            )
            # As it is written: 7.50 stays "7.50".
            row = {
                key: bytes(written[key]).decode().strip() if _is_number(value) else value
                for key, value in row.items()
            }
        return row


def change(row: Mapping[str, Any], target: RowFormat) -> dict[str, Any]:
    """`row` in the format `target`. Raises Unconvertible."""
    if all(key in row for key in target.required):
        return dict(row)
    known = recognise(row)
    if target.name not in (PROMPT_ANSWER.name, MESSAGES.name, PROMPT_COMPLETION.name):
        raise Unconvertible(f"The row is no {target.title} row.")
    talk = turns(row, known)
    if target is MESSAGES:
        return {"messages": talk} | ({"tools": row["tools"]} if "tools" in row else {})
    system, question, answer = _exchange(talk)
    changed = {"prompt": question, "answer" if target is PROMPT_ANSWER else "completion": answer}
    if system is not None:
        changed["system"] = system
    if isinstance(row.get("type"), str):
        changed["type"] = row["type"]
    return changed


def turns(row: Mapping[str, Any], known: RowFormat | None = None) -> Turns:
    """A row of any format that holds a conversation, as its turns. Raises Unconvertible."""
    known = known or recognise(row)
    if known is MESSAGES:
        return _checked_turns(row["messages"])
    if known is SHAREGPT:
        return _sharegpt(row["conversations"])
    if known is None or (keys := _keys(row, known)) is None:
        name = known.title if known else "in no format that is known"
        raise Unconvertible(f"The row is {name}; it holds no question with its answer.")
    question, answer = (_text(row, key) for key in keys)
    if known is ALPACA and row.get("input"):
        question = f"{question}\n\n{_text(row, 'input')}"
    talk: Turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    if row.get("system"):
        talk.insert(0, {"role": "system", "content": _text(row, "system")})
    return talk


def rendered(row: Mapping[str, Any]) -> str | None:
    """A row as readable text, one `[role]` block a turn; None where it is no conversation or text."""
    if isinstance(row.get("text"), str) and recognise(row) is FORMATS["text"]:
        return cast("str", row["text"])
    try:
        talk = turns(row)
    except Unconvertible:
        return None
    return "\n\n".join(f"[{turn.get('role')}]\n{turn.get('content') or ''}" for turn in talk)


def _errors(row: Mapping[str, Any], known: RowFormat) -> list[Finding]:
    return [f for f in check_row(row, known, "sft") if KINDS[f.kind].severity == "error"]


def _keys(row: Mapping[str, Any], known: RowFormat) -> tuple[str, str] | None:
    if known is PREFERENCE:
        return ("prompt", "chosen") if "prompt" in row else None
    if known is MADE_UP:
        return ("problem", "solution") if "solution" in row else None
    if known in (PROMPT_ANSWER, PROMPT_COMPLETION, ALPACA):
        return cast("tuple[str, str]", known.required)
    return question_answer_keys(row) if known is QUESTION_ANSWER else None


def _exchange(talk: Turns) -> tuple[str | None, str, str]:
    """System text, question and answer of a conversation that is one exchange."""
    roles = [str(turn.get("role"))[:40] for turn in talk]
    if roles not in (["user", "assistant"], ["system", "user", "assistant"]):
        raise Unconvertible(
            f"The conversation has the turns {', '.join(roles) or 'none'}; a prompt and an answer "
            "need one user turn and one assistant turn."
        )
    contents = [_text(turn, "content") for turn in talk]
    return (contents[0] if len(contents) == 3 else None), contents[-2], contents[-1]


def _sharegpt(conversation: object) -> Turns:
    talk: Turns = []
    for turn in _checked_turns(conversation):
        role = _SHAREGPT_ROLES.get(str(turn.get("from")))
        if role is None:
            raise Unconvertible(
                f"A turn is from `{str(turn.get('from'))[:40]}`, which is no known role."
            )
        talk.append({"role": role, "content": _text(turn, "value")})
    return talk


def _checked_turns(value: object) -> Turns:
    if not isinstance(value, list) or not all(
        isinstance(t, dict) for t in cast("Sequence[Any]", value)
    ):
        raise Unconvertible("The conversation is not a list of turns.")
    return cast("Turns", value)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise Unconvertible(f"`{key}` is not text.")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, bool | int | float)
