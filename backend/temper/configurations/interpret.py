"""The trainer's settings, from its YAML and its command line, as a request: each with what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from temper.configurations.convert import as_value, refusal
from temper.configurations.entries import plain
from temper.configurations.mappings import rate_of_schedule, read_mapping
from temper.configurations.method_of import method_of
from temper.configurations.report import Given, Report, belongs_to, repeated, words
from temper.configurations.schemas import ReadConfiguration
from temper.configurations.settings import Settings
from temper.configurations.sources import read_dataset, read_model
from temper.configurations.trainer_word import TrainerWord
from temper.methods.left_out import FROM_THE_RUN, LEFT_OUT
from temper.methods.method import Method
from temper.methods.parameter import Parameter
from temper.methods.registry import METHODS

MAPPINGS = ("lora_parameters", "optimizer_config", "judge_config", "lr_schedule")
OWN_BUSINESS = ("train", "adapter_path", "fuse")


def read_settings(
    lines: Sequence[Given], arguments: Sequence[Given], word: TrainerWord, report: Report
) -> ReadConfiguration:
    """The request that these settings of the trainer's come to; `report` takes a word on each."""
    everything = [*lines, *arguments]
    names = {id(one): trainer_name(one, word) for one in everything}
    # Of `batch_size` and `batch-size` in a file the trainer reads the first.
    everything.sort(key=lambda one: (one.argument is not None, names[id(one)] == one.key))
    over = repeated(everything, lambda one: names[id(one)] or one.key)
    for place, winner in over.items():
        report.say(everything[place], "ignored", f"Given again in {winner.place}, which wins.")
    given = {
        names[id(one)] or one.key: one for place, one in enumerate(everything) if place not in over
    }
    method, said = _method(given)
    request = ReadConfiguration(method=method.id, parameters={})
    has_config = any(one.source == "config" for one in lines)
    settings = Settings(word, given, report, method, request, has_config)
    if "train_mode" in given:
        report.say(given["train_mode"], *said, parameter="method")
    elif said[0] != "taken":
        report.warnings.append(said[1])
    # The rate of a schedule wins over the learning rate, in the trainer as well.
    for name in sorted(given, key=lambda name: name == "lr_schedule"):
        if name != "train_mode":
            _read(settings, name, given[name])
    _trainer_defaults(settings)
    order = [parameter.name for parameter in method.parameters]
    parameters = sorted(settings.parameters.items(), key=lambda item: order.index(item[0]))
    return settings.request.model_copy(update={"parameters": dict(parameters)})


def trainer_name(one: Given, word: TrainerWord) -> str | None:
    """The name by which the trainer would know a key, or would if it were written with underscores."""
    if one.key in word.known:
        return one.key
    name = one.key.strip().lstrip("-").replace("-", "_").lower()
    return name if name in word.known else None


def _method(given: Mapping[str, Given]) -> tuple[Method, tuple[Any, str]]:
    """The method, and what is said of the mode."""
    values = {name: one.value for name, one in given.items()}
    mode = values.get("train_mode", "sft")
    text = str(mode).lower().replace("-", "_")
    method = method_of(text, values)
    if method is None and text in METHODS:
        method = METHODS[text]
        said = f"The trainer has no mode {words(mode)}; taken as {method.title}."
        return method, ("changed", said)
    if method is None:
        modes = ", ".join(dict.fromkeys(m.train_mode for m in METHODS.values()))
        message = f"There is no mode {words(mode)}; there are {modes}. The rest is read as SFT."
        return METHODS["sft"], ("wrong", message)
    if "train_mode" not in given:
        message = f"No train_mode is given: the trainer's own is {mode}, {method.title}."
        return method, ("not_needed", message)
    if not method.identity:
        return method, ("taken", f"Taken as {method.title}.")
    why = ", ".join(f"{name} is {value}" for name, value in method.identity.items())
    return method, ("taken", f"Taken as {method.title}, because {why}.")


def _read(settings: Settings, name: str, one: Given) -> None:
    report, flag = settings.report, "--" + name.replace("_", "-")
    parameter = _parameter(settings.method, name)
    if name == "model":
        settings.request.model = read_model(one, report)
    elif name == "data":
        settings.request.dataset = read_dataset(one, report)
    elif name in MAPPINGS:
        read_mapping(settings, name, one)
    elif name == "config":
        _config(settings, one)
    elif name in OWN_BUSINESS:
        reason = (FROM_THE_RUN | LEFT_OUT)[flag]
        report.say(one, "not_needed", f"{name} is Temper's own business. {reason}")
    elif name == "epochs" and settings.value("iters") is not None:
        message = "The trainer ignores epochs where iterations are given, and so does Temper."
        report.say(one, "ignored", message, "epochs")
    elif name == "learning_rate" and (rate := rate_of_schedule(settings)) not in (None, one.value):
        message = (
            f"lr_schedule has a rate of its own, {words(rate)}, which wins, in the trainer as well."
        )
        report.say(one, "ignored", message, "learning_rate")
    elif parameter is not None:
        _take(settings, parameter, name, one)
    elif flag in LEFT_OUT and name != "alpha":
        report.say(one, "ignored", f"Left out. {LEFT_OUT[flag]}")
    elif owners := [m.title for m in METHODS.values() if _parameter(m, name)]:
        report.say(one, "ignored", belongs_to(owners, settings.method.title))
    elif name == "hf_dataset" or name.endswith("_feature"):
        message = "Rows come from the chosen dataset: get it and name its columns on Datasets."
        report.say(one, "ignored", message)
    elif name in settings.word.known:
        report.say(one, "ignored", "The trainer reads this; Temper has no such setting.")
    else:
        message = "Neither the trainer nor Temper knows this; the trainer ignores it in silence."
        report.say(one, "unknown", message)


def _config(settings: Settings, one: Given) -> None:
    if settings.has_config or one.argument is None:
        settings.report.say(one, "not_needed", "What stands in it is read along with the command.")
    else:
        settings.report.say(
            one, "ignored", "The file cannot be read here: its settings are missing."
        )


def _parameter(method: Method, name: str) -> Parameter | None:
    """The parameter that the trainer's flag or YAML key of that name sets."""
    flag = "--" + name.replace("_", "-")
    for parameter in method.parameters:
        if parameter.carrier.target in (flag, name):
            return parameter
    return method.parameter(name)


def _take(settings: Settings, parameter: Parameter, name: str, one: Given) -> None:
    value, note = as_value(parameter, one.value)
    if value is None:
        settings.report.say(one, "ignored", "Empty: the default holds, in the trainer as well.")
        return
    if plain(value):
        settings.parameters[parameter.name] = value
    if refused := refusal(parameter, value):
        settings.report.say(one, "wrong", refused, parameter.name)
        return
    notes = [text for text in (_in_the_trainer(settings, parameter, name, one), note) if text]
    taken = f"{parameter.name} {words(value)}"
    if notes:
        message = f"{'; '.join(notes)}. Taken as {taken}."
        settings.report.say(one, "changed", message[0].upper() + message[1:], parameter.name)
    else:
        settings.report.say(one, "taken", f"Taken as {taken}.", parameter.name)


def _in_the_trainer(settings: Settings, parameter: Parameter, name: str, one: Given) -> str:
    """What the trainer would make of it where that is something else."""
    args = settings.word.args
    if parameter.carrier.kind == "yaml":
        return f"the trainer reads this as {parameter.carrier.target} only"
    if parameter.carrier.kind == "wrapper" and name != parameter.carrier.target:
        return f"the trainer would use {words(args[name])}" if args and name in args else ""
    if one.argument is not None:
        return ""
    if one.key != name:
        return "the trainer ignores this in silence: its keys have underscores and no hyphens"
    if args is not None and name in args and args[name] != one.value:
        theirs = words(args[name])
        return f"shadowed: the trainer would use its command line's default {theirs}"
    return ""


def _trainer_defaults(settings: Settings) -> None:
    """Where Temper's default is another than the trainer's, the file's silence means the trainer's."""
    args = settings.word.args or {}
    for parameter in settings.method.parameters:
        name = parameter.name
        if name in settings.parameters or name in ("iters", "epochs", *settings.method.identity):
            continue
        theirs = _at(args, parameter)
        if theirs is None and (not parameter.nullable or parameter.type == "list"):
            continue
        value, _ = as_value(parameter, theirs)
        if value != parameter.default and refusal(parameter, value) is None:
            settings.parameters[name] = value
            settings.report.warnings.append(
                f"{name} is not given: the trainer's own {words(value)} is taken, not Temper's "
                f"default {words(parameter.default)}."
            )


def _at(args: Mapping[str, Any], parameter: Parameter) -> Any:
    """The trainer's value for a parameter that travels as a flag."""
    if parameter.carrier.kind != "flag":
        return parameter.default
    name = parameter.carrier.target.removeprefix("--").replace("-", "_")
    return args.get(name, parameter.default)
