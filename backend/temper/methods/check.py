"""From a request's parameters to the values a run takes, or every reason why not."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from temper.errors import FieldError, InvalidRequest
from temper.methods.draft import Draft, ParameterWarning, pointer
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value
from temper.methods.presets.under import laid_under
from temper.methods.registry import METHODS
from temper.methods.rules import RULES
from temper.methods.values import Refused, read_value
from temper.methods.wording import allowed, number, shown

Origin = Literal["request", "preset", "temper_default", "trainer_default"]
"""Who chose a value: the person, a preset, or a default, Temper's own or the trainer's."""


@dataclass(frozen=True)
class Checked:
    """What a run takes: every value in catalogue order, and where each came from."""

    values: dict[str, Value]
    origins: dict[str, Origin]
    warnings: tuple[ParameterWarning, ...]


def check(
    method: Method,
    parameters: Mapping[str, object],
    *,
    train_rows: int | None = None,
    preset: Mapping[str, Value] | None = None,
) -> Checked:
    """The effective values of a request. Raises InvalidRequest, which names every problem.

    With `train_rows` what follows from the number of training rows is checked as well. The values of
    a `preset` lie under those of the request and over the defaults.
    """
    under = laid_under(method, preset or {}, parameters)
    values, errors = _read(method, parameters, under)
    given = frozenset(name for name in parameters if name in values)
    if "iters" not in parameters and values.get("epochs") is not None:
        values["iters"] = None
    draft = Draft(method, values, given, train_rows)
    warnings = list(_outside_recommended(draft))
    for rule in RULES:
        if all(name in values for name in rule.needs):
            for problem in rule.find(draft):
                if isinstance(problem, FieldError):
                    errors.append(problem)
                else:
                    warnings.append(problem)
    if errors:
        raise InvalidRequest.of(*errors)
    return Checked(
        values=values,
        origins={
            name: _origin(draft.parameter(name), value, given, under)
            for name, value in values.items()
        },
        warnings=tuple(warnings),
    )


def _origin(
    parameter: Parameter, value: Value, given: Collection[str], preset: Collection[str]
) -> Origin:
    """Who chose a value; null is never passed on, so there the trainer decides."""
    if parameter.name in given:
        return "request"
    if parameter.name in preset:
        return "preset"
    own = value is None or value == parameter.trainer_default
    return "trainer_default" if own else "temper_default"


def readable(method: Method, parameters: Mapping[str, object]) -> dict[str, Value]:
    """Those values of a request that pass by themselves."""
    values, _ = _read(method, parameters, {})
    return {name: values[name] for name in parameters if name in values}


def _read(
    method: Method, parameters: Mapping[str, object], under: Mapping[str, Value]
) -> tuple[dict[str, Value], list[FieldError]]:
    """Each value by itself; refused ones are left out and named among the errors."""
    values: dict[str, Value] = {}
    errors = [_unknown(method, name) for name in parameters if method.parameter(name) is None]
    for parameter in method.parameters:
        name = parameter.name
        try:
            chosen = under.get(name, _default(parameter))
            values[name] = read_value(parameter, parameters.get(name, chosen))
        except Refused as refused:
            here = "/preset" if name in under else pointer(name)
            errors.append(FieldError(here, f"{parameter.label} {refused}", allowed(parameter)))
    return values, errors


def _default(parameter: Parameter) -> Value:
    default = parameter.default
    return default.copy() if isinstance(default, list) else default


def _unknown(method: Method, name: str) -> FieldError:
    owners = [other.title for other in METHODS.values() if other.parameter(name) is not None]
    if owners:
        detail = f"belongs to {', '.join(owners)}; {method.title} has no such parameter"
        return FieldError(pointer(name), f"{shown(name)} {detail}: leave it out")
    known = [parameter.name for parameter in method.parameters]
    near = difflib.get_close_matches(name.replace("-", "_").lower()[:80], known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return FieldError(pointer(name), f"{method.title} has no parameter {shown(name)}{hint}")


def _outside_recommended(draft: Draft) -> Iterable[ParameterWarning]:
    for name, value in draft.values.items():
        parameter = draft.parameter(name)
        if parameter.recommended is None or not isinstance(value, int | float):
            continue
        low, high = parameter.recommended
        if not low <= value <= high:
            meaning = parameter.lowering if value < low else parameter.raising
            yield ParameterWarning(
                pointer(name),
                f"{parameter.label} {number(value)} is outside the recommended {number(low)} to "
                f"{number(high)}. {meaning}".rstrip(),
            )
