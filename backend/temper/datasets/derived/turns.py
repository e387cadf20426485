"""Rows of any format that holds a conversation, as its turns."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from temper.datasets.formats import (
    ALPACA,
    MADE_UP,
    MESSAGES,
    PREFERENCE,
    PREFERENCE_MESSAGES,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    QUESTION_ANSWER,
    ROLE_NAMES,
    SHAREGPT,
    RowFormat,
    question_answer_keys,
    recognise,
)

_NAMES = ROLE_NAMES | {"bing": "assistant", "bard": "assistant", "function_response": "tool"}

_CALLS = ("function_call", "tool_call")
_HH_TURN = re.compile(r"(?:^|\n\n)(Human|Assistant): ?")

Turn = dict[str, Any]
Turns = list[Turn]


class Unconvertible(Exception):
    """A row that has no form in the wanted format; the message says why."""


def known_role(name: object) -> str | None:
    """The role that a name means; None for none."""
    return _NAMES.get(name.strip().lower()) if isinstance(name, str) else None


def recognised(row: Mapping[str, Any]) -> RowFormat | None:
    """The format of a row, where a key whose value is null counts as missing."""
    if None in row.values():
        row = {key: value for key, value in row.items() if value is not None}
    return recognise(row)


def turns(row: Mapping[str, Any]) -> Turns:
    """A row of any format that holds a conversation, as its turns. Raises Unconvertible."""
    known = recognised(row)
    if known in (MESSAGES, SHAREGPT):
        key = known.required[0]
        if not isinstance(row[key], list):
            raise Unconvertible(f"`{key}` is not a list of turns.")
        return with_system(as_turns(row[key], "user", key), row)
    if known in (PREFERENCE, PREFERENCE_MESSAGES):
        return chosen_turns(row, "chosen")
    keys = exchange_keys(row, known)
    if keys is None:
        name = known.title if known else "in no format that is known"
        raise Unconvertible(f"The row is {name}; it holds no question with its answer.")
    answered = as_turns(row[keys[1]], "assistant", keys[1])
    return with_system([*_question(row, keys[0], known), *answered], row)


def _question(row: Mapping[str, Any], key: str, known: RowFormat | None) -> Turns:
    asked = as_turns(row[key], "user", key)
    if known is ALPACA and row.get("input"):
        asked[-1] = asked[-1] | {"content": f"{asked[-1]['content']}\n\n{_text(row, 'input')}"}
    return asked


def exchange_keys(row: Mapping[str, Any], known: RowFormat | None) -> tuple[str, str] | None:
    """The columns with the question and its answer, where a format has them."""
    if known is MADE_UP:
        return ("problem", "solution") if row.get("solution") is not None else None
    if known in (PROMPT_ANSWER, PROMPT_COMPLETION, ALPACA):
        return cast("tuple[str, str]", known.required)
    return question_answer_keys(row) if known is QUESTION_ANSWER else None


def chosen_turns(row: Mapping[str, Any], key: str) -> Turns:
    """The conversation of a preference pair that ends with `chosen` or `rejected`."""
    value = row[key]
    if isinstance(value, str) and not row.get("prompt") and value.lstrip().startswith("Human:"):
        return with_system(_human_assistant(value), row)
    talk = as_turns(value, "assistant", key)
    if row.get("prompt") and talk[:1] and talk[0]["role"] == "assistant":
        talk = [*as_turns(row["prompt"], "user", "prompt"), *talk]
    return with_system(talk, row)


def prompt_turns(row: Mapping[str, Any]) -> Turns:
    """Everything before the last answer, for methods that only ask. Raises Unconvertible."""
    known = recognised(row)
    if known is None or known.required == ("prompt",):
        key = next((key for key in _ASKED if row.get(key) is not None), None)
        if key is None:
            raise Unconvertible("The row has no column with a prompt.")
        return with_system(as_turns(row[key], "user", key), row)
    if (keys := exchange_keys(row, known)) is not None:
        return with_system(_question(row, keys[0], known), row)
    talk = turns(row)
    if talk and talk[-1]["role"] == "assistant":
        talk = talk[:-1]
    if not any(turn["role"] == "user" for turn in talk):
        raise Unconvertible("The conversation has no turn of the user.")
    return talk


_ASKED = ("prompt", "question", "problem", "query", "instruction")


def as_turns(value: object, role: str, key: str) -> Turns:
    """A text, a turn or a list of turns, as turns. Raises Unconvertible."""
    if isinstance(value, str):
        return [{"role": role, "content": value}]
    whole = [cast("Turn", value)] if isinstance(value, dict) else value
    if not isinstance(whole, list):
        raise Unconvertible(f"`{key}` is not text.")
    items = cast("Sequence[Any]", whole)
    if not items or not all(isinstance(item, dict) for item in items):
        raise Unconvertible(f"`{key}` is not a list of turns.")
    return [_turn(cast("Turn", item)) for item in items]


def with_system(talk: Turns, row: Mapping[str, Any]) -> Turns:
    """`talk` with the row's `system` before it, where it has no system turn of its own."""
    if row.get("system") and not any(turn.get("role") == "system" for turn in talk):
        return [{"role": "system", "content": _text(row, "system")}, *talk]
    return talk


def _turn(turn: Turn) -> Turn:
    """A turn with `role` and `content`, whatever its keys were called."""
    name, value = (turn.get("role"), turn.get("content"))
    if "from" in turn and "role" not in turn:
        name, value = (turn["from"], turn.get("value"))
    if name in _CALLS:
        return {"role": "assistant", "content": "", "tool_calls": [_call(value)]}
    role = known_role(name)
    if role is None:
        raise Unconvertible(f"A turn is from `{str(name)[:40]}`, which is no known role.")
    rest = {k: v for k, v in turn.items() if k not in ("role", "content", "from", "value")}
    return {"role": role, "content": _content(value, rest)} | rest


def _content(value: object, rest: Mapping[str, Any]) -> str | None:
    if isinstance(value, str):
        return value
    if value is None and rest.get("tool_calls"):
        return None
    if isinstance(value, list):
        parts = cast("list[Any]", value)
        if all(isinstance(p, dict) and isinstance(cast("Turn", p).get("text"), str) for p in parts):
            return "".join(cast("str", cast("Turn", part)["text"]) for part in parts)
    raise Unconvertible("The content of a turn is not text.")


def _call(value: object) -> Turn:
    """A tool call as ShareGPT writes it: the call as JSON in a text."""
    try:
        call: object = msgspec.json.decode(value) if isinstance(value, str) else value
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unconvertible("A turn with a tool call holds no JSON.") from error
    if not isinstance(call, dict) or not isinstance(cast("Turn", call).get("name"), str):
        raise Unconvertible("A turn with a tool call names no tool.")
    return {"type": "function", "function": cast("Turn", call)}


def _human_assistant(text: str) -> Turns:
    """The turns of one text with `Human:` and `Assistant:` before each."""
    pieces = _HH_TURN.split(text.strip())
    names, contents = pieces[1::2], pieces[2::2]
    return [
        {"role": "user" if name == "Human" else "assistant", "content": content.strip()}
        for name, content in zip(names, contents, strict=True)
    ]


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise Unconvertible(f"`{key}` is not text.")
    return value
