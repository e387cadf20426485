"""The catalogue held against what the installed trainer says of itself.

The trainer is read in a child process (`temper.trainer.describe`); this is the pure part: its answer,
typed, and every difference between it and the catalogue, in both directions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from temper.methods.left_out import FROM_THE_RUN, LEFT_OUT, LEFT_OUT_YAML
from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value
from temper.rewards.library import BUILTIN_NAMES

ARGUMENT_TYPES: dict[str, frozenset[str]] = {
    "integer": frozenset({"int"}),
    "number": frozenset({"float"}),
    "boolean": frozenset({"bool"}),
    "choice": frozenset({"str"}),
    "string": frozenset({"str"}),
    "path": frozenset({"str"}),
    "list": frozenset({"str"}),
}
"""The parser's type for each type of the catalogue; lists travel as text with commas."""


VALUE_TYPES: dict[type, str] = {int: "integer", float: "number", bool: "boolean", list: "list"}
"""The type of the catalogue for a value in the trainer's YAML."""


class _Schema(BaseModel):
    model_config = ConfigDict(frozen=True)


class TrainerFlag(_Schema):
    """One flag of the trainer's parser."""

    name: str
    type: str
    choices: tuple[str, ...] | None
    default: Any


class TrainerSchema(_Schema):
    """What one version of the trainer accepts."""

    version: str
    flags: tuple[TrainerFlag, ...]
    config_defaults: dict[str, Any]
    reward_functions: tuple[str, ...]
    judge_options: tuple[str, ...]
    """What the trainer reads from `judge_config`."""
    optimizers: dict[str, tuple[str, ...]]
    schedules: dict[str, tuple[str, ...]]
    option_defaults: dict[str, dict[str, Any]] = {}
    """What each optimizer takes by itself."""
    substitutes: dict[str, Any] = {}
    """What the trainer's code takes where neither its parser nor its `CONFIG_DEFAULTS` has a value."""

    def flag(self, name: str) -> TrainerFlag | None:
        """The flag of that name, or None."""
        return next((flag for flag in self.flags if flag.name == name), None)


class Difference(_Schema):
    """One thing on which the catalogue and the trainer do not agree."""

    subject: str
    message: str


def compare(methods: Sequence[Method], schema: TrainerSchema) -> list[Difference]:
    """Every difference, none where the catalogue is true."""
    parameters = [(method, p) for method in methods for p in method.parameters]
    found = [
        *_modes(methods, schema),
        *(d for _, p in parameters for d in _parameter(p, schema)),
        *(d for _, p in parameters for d in _default(p, schema)),
        *_unknown_flags([p for _, p in parameters], schema),
        *_unknown_keys([p for _, p in parameters], schema),
        *_unknown_options([p for _, p in parameters], schema),
        *_rewards(schema),
    ]
    return list({(d.subject, d.message): d for d in found}.values())


def _modes(methods: Iterable[Method], schema: TrainerSchema) -> Iterator[Difference]:
    mode = schema.flag("--train-mode")
    for method in methods:
        if mode is None or method.train_mode not in (mode.choices or ()):
            yield Difference(
                subject=method.id, message=f"the trainer has no mode {method.train_mode}"
            )


def _parameter(parameter: Parameter, schema: TrainerSchema) -> Iterator[Difference]:
    target = parameter.carrier.target
    if parameter.carrier.kind == "yaml":
        yield from _yaml_key(parameter, target.split("."), schema)
    elif parameter.carrier.kind == "wrapper":
        yield from _wrapper_key(parameter, schema)
    else:
        yield from _flag(parameter, schema)


def own_default(parameter: Parameter, schema: TrainerSchema) -> Value:
    """What this trainer takes where nothing is given; the catalogue's word where it does not say."""
    name, carrier = parameter.name, parameter.carrier
    root, key = carrier.target.split(".")[0], carrier.target.split(".")[-1]
    known: Mapping[str, Any] = schema.config_defaults
    if is_tempers_own(parameter):
        return None
    if root == "optimizer_config":
        optimizer = str(parameter.shown_when["optimizer"][0])
        return schema.option_defaults.get(optimizer, {}).get(key, parameter.trainer_default)
    if root == "lr_schedule":
        return parameter.trainer_default
    if carrier.kind == "yaml":
        inner: dict[str, Any] = known.get(root) or {}
        return inner.get(key)
    flag = schema.flag("--" + name.replace("_", "-"))
    if flag is None:
        return parameter.trainer_default
    own = known.get(name) if flag.default is None else flag.default
    if own is None:
        return schema.substitutes.get(name) if schema.substitutes else parameter.trainer_default
    return own


def _default(parameter: Parameter, schema: TrainerSchema) -> Iterator[Difference]:
    theirs = own_default(parameter, schema)
    if theirs != parameter.trainer_default:
        message = f"the trainer by itself takes {theirs}, not {parameter.trainer_default}"
        yield Difference(subject=parameter.name, message=message)
    kind = VALUE_TYPES.get(type(theirs))
    typed = parameter.carrier.kind == "flag" or parameter.type == "choice"
    if not typed and kind not in (None, parameter.type):
        message = f"is {parameter.type}, but the trainer by itself takes {theirs}"
        yield Difference(subject=parameter.name, message=message)


def is_tempers_own(parameter: Parameter) -> bool:
    """Whether the wrapper alone acts on it, and the trainer needs to know nothing of it."""
    return parameter.carrier.kind == "wrapper" and parameter.carrier.target.startswith("temper_")


def _wrapper_key(parameter: Parameter, schema: TrainerSchema) -> Iterator[Difference]:
    """What the wrapper hands over must be something the trainer has, under another key than ours."""
    if parameter.name not in schema.config_defaults and not is_tempers_own(parameter):
        message = f"the trainer has nothing called {parameter.name}"
        yield Difference(subject=parameter.name, message=message)
    if parameter.carrier.target in schema.config_defaults:
        message = f"the trainer knows {parameter.carrier.target} itself"
        yield Difference(subject=parameter.name, message=message)


def _flag(parameter: Parameter, schema: TrainerSchema) -> Iterator[Difference]:
    target = parameter.carrier.target
    flag = schema.flag(target)
    if flag is None:
        yield Difference(subject=parameter.name, message=f"the trainer has no flag {target}")
        return
    if flag.type not in ARGUMENT_TYPES[parameter.type]:
        message = f"is {parameter.type}, but {target} takes {flag.type}"
        yield Difference(subject=parameter.name, message=message)
    if parameter.type == "choice":
        ours, theirs = {c.value for c in parameter.choices}, set(flag.choices or ())
        for value in sorted(ours - theirs):
            yield Difference(subject=parameter.name, message=f"{target} does not take {value}")
        for value in sorted(theirs - ours):
            yield Difference(subject=parameter.name, message=f"{target} takes {value} as well")


def _yaml_key(parameter: Parameter, path: list[str], schema: TrainerSchema) -> Iterator[Difference]:
    root, key = path[0], path[-1]
    if root not in schema.config_defaults:
        yield Difference(subject=parameter.name, message=f"the trainer has no YAML key {root}")
    elif root == "lr_schedule":
        for choice in parameter.choices:
            if choice.value != "constant" and choice.value not in schema.schedules:
                message = f"there is no schedule {choice.value}"
                yield Difference(subject=parameter.name, message=message)
    elif root == "optimizer_config":
        for optimizer in map(str, parameter.shown_when["optimizer"]):
            if key not in schema.optimizers.get(optimizer, ()):
                message = f"the optimizer {optimizer} has no option {key}"
                yield Difference(subject=parameter.name, message=message)
    elif root == "judge_config":
        if key not in schema.judge_options:
            yield Difference(subject=parameter.name, message=f"the judge has no option {key}")
    elif key not in schema.config_defaults[root]:
        message = f"the YAML key {root} of the trainer has no {key}"
        yield Difference(subject=parameter.name, message=message)


def _unknown_flags(parameters: Iterable[Parameter], schema: TrainerSchema) -> Iterator[Difference]:
    carried = {p.carrier.target for p in parameters if p.carrier.kind == "flag"}
    explained: Mapping[str, str] = {**FROM_THE_RUN, **LEFT_OUT}
    theirs = {flag.name for flag in schema.flags}
    for name in sorted(theirs - carried - explained.keys()):
        yield Difference(
            subject=name, message="the catalogue neither has this flag nor explains it"
        )
    for name in sorted(explained.keys() & carried):
        yield Difference(subject=name, message="is both left out and a parameter")
    for name in sorted(explained.keys() - theirs):
        yield Difference(subject=name, message="is left out, but the trainer has no such flag")


def _unknown_keys(parameters: Iterable[Parameter], schema: TrainerSchema) -> Iterator[Difference]:
    roots = {p.carrier.target.split(".")[0] for p in parameters if p.carrier.kind == "yaml"}
    flags = {flag.name.removeprefix("--").replace("-", "_") for flag in schema.flags}
    for key in sorted(schema.config_defaults.keys() - flags - roots - LEFT_OUT_YAML.keys()):
        yield Difference(subject=key, message="the catalogue neither has this key nor explains it")


def _unknown_options(
    parameters: Iterable[Parameter], schema: TrainerSchema
) -> Iterator[Difference]:
    """What the trainer reads inside its YAML mappings."""
    in_yaml = [p for p in parameters if p.carrier.kind == "yaml"]
    carried = {p.carrier.target for p in in_yaml}
    read = {f"lora_parameters.{key}" for key in schema.config_defaults["lora_parameters"]}
    read |= {f"judge_config.{key}" for key in schema.judge_options}
    for optimizer, options in schema.optimizers.items():
        here = [p for p in in_yaml if optimizer in p.shown_when.get("optimizer", ())]
        carried |= {p.carrier.target.replace("*", optimizer) for p in here}
        read |= {f"optimizer_config.{optimizer}.{name}" for name in options}
        read.discard(f"optimizer_config.{optimizer}.learning_rate")
    for target in sorted(read - carried):
        yield Difference(subject=target, message="the catalogue does not have this key")
    offered = {c.value for p in in_yaml if p.name == "lr_schedule" for c in p.choices}
    for name in sorted(schema.schedules.keys() - offered - {"join_schedules"}):
        yield Difference(subject=name, message="the catalogue does not have this schedule")


def _rewards(schema: TrainerSchema) -> Iterator[Difference]:
    for name in sorted(set(BUILTIN_NAMES) ^ set(schema.reward_functions)):
        where = "the library" if name in BUILTIN_NAMES else "the trainer"
        yield Difference(subject=name, message=f"only {where} has this reward function")
