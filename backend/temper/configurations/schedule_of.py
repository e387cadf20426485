"""The trainer's `lr_schedule` as the parameters that describe it here.

`methods/schedule.py` is the other direction. There the number of updates over which a rate falls
follows from the run; in the trainer's file it is a number of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from temper.configurations.report import words
from temper.configurations.schemas import Verdict

_ARGUMENTS = {
    "cosine_decay": ("learning_rate", "steps", "lr_end"),
    "linear_schedule": ("learning_rate", "lr_end", "steps"),
    "exponential_decay": ("learning_rate", "lr_decay_rate"),
    "step_decay": ("learning_rate", "lr_decay_rate", "lr_step_size"),
}
_OPTIONAL = {"cosine_decay": {"lr_end": 0.0}}

Updates = Callable[[int], int | None]
"""From a warm-up to the updates that are left for the schedule; None where that is unknown."""


@dataclass(frozen=True)
class Schedule:
    """What a schedule comes to here, and what is said of each of its keys."""

    parameters: dict[str, Any] = field(default_factory=dict[str, Any])
    said: dict[str, tuple[Verdict, str]] = field(default_factory=dict[str, tuple[Verdict, str]])


def read_schedule(config: Mapping[str, Any], updates: Updates) -> Schedule:
    """Never raises: what cannot be read is said to be wrong."""
    schedule = Schedule()
    warmup = _warmup(config, schedule)
    name, arguments = config.get("name"), config.get("arguments")
    names = _ARGUMENTS.get(name) if isinstance(name, str) else None
    if names is None:
        known = ", ".join(_ARGUMENTS)
        message = f"There is no counterpart of {words(name)} here; there are {known}."
        schedule.said["name"] = ("wrong", message)
        return schedule
    values = _named(str(name), names, arguments)
    if values is None:
        message = f"{name} takes {len(names)} numbers: {', '.join(names)}; the trainer stops here."
        schedule.said["arguments"] = ("wrong", message)
        return schedule
    steps = values.pop("steps", None)
    schedule.parameters.update(values, lr_schedule=name)
    schedule.said["name"] = ("taken", f"Taken as lr_schedule {name}.")
    schedule.said["arguments"] = _of_arguments(values, steps, updates(warmup))
    if name == "linear_schedule" and values["lr_end"] == values["learning_rate"]:
        _constant(schedule)
    return schedule


def _warmup(config: Mapping[str, Any], schedule: Schedule) -> int:
    for key in ("warmup", "warmup_init"):
        if config.get(key) is not None:
            schedule.parameters[key] = config[key]
            schedule.said[key] = ("taken", f"Taken as {key} {words(config[key])}.")
    warmup = config.get("warmup")
    return warmup if type(warmup) is int and warmup > 0 else 0


def _named(name: str, names: tuple[str, ...], arguments: object) -> dict[str, Any] | None:
    """The arguments by name; None where they are not what the schedule takes."""
    if not isinstance(arguments, list):
        return None
    given = cast("list[Any]", arguments)
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):
        return None
    values = {**_OPTIONAL.get(name, {}), **dict(zip(names, given, strict=False))}
    return values if len(given) <= len(names) and len(values) == len(names) else None


def _of_arguments(values: Mapping[str, Any], steps: Any, left: int | None) -> tuple[Verdict, str]:
    taken = "Taken as " + ", ".join(f"{key} {words(value)}" for key, value in values.items())
    if steps is None or steps == left:
        return "taken", f"{taken}."
    run = f"the run's {left} updates" if left is not None else "the whole run"
    return "changed", f"{taken}. It falls over {words(steps)} updates in the file; here over {run}."


def _constant(schedule: Schedule) -> None:
    """A line from the rate to itself: how a constant rate with a warm-up is written."""
    schedule.parameters["lr_schedule"] = "constant"
    del schedule.parameters["lr_end"]
    schedule.said["name"] = ("taken", "Taken as lr_schedule constant: the rate stays as it is.")
    rate = words(schedule.parameters["learning_rate"])
    schedule.said["arguments"] = ("taken", f"Taken as learning_rate {rate}.")
