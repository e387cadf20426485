"""Rows in another format; row for row, every text kept, nothing invented."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec

from temper.datasets.derived.turns import (
    Turns,
    Unconvertible,
    chosen_turns,
    exchange_keys,
    prompt_turns,
    recognised,
    turns,
)
from temper.datasets.formats import (
    MADE_UP,
    MESSAGES,
    PREFERENCE,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    PROMPTS_ONLY,
    TEXT,
    RowFormat,
)

__all__ = ["CALLS_TOOLS", "Unconvertible", "change", "rendered", "turns"]

_OTHER_FORMATS = (
    "prompt",
    "answer",
    "completion",
    "messages",
    "conversations",
    "sparse_indicators",
)
"""Columns that would make a row look like another format than the one it was converted to."""
CALLS_TOOLS = "The conversation calls tools"
"""How the refusal of such a row begins."""
_SPEAKERS = {"user": "User", "assistant": "Assistant"}

Row = dict[str, Any]


def change(row: Mapping[str, Any], target: RowFormat, *, last_exchange: bool = False) -> Row:
    """`row` in the format `target`; the same row where it is in it. Raises Unconvertible.

    With `last_exchange` a longer conversation gives its last question and answer, with the turns
    before them written out in the prompt.
    """
    if _is(row, target):
        return cast("Row", row)
    made = _TARGETS[target.name](row, last_exchange)
    return made | _others(row, made, target)


def rendered(row: Mapping[str, Any]) -> str | None:
    """A row as readable text, one `[role]` block a turn; None where it is no conversation or text."""
    if isinstance(row.get("text"), str) and recognised(row) is TEXT:
        return cast("str", row["text"])
    try:
        talk = turns(row)
    except Unconvertible:
        return None
    return "\n\n".join(f"[{turn.get('role')}]\n{turn.get('content') or ''}" for turn in talk)


def _is(row: Mapping[str, Any], target: RowFormat) -> bool:
    values = [row.get(key) for key in target.required]
    if any(value is None for value in values):
        return False
    if target is MESSAGES:
        return _plain_turns(values[0]) and not _lacks_system(row)
    if target is PROMPTS_ONLY:
        return recognised(row) is PROMPTS_ONLY and "answer" not in row
    # Turns in the place of a text are still to be taken apart.
    return not any(isinstance(value, list | dict) for value in values)


def _lacks_system(row: Mapping[str, Any]) -> bool:
    """Whether `system` stands beside a conversation that has no such turn; no method reads it there."""
    talk = [cast("Row", t) for t in row["messages"] if isinstance(t, dict)]
    return bool(row.get("system")) and not any(turn.get("role") == "system" for turn in talk)


def _plain_turns(value: object) -> bool:
    """Whether a list of turns is one as it stands, so far as that can be said of it."""
    if not isinstance(value, list):
        return False
    items = cast("list[Any]", value)
    return not any(
        isinstance(item, dict)
        and (isinstance(cast("Row", item).get("content"), list) or "from" in item)
        for item in items
    )


def _prompt_answer(row: Mapping[str, Any], last_exchange: bool) -> Row:
    return _exchange(turns(row), "answer", last_exchange)


def _prompt_completion(row: Mapping[str, Any], last_exchange: bool) -> Row:
    return _exchange(turns(row), "completion", last_exchange)


def _messages(row: Mapping[str, Any], _: bool) -> Row:
    made: Row = {"messages": turns(row)}
    if row.get("tools") is not None:
        made["tools"] = _tools(row["tools"])
    return made


def _preference(row: Mapping[str, Any], last_exchange: bool) -> Row:
    if row.get("chosen") is None or row.get("rejected") is None:
        raise Unconvertible("The row has no `chosen` and `rejected`.")
    chosen, rejected = chosen_turns(row, "chosen"), chosen_turns(row, "rejected")
    if chosen[:-1] != rejected[:-1]:
        raise Unconvertible("`chosen` and `rejected` differ before their last turn.")
    made = _exchange(chosen, "chosen", last_exchange)
    return made | {"rejected": _exchange(rejected, "rejected", last_exchange)["rejected"]}


def _prompts_only(row: Mapping[str, Any], _: bool) -> Row:
    talk = prompt_turns(row)
    # The methods that only ask read no `system`: a system turn stays within the prompt.
    return {"prompt": talk[0]["content"] if len(talk) == 1 else talk}


_TARGETS: dict[str, Callable[[Mapping[str, Any], bool], Row]] = {
    PROMPT_ANSWER.name: _prompt_answer,
    PROMPT_COMPLETION.name: _prompt_completion,
    MESSAGES.name: _messages,
    PREFERENCE.name: _preference,
    PROMPTS_ONLY.name: _prompts_only,
}


def _exchange(talk: Turns, key: str, last_exchange: bool) -> Row:
    """A conversation of one question and its answer, as `prompt`, `key` and `system`."""
    roles = [str(turn["role"]) for turn in talk]
    if any(turn.get("tool_calls") for turn in talk) or "tool" in roles:
        raise Unconvertible(f"{CALLS_TOOLS}; prompt and {key} have no place for that.")
    system = [turn["content"] for turn in talk[:1] if turn["role"] == "system"]
    rest = talk[len(system) :]
    if roles[len(system) :][-2:] != ["user", "assistant"]:
        raise Unconvertible(
            f"The conversation has the turns {_listed(roles)}; it does not end with a question of "
            "the user and its answer."
        )
    if len(rest) > 2 and not last_exchange:
        raise Unconvertible(
            f"The conversation has the turns {_listed(roles)}; a prompt and its {key} need one user "
            "turn and one assistant turn."
        )
    if any(turn["role"] not in _SPEAKERS for turn in rest):
        raise Unconvertible("A system turn stands in the middle of the conversation.")
    prompt = rest[-2]["content"]
    if len(rest) > 2:
        asked = [f"{_SPEAKERS[turn['role']]}: {turn['content']}" for turn in rest[:-1]]
        prompt = "\n\n".join(asked)
    made: Row = {"prompt": prompt, key: rest[-1]["content"]}
    if system:
        made["system"] = system[0]
    return made


def _listed(roles: list[str]) -> str:
    shown = ", ".join(roles[:8]) + (" and more" if len(roles) > 8 else "")
    return shown or "none"


def _others(row: Mapping[str, Any], made: Row, target: RowFormat) -> Row:
    """The columns that the conversion did not use: `type`, ids, what rewards read."""
    known = recognised(row)
    used = {*_OTHER_FORMATS, *(known.required if known else ()), "system"}
    used.update(exchange_keys(row, known) or ())
    if known is not None and known.name == "alpaca":
        used.add("input")
    if target is PROMPTS_ONLY:
        used.update(("question", "problem", "query", "instruction") if known is None else ())
    others = {k: v for k, v in row.items() if k not in used and k not in made}
    if known is MADE_UP and (steps := others.pop("reasoning_steps", None)) is not None:
        others["reasoning"] = _lines(steps)
    return others


def _lines(steps: Any) -> Any:
    if isinstance(steps, list):
        texts = cast("list[Any]", steps)
        if all(isinstance(text, str) for text in texts):
            return "\n".join(texts)
    return cast("Any", steps)


def _tools(tools: Any) -> Any:
    """Tools as the list that chat templates read, also where they were written as JSON in a text."""
    if not isinstance(tools, str):
        return tools
    try:
        return msgspec.json.decode(tools, type=list[Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return tools
