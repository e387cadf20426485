"""Values and limits in words, for errors and documents."""

import json

from temper.methods.parameter import INT_MAX, Parameter


def shown(value: object) -> str:
    """A value as a person would write it in JSON, cut to a readable length."""
    if isinstance(value, str):
        cut = value if len(value) <= 60 else value[:57] + "..."
        return json.dumps(cut.encode("utf-8", "replace").decode(), ensure_ascii=False)
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a huge number"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value)


def number(value: float) -> str:
    """A number without a needless `.0`, and with an exponent only where it is shorter."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"


def counted(count: int, noun: str) -> str:
    """`1 weight`, `2 weights`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def allowed(parameter: Parameter) -> str:
    """What the trainer can take for this parameter, in words."""
    text = _kind(parameter)
    return f"{text}, or null" if parameter.nullable else text


def _kind(parameter: Parameter) -> str:
    match parameter.type:
        case "integer":
            return _bounded("a whole number", parameter)
        case "number":
            return _bounded("a number", parameter)
        case "boolean":
            return "true or false"
        case "string":
            return "text"
        case "path":
            return "a path"
        case "choice":
            return f"one of {', '.join(choice.value for choice in parameter.choices)}"
        case "list":
            return _list(parameter)


def _list(p: Parameter) -> str:
    if p.item_type == "string":
        return "a list of one or more names"
    count = "numbers" if p.length is None else f"{p.length} numbers"
    bounds = _bounds(p)
    return f"a list of {count}" + (f", each {bounds}" if bounds else "")


def _bounded(noun: str, p: Parameter) -> str:
    bounds = _bounds(p)
    return f"{noun}, {bounds}" if bounds else noun


def _bounds(p: Parameter) -> str:
    parts: list[str] = []
    if p.minimum is not None:
        parts.append(f"{'above' if p.exclusive_minimum else 'at least'} {number(p.minimum)}")
    if p.maximum is not None and p.maximum != INT_MAX:
        parts.append(f"{'below' if p.exclusive_maximum else 'at most'} {number(p.maximum)}")
    if p.excluded:
        parts.append(f"not {', '.join(number(value) for value in p.excluded)}")
    return ", ".join(parts)
