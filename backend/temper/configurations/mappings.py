"""The settings of the trainer's YAML that are mappings: LoRA, optimizer, judge and schedule."""

from collections.abc import Mapping
from typing import Any, cast

from temper.configurations.convert import as_value, refusal
from temper.configurations.entries import plain
from temper.configurations.report import Given, belongs_to, repeated, words
from temper.configurations.schedule_of import read_schedule
from temper.configurations.settings import Settings
from temper.methods.parameter import Parameter
from temper.methods.registry import METHODS
from temper.methods.steps import updates

_UNREAD = {
    "lora_parameters.keys": "The trainer itself ignores it and adapts all linear layers.",
    "lora_parameters.alpha": "The trainer ignores it; it takes scale, which is alpha ÷ rank.",
}


def read_mapping(settings: Settings, name: str, one: Given) -> None:
    """Each setting inside, with what becomes of it."""
    if one.entries is None:
        if one.value is None:
            settings.report.say(one, "not_needed", "Empty: the defaults hold.")
        else:
            settings.report.say(one, "wrong", f"{name} is no mapping; the trainer stops here.")
        return
    if not one.entries:
        settings.report.say(one, "not_needed", "Empty: the defaults hold.")
    inside = [one.inner(entry) for entry in one.entries]
    over = repeated(inside, lambda inner: inner.key)
    for place, inner in enumerate(inside):
        if place in over:
            message = f"Given again in {over[place].place}, which wins."
            settings.report.say(inner, "ignored", message)
        elif name == "optimizer_config":
            _optimizer(settings, inner)
        elif name != "lr_schedule":
            _take(settings, f"{name}.{inner.key}", inner)
    if name == "lr_schedule":
        _schedule(settings, [i for place, i in enumerate(inside) if place not in over])


def _take(settings: Settings, path: str, one: Given, spelled: str | None = None) -> None:
    parameter = _by_path(settings, path)
    if parameter is None:
        known = _UNREAD.get(path) or _of_others(settings, path)
        message = known or f"The trainer has no {spelled or path}."
        settings.report.say(one, "ignored" if known else "unknown", message)
        return
    value, note = as_value(parameter, one.value)
    if plain(value) and value is not None:
        settings.parameters[parameter.name] = value
    if value is None:
        settings.report.say(one, "ignored", "Empty: the default holds.", parameter.name)
    elif refused := refusal(parameter, value):
        settings.report.say(one, "wrong", refused, parameter.name)
    else:
        message = f"Taken as {parameter.name} {words(value)}."
        verdict = "changed" if note else "taken"
        text = f"{note[0].upper()}{note[1:]}. {message}" if note else message
        settings.report.say(one, verdict, text, parameter.name)


def _of_others(settings: Settings, path: str) -> str | None:
    owners = [
        method.title
        for method in METHODS.values()
        if any(parameter.carrier.target == path for parameter in method.parameters)
    ]
    return belongs_to(owners, settings.method.title) if owners else None


def _by_path(settings: Settings, path: str) -> Parameter | None:
    found = (p for p in settings.method.parameters if p.carrier.target == path)
    return next(found, None)


def _optimizer(settings: Settings, one: Given) -> None:
    """The options of one optimizer; only those of the chosen one act."""
    chosen = str(settings.value("optimizer", "adam")).lower()
    if one.entries is None:
        message = "is no mapping; the trainer stops here."
        verdict = "not_needed" if one.value is None else "wrong"
        text = "Empty: the defaults hold." if one.value is None else f"{one.key} {message}"
        settings.report.say(one, verdict, text)
        return
    if one.key != chosen:
        verdict = "ignored" if one.entries else "not_needed"
        message = f"The optimizer is {chosen}: options of {one.key} do not act."
        settings.report.say(one, verdict, message)
        return
    for entry in one.entries:
        inner = one.inner(entry)
        parameter = _by_path(settings, f"optimizer_config.*.{entry.key}")
        if parameter is not None and chosen in parameter.shown_when.get("optimizer", [chosen]):
            _take(settings, f"optimizer_config.*.{entry.key}", inner)
        else:
            message = f"{chosen} has no option {entry.key}; the trainer stops here."
            settings.report.say(inner, "wrong", message)


def rate_of_schedule(settings: Settings) -> Any:
    """The learning rate that `lr_schedule` holds, which wins over the other; None without one."""
    given = settings.given.get("lr_schedule")
    inside = {entry.key: entry.value for entry in (given.entries if given else None) or ()}
    return read_schedule(inside, lambda _: None).parameters.get("learning_rate")


def _schedule(settings: Settings, inside: list[Given]) -> None:
    schedule = read_schedule(
        {one.key: one.value for one in inside}, lambda warmup: _updates_left(settings, warmup)
    )
    settings.parameters.update({k: v for k, v in schedule.parameters.items() if plain(v)})
    for one in inside:
        unread = f"The trainer reads no {one.key} in lr_schedule."
        verdict, message = schedule.said.get(one.key, ("unknown", unread))
        refused = _refused(settings, schedule.parameters, one.key)
        if verdict != "wrong" and refused:
            verdict, message = "wrong", refused
        settings.report.say(one, verdict, message)
    missing = {"name", "arguments"} - {one.key for one in inside}
    if missing and inside:
        settings.report.warnings.append(
            f"lr_schedule has no {' and no '.join(sorted(missing))}: the trainer stops here, and "
            "the learning rate is taken as constant."
        )


def _refused(settings: Settings, values: Mapping[str, Any], key: str) -> str | None:
    names = (key,) if key.startswith("warmup") else tuple(values)
    if key == "name":
        return None
    for name in names:
        parameter = settings.method.parameter(name)
        if parameter is not None and name in values and (key == name or key == "arguments"):
            refused = refusal(parameter, values[name])
            if refused and (key == name or not name.startswith("warmup")):
                return refused
    return None


def _updates_left(settings: Settings, warmup: int) -> int | None:
    """The updates over which a rate falls here; None where the number of iterations is not known."""
    numbers = {
        name: settings.value(name, otherwise)
        for name, otherwise in (
            ("iters", None if "epochs" in settings.given else 100),
            ("gradient_accumulation_steps", 1),
        )
    }
    if any(type(number) is not int or number < 1 for number in numbers.values()):
        return None
    values = {**numbers, "epochs": None, "batch_size": 1}
    total = updates(settings.method, cast("Any", values))
    return None if total is None else max(1, total - (warmup + 1 if warmup else 0))
