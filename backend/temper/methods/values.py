"""One parameter's value: read strictly, or refused with the reason."""

import math
import struct
import unicodedata
from typing import Any, cast

from temper.methods.parameter import Parameter, Value, holds_prose
from temper.methods.wording import counted, number, shown


class Refused(Exception):
    """The value cannot be taken; the message says what was found and why."""


def read_value(parameter: Parameter, raw: object) -> Value:
    """The value of a parameter as the trainer takes it. Raises Refused."""
    if raw is None:
        if parameter.nullable:
            return None
        raise Refused(f"is null; leave it out to keep {shown(parameter.default)}")
    match parameter.type:
        case "integer":
            return _integer(parameter, raw)
        case "number":
            return _number(parameter, raw)
        case "boolean":
            if not isinstance(raw, bool):
                raise Refused(f"is {shown(raw)}, not true or false")
            return raw
        case "choice":
            if raw not in [choice.value for choice in parameter.choices]:
                raise Refused(f"is {shown(raw)}, which is no choice of it")
            return str(raw)
        case "string" | "path":
            return _prose(raw) if holds_prose(parameter) else _text(raw)
        case "list":
            return _list(parameter, raw)


def _integer(parameter: Parameter, raw: object) -> int:
    value = _real(raw, "a whole number")
    if isinstance(value, float):
        if not value.is_integer():
            raise Refused(f"is {shown(raw)}, not a whole number")
        value = int(value)
    _within(parameter, value)
    return value


def _number(parameter: Parameter, raw: object) -> float:
    value = _real(raw, "a number")
    try:
        single: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except (OverflowError, struct.error):
        raise Refused(f"is {shown(raw)}, too large for the trainer's 32-bit numbers") from None
    if single == 0 and value != 0:
        raise Refused(f"is {shown(raw)}, which the trainer's 32-bit numbers round to 0")
    _within(parameter, value)
    return float(value)


def _real(raw: object, wanted: str) -> int | float:
    if isinstance(raw, str) and raw.strip():
        raise Refused(f"is the text {shown(raw)}, not {wanted}; numbers stand without quotes")
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Refused(f"is {shown(raw)}, not {wanted}")
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Refused(f"is {shown(raw)}, not a finite number")
    return raw


def _within(p: Parameter, value: float) -> None:
    if p.minimum is not None and (
        value < p.minimum or (p.exclusive_minimum and value == p.minimum)
    ):
        limit = "must be above" if p.exclusive_minimum else "must be at least"
        raise Refused(f"is {shown(value)}, but {limit} {number(p.minimum)}")
    if p.maximum is not None and (
        value > p.maximum or (p.exclusive_maximum and value == p.maximum)
    ):
        limit = "must be below" if p.exclusive_maximum else "must be at most"
        raise Refused(f"is {shown(value)}, but {limit} {number(p.maximum)}")
    if value in p.excluded:
        raise Refused(f"is {shown(value)}, which the trainer cannot take")


def _text(raw: object) -> str:
    text = _written(raw)
    if not text.isprintable():
        raise Refused(f"is {shown(raw)}, which has characters that no name has")
    return text


def _prose(raw: object) -> str:
    """Text of several lines, in any script."""
    text = _written(raw)
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in text):
        raise Refused(f"is {shown(raw)}, which has control characters")
    return text


def _written(raw: object) -> str:
    if not isinstance(raw, str):
        raise Refused(f"is {shown(raw)}, not text")
    if not raw.strip():
        raise Refused("is empty; leave it out, or give null")
    return raw


def _list(parameter: Parameter, raw: object) -> list[str] | list[float]:
    if not isinstance(raw, list):
        raise Refused(f"is {shown(raw)}, not a list")
    items = cast("list[Any]", raw)
    if not items:
        raise Refused("is an empty list")
    if len(items) > 1000:
        raise Refused(f"has {len(items)} items, which is more than anyone needs")
    if parameter.length is not None and len(items) != parameter.length:
        raise Refused(f"has {counted(len(items), 'item')}, not {parameter.length}")
    read = _name if parameter.item_type == "string" else _number
    values: list[Any] = []
    for place, item in enumerate(items, 1):
        try:
            values.append(read(parameter, item))
        except Refused as refused:
            raise Refused(f"has an item {place} that {refused}") from None
    return values


def _name(parameter: Parameter, raw: object) -> str:
    """A name for a comma-separated flag, which the trainer splits and strips."""
    name = _text(raw)
    if "," in name or name != name.strip() or name.startswith("-"):
        raise Refused(f"is {shown(raw)}: names have no comma, no outer space and no leading dash")
    return name
