"""Values that the server takes or refuses, recorded for the form's own check of the same rules.

`python -m tests.methods.form_cases`, run in `backend`, writes the file anew; a test here holds it current, and
one of the panel runs its check on it.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temper.methods.parameter import INT_MAX, Parameter
from temper.methods.registry import METHODS
from temper.methods.values import Refused, read_value

FILE = Path(__file__).parents[3] / "frontend/src/components/parameter-form/taken-cases.json"
RANDOM_VALUES = 12
RULES = (
    "type",
    "nullable",
    "minimum",
    "maximum",
    "exclusive_minimum",
    "exclusive_maximum",
    "excluded",
    "item_type",
    "length",
)

ANYTHING: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 0.5, -0.5, 1e-46, 1e-38, 1e38, 3.5e38, INT_MAX, INT_MAX + 1),
    *("", " ", "text", "1", "two words", " outer ", "a,b", "-dash", "tab\there", "no\u00a0break"),
    *(
        "line\nbreak",
        "bell\x07",
        "zero\u200bwidth",
        "größer",
        "数",
        "\U0001f600",
        "{prompt}",
        "true",
    ),
    *([], [0], [1, 2], [0.9, 0.999], [1, "1"], ["a"], ["a", "b"], ["a", ""], [" a"], ["a,b"]),
    *(["-a"], ["größer"], [1e-46, 0.5], [None], [True, 0.5]),
)


def render() -> str:
    """The file's text: one line for each set of rules, with the first parameter that has it."""
    seen: dict[str, dict[str, Any]] = {}
    for method in METHODS.values():
        for parameter in method.parameters:
            rules = _rules(parameter)
            if json.dumps(rules) not in seen:
                taken, refused = judged(parameter)
                case = {"first": parameter.name, "rules": rules}
                seen[json.dumps(rules)] = case | {"taken": taken, "refused": refused}
    lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in seen.values())
    return f"[\n{lines}\n]\n"


def _rules(parameter: Parameter) -> dict[str, Any]:
    choices = [choice.value for choice in parameter.choices if parameter.type == "choice"]
    rules = {rule: getattr(parameter, rule) for rule in RULES} | {"choices": choices}
    return rules | {"carrier": {"kind": parameter.carrier.kind}}


def judged(parameter: Parameter) -> tuple[list[Any], list[Any]]:
    """Values that the server takes for a parameter by itself, and values that it refuses."""
    taken: list[Any] = []
    refused: list[Any] = []
    for value in (*ANYTHING, *_around(parameter)):
        try:
            read_value(parameter, value)
            taken.append(value)
        except Refused:
            refused.append(value)
    return taken, refused


def _around(parameter: Parameter) -> Iterator[Any]:
    """Values on, beside and between the limits, the same at each call."""
    yield parameter.default
    yield from (choice.value for choice in parameter.choices)
    draw = random.Random(parameter.name)
    low = parameter.minimum if parameter.minimum is not None else -1000
    high = parameter.maximum if parameter.maximum is not None else 1000
    for limit in (low, high, *parameter.excluded):
        yield from (limit, limit - 1, limit + 1, limit - 1e-9, limit + 1e-9)
    for _ in range(RANDOM_VALUES):
        number = round(draw.uniform(low, min(high, low + 1000)), draw.choice((0, 0, 1, 3)))
        yield int(number) if number.is_integer() and draw.random() < 0.9 else number
        yield [round(draw.uniform(low, min(high, low + 2)), 3) for _ in range(draw.randint(1, 3))]


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
