"""A value as the trainer's file or command line gives it, as a value of the catalogue."""

import re
from typing import Any, cast

from temper.configurations.entries import plain
from temper.configurations.report import words
from temper.methods.parameter import Parameter
from temper.methods.values import Refused, read_value

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def as_value(parameter: Parameter, raw: object) -> tuple[Any, str]:
    """The value, and what had to be done for it, in words; empty where nothing had to be."""
    if parameter.type == "list":
        return _as_list(parameter, raw)
    if not isinstance(raw, str):
        return raw, ""
    if parameter.type in ("integer", "number") and _NUMBER.match(raw.strip()):
        return _number(raw), "the trainer would take the quoted number for text"
    if parameter.type == "boolean" and raw.lower() in _WORDS:
        return _WORDS[raw.lower()], "the trainer would take any quoted text for true"
    return raw, ""


def refusal(parameter: Parameter, value: object) -> str | None:
    """Why the catalogue does not take the value; None where it does."""
    try:
        read_value(parameter, value)
    except Refused as refused:
        return f"{parameter.label} {refused}."
    return None if plain(value) else f"{parameter.label} {words(value)} is no value of it."


def _as_list(parameter: Parameter, raw: object) -> tuple[Any, str]:
    """The trainer's lists travel as text with commas, in brackets or without."""
    if isinstance(raw, bool) or raw is None:
        return raw, ""
    if isinstance(raw, int | float):
        return [raw], ""
    if isinstance(raw, list):
        note = "the trainer stops at a list here; it wants text with commas"
        # Alpha is the one list that the trainer itself has.
        return cast("list[Any]", raw), "" if parameter.carrier.kind != "flag" else note
    if not isinstance(raw, str):
        return raw, ""
    parts = [part.strip() for part in raw.strip().strip("[]").split(",") if part.strip()]
    if parameter.item_type == "string":
        return [part.strip("'\"") for part in parts], ""
    numbers = [_number(part) if _NUMBER.match(part) else part for part in parts]
    return numbers, ""


def _number(text: str) -> int | float:
    text = text.strip()
    return int(text) if re.fullmatch(r"[-+]?\d{1,300}", text) else float(text)
