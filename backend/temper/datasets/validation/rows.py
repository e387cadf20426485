"""What is wrong with a row of a known format: every check on one decoded row."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, cast

from temper.datasets.formats import (
    MADE_UP,
    MESSAGES,
    PROMPTS_ONLY,
    QUESTION_ANSWER,
    READABLE,
    ROLES,
    DatasetShape,
    RowFormat,
    listed,
    recognise,
)
from temper.datasets.validation.reader import Finding, describe

_ROLE_NAMES = {
    "human": "user",
    "gpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "ai": "assistant",
    "developer": "system",
    "function": "tool",
}


def check_row(row: Mapping[str, Any], main: RowFormat | None, shape: DatasetShape) -> list[Finding]:
    """Everything wrong with `row` in a dataset whose rows are mostly `main`."""
    if main is None or main not in READABLE[shape]:
        return [_unreadable(row, main, shape)]
    if missing := [key for key in main.required if key not in row]:
        return [_missing(row, main, missing, shape)]
    if main is MESSAGES:
        return check_messages(row["messages"])
    return [
        finding for key in main.text if key in row for finding in _check_text(key, row[key], main)
    ]


def _unreadable(row: Mapping[str, Any], main: RowFormat | None, shape: DatasetShape) -> Finding:
    found = recognise(row, shape) or main
    if found is MADE_UP:
        return Finding("made_up_format", "No trainer reads these columns: " + _keys(row) + ".")
    if found is None:
        return Finding(
            "wrong_format", f"The row has {_keys(row)}; a row needs `prompt` and `answer`."
        )
    return Finding("wrong_format", f"The row is {found.title}. {found.change}".strip())


def _missing(
    row: Mapping[str, Any], main: RowFormat, missing: list[str], shape: DatasetShape
) -> Finding:
    other = recognise(row, shape)
    if other not in (None, main, PROMPTS_ONLY, QUESTION_ANSWER):
        detail = f"The row is {other.title}, where most rows are {main.title}."
        return Finding("mixed_formats", detail)
    return Finding("missing_key", f"{listed(missing)} is missing; the row has {_keys(row)}.")


def _check_text(key: str, value: object, main: RowFormat) -> list[Finding]:
    required = key in main.required
    if isinstance(value, str):
        if required and (not value or value.isspace()):
            return [Finding("empty_text", f"`{key}` is empty or only white space.")]
        return []
    if value is None:
        detail = f"`{key}` is null; the trainer needs text."
        return [Finding("null_value" if required else "null_system", detail)]
    if isinstance(value, bool | int | float):
        text = describe(value).removeprefix("the number ")
        detail = f'`{key}` is {describe(value)}; the trainer needs text. Write "{text}".'
        return [Finding("number_value", detail)]
    in_turns = key == "prompt" and describe(value) == "a list"
    hint = " Write the user's text alone." if in_turns else ""
    return [Finding("not_text", f"`{key}` is {describe(value)}; the trainer needs text.{hint}")]


def check_messages(messages: object) -> list[Finding]:
    """Everything wrong with a list of turns."""
    if not isinstance(messages, list):
        return [Finding("bad_messages", f"`messages` is {describe(messages)}; it must be a list.")]
    turns = cast("list[object]", messages)
    if not turns:
        return [Finding("bad_messages", "`messages` is empty.")]
    findings: list[Finding] = []
    roles: list[str] = []
    for index, turn in enumerate(turns):
        if not isinstance(turn, dict):
            findings.append(Finding("bad_messages", f"Turn {index + 1} is {describe(turn)}."))
            continue
        known = cast("dict[str, Any]", turn)
        findings += _check_turn(index + 1, known)
        roles.append(str(known.get("role")))
    return findings or _check_order(roles)


def _check_turn(number: int, turn: Mapping[str, Any]) -> list[Finding]:
    findings: list[Finding] = []
    role = turn.get("role")
    if not isinstance(role, str):
        problem = "has no `role`" if role is None else f"has a `role` that is {describe(role)}"
        findings.append(Finding("unknown_role", f"Turn {number} {problem}."))
    elif role not in ROLES:
        better = _ROLE_NAMES.get(role.lower()) or next(
            (r for r in ROLES if r == role.lower()), None
        )
        hint = f" Write `{better}`." if better else ""
        findings.append(Finding("unknown_role", f"Turn {number} has the role `{role[:40]}`.{hint}"))
    content = turn.get("content")
    calls_tools = role == "assistant" and bool(turn.get("tool_calls"))
    if isinstance(content, str):
        if role in ("user", "assistant") and not calls_tools and (not content or content.isspace()):
            findings.append(
                Finding("empty_text", f"Turn {number} ({role}) has an empty `content`.")
            )
    elif content is None and not calls_tools:
        what = "is null" if "content" in turn else "is missing"
        findings.append(Finding("null_value", f"`content` of turn {number} {what}."))
    elif content is not None:
        detail = f"`content` of turn {number} is {describe(content)}; the trainer needs text."
        findings.append(Finding("not_text", detail))
    return findings


def _check_order(roles: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    if "system" in roles[1:]:
        number = roles.index("system", 1) + 1
        findings.append(
            Finding("role_order", f"Turn {number} is a system turn; it must be the first.")
        )
    talk = [role for role in roles if role != "system"]
    if talk and talk[0] != "user":
        findings.append(
            Finding("role_order", f"The first turn is the {talk[0]}'s, not the user's.")
        )
    if not talk or talk[-1] != "assistant":
        last = talk[-1] if talk else "system"
        findings.append(Finding("no_assistant_end", f"The last turn is the {last}'s."))
    for before, after in pairwise(talk):
        if before == after and before != "tool":
            findings.append(Finding("repeated_role", f"Two {before} turns follow each other."))
            break
    return findings


def _keys(row: Mapping[str, Any]) -> str:
    names = [str(key)[:40] for key in list(row)[:8]]
    return (listed(names) if names else "no keys") + (" and more" if len(row) > 8 else "")
