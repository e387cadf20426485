"""From lists and ranges of parameter values to every combination of them."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from temper.methods.parameter import Parameter

MOST_RUNS = 64
MOST_VALUES = 64


@dataclass(frozen=True)
class Group:
    """What the runs of one sweep have in common."""

    id: str
    name: str


class ValueRange(BaseModel):
    """Values at even steps from one end to the other, both included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Annotated[float, Field(alias="from", allow_inf_nan=False)]
    end: Annotated[float, Field(alias="to", allow_inf_nan=False)]
    steps: Annotated[int, Field(ge=2, le=MOST_VALUES, description="How many values")]
    scale: Annotated[
        Literal["linear", "log"], Field(description="`log`: even steps of the logarithm")
    ] = "linear"


def _one_of_both(given: Any) -> Any:
    """Decided by its form, so that an error is of that form alone. Raises ValueError."""
    if isinstance(given, dict):
        return ValueRange.model_validate(given)
    if isinstance(given, list) and not 1 <= len(cast("list[Any]", given)) <= MOST_VALUES:
        raise ValueError(f"Give 1 to {MOST_VALUES} values")
    if not isinstance(given, list | ValueRange):
        raise ValueError("Give a list of values, or a range: an object of from, to and steps")
    return cast("list[Any] | ValueRange", given)


Values = Annotated[
    ValueRange | Annotated[list[Any], Field(min_length=1, max_length=MOST_VALUES)],
    BeforeValidator(_one_of_both),
]


def values_of(values: Values, parameter: Parameter | None) -> list[Any]:
    """Each value once, in order; whole numbers where the parameter takes those.

    Raises ValueError for a range that has no such values.
    """
    found: Sequence[Any] = values if isinstance(values, list) else _points(values)
    if isinstance(values, ValueRange) and parameter is not None and parameter.type == "integer":
        found = [round(value) for value in found]
    # A list of values may hold lists, which no set takes.
    unique: list[Any] = []
    for value in found:
        if not any(value is other or _same(value, other) for other in unique):
            unique.append(value)
    return unique


def combinations(over: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Every combination, the last parameter changing fastest. Raises ValueError where they are too many."""
    count = math.prod(len(values) for values in over.values())
    if count > MOST_RUNS:
        raise ValueError(
            f"These are {count:,} runs; a sweep makes at most {MOST_RUNS}. Give fewer values."
        )
    return [dict(zip(over, chosen, strict=True)) for chosen in itertools.product(*over.values())]


def in_words(values: Mapping[str, Any]) -> str:
    """A combination for the name of its run: `rank 8, learning_rate 0.0001`."""
    return ", ".join(f"{name} {_short(value)}" for name, value in values.items())


def _points(values: ValueRange) -> list[float]:
    if values.scale == "linear":
        return [_tidy(point) for point in _even(values.start, values.end, values.steps)]
    if values.start <= 0 or values.end <= 0:
        raise ValueError("A range of even steps of the logarithm lies above 0.")
    ends = math.log(values.start), math.log(values.end)
    return [_tidy(math.exp(point)) for point in _even(*ends, values.steps)]


def _even(start: float, end: float, steps: int) -> list[float]:
    """Weighed, not added up: the distance of two large ends may be no finite number."""
    last = steps - 1
    return [start * ((last - step) / last) + end * (step / last) for step in range(steps)]


def _tidy(value: float) -> float:
    """Without the noise of binary fractions: `0.3`, not `0.30000000000000004`."""
    return float(f"{value:.6g}")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _short(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
