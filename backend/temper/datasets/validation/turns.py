"""What is wrong with a conversation: its turns, and their order."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, cast

from temper.datasets.formats import ROLE_NAMES, ROLES
from temper.datasets.validation.reader import Finding, describe
from temper.datasets.validation.texts import control_character, is_blank


def check_messages(messages: object) -> list[Finding]:
    """Everything wrong with a conversation to learn from."""
    findings, roles = _check_turns(messages, "messages")
    if findings:
        return findings + _check_characters(messages)
    return _check_order(roles) + _check_characters(messages)


def check_prompt_turns(prompt: object) -> list[Finding]:
    """Everything wrong with a prompt that is a list of turns, which the model is to answer."""
    findings, roles = _check_turns(prompt, "prompt")
    if not findings and roles[-1] not in ("user", "tool"):
        findings.append(
            Finding("no_user_end", f"The last turn of `prompt` is the {roles[-1]}'s.", key="prompt")
        )
    return findings + _check_characters(prompt)


def check_tools(tools: object) -> list[Finding]:
    """What is wrong with the tools beside a conversation."""
    if tools is None:
        return []
    if isinstance(tools, list):
        odd = [tool for tool in cast("list[object]", tools) if not isinstance(tool, dict)]
        if not odd:
            return []
        detail = f"`tools` holds {describe(odd[0])}; each tool is an object."
    else:
        detail = f"`tools` is {describe(tools)}; it must be a list."
    return [Finding("bad_tools", detail, key="tools")]


def _check_turns(messages: object, key: str) -> tuple[list[Finding], list[str]]:
    if not isinstance(messages, list):
        detail = f"`{key}` is {describe(messages)}; it must be a list."
        return [Finding("bad_messages", detail, key=key)], []
    turns = cast("list[object]", messages)
    if not turns:
        return [Finding("bad_messages", f"`{key}` is empty.", key=key)], []
    findings: list[Finding] = []
    roles: list[str] = []
    for index, turn in enumerate(turns):
        if not isinstance(turn, dict):
            findings.append(Finding("bad_messages", f"Turn {index + 1} is {describe(turn)}."))
            continue
        known = cast("dict[str, Any]", turn)
        findings += _check_turn(index + 1, known)
        roles.append(str(known.get("role")))
    return findings, roles


def _check_turn(number: int, turn: Mapping[str, Any]) -> list[Finding]:
    findings: list[Finding] = []
    role = turn.get("role")
    if not isinstance(role, str):
        problem = "has no `role`" if role is None else f"has a `role` that is {describe(role)}"
        findings.append(Finding("unknown_role", f"Turn {number} {problem}."))
    elif role not in ROLES:
        better = ROLE_NAMES.get(role.lower())
        hint = f" Write `{better}`." if better else ""
        findings.append(Finding("unknown_role", f"Turn {number} has the role `{role[:40]}`.{hint}"))
    calls = turn.get("tool_calls")
    if calls and not _are_objects(calls):
        detail = (
            f"`tool_calls` of turn {number} is {describe(calls)}; it must be a list of objects."
        )
        findings.append(Finding("bad_tools", detail))
    return findings + _check_content(number, turn, role)


def _check_content(number: int, turn: Mapping[str, Any], role: object) -> list[Finding]:
    content = turn.get("content")
    calls_tools = role == "assistant" and bool(turn.get("tool_calls"))
    if isinstance(content, str):
        if role in ("user", "assistant") and not calls_tools and is_blank(content):
            return [Finding("empty_text", f"Turn {number} ({role}) has an empty `content`.")]
    elif content is None and not calls_tools:
        what = "is null" if "content" in turn else "is missing"
        return [Finding("null_value", f"`content` of turn {number} {what}.")]
    elif content is not None:
        detail = f"`content` of turn {number} is {describe(content)}; the trainer needs text."
        return [Finding("not_text", detail)]
    return []


def _check_characters(messages: object) -> list[Finding]:
    if not isinstance(messages, list):
        return []
    findings: dict[str, Finding] = {}
    for index, turn in enumerate(cast("list[object]", messages)):
        content = cast("dict[str, Any]", turn).get("content") if isinstance(turn, dict) else None
        if not isinstance(content, str):
            continue
        if code := control_character(content):
            detail = f"Turn {index + 1} holds the control character {code}."
            findings.setdefault("control_character", Finding("control_character", detail))
        if "\ufffd" in content:
            detail = f"Turn {index + 1} holds a replacement character (U+FFFD)."
            findings.setdefault("replacement_character", Finding("replacement_character", detail))
    return list(findings.values())


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
        if after == "tool" and before == "user":
            detail = "A tool's turn follows the user's, where nothing called a tool."
            findings.append(Finding("role_order", detail))
            break
    for before, after in pairwise(talk):
        if before == after and before != "tool":
            findings.append(Finding("repeated_role", f"Two {before} turns follow each other."))
            break
    return findings


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) for item in cast("list[object]", value)
    )
