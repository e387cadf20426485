"""From checked values to the trainer's command line: a pure function."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import yaml

from temper.methods.method import Method
from temper.methods.parameter import Parameter, Value, acts
from temper.methods.resumed import KEY, Resumed
from temper.methods.schedule import build_schedule, has_schedule
from temper.methods.steps import updates


@dataclass(frozen=True)
class Command:
    """What the trainer is run with.

    `argv` begins with the Python executable and `-m mlx_lm_lora.train`; `yaml` is the text of the
    file that `--config` names.
    """

    argv: tuple[str, ...]
    yaml: str


def build_command(
    method: Method,
    values: Mapping[str, Value],
    *,
    model: str,
    data: str,
    adapter_path: str,
    config_path: str,
    python: str = "python",
    train_rows: int | None = None,
    resumed: Resumed | None = None,
) -> Command:
    """The command that trains with these values, every one of them spelled out.

    Where it goes on from an earlier run, `iters` is what is left and the learning rate is that of
    the whole.

    Raises ValueError where the learning rate falls over epochs and `train_rows` is not given.
    """
    argv = [python, "-m", "mlx_lm_lora.train", "--config", config_path, "--train"]
    argv += ["--model", model, "--data", data, "--adapter-path", adapter_path]
    argv += ["--train-mode", method.train_mode]
    for parameter in method.parameters:
        if parameter.carrier.kind == "flag":
            argv += _flag(parameter.carrier.target, values[parameter.name])
    return Command(tuple(argv), _yaml(method, values, train_rows, resumed))


def carried(parameter: Parameter, values: Mapping[str, Value]) -> str | None:
    """`--group-size`, `yaml: lora_parameters.rank` or `wrapper: xpo_alpha`; None where nothing is passed."""
    kind, target = parameter.carrier.kind, parameter.carrier.target
    value, root = values[parameter.name], target.split(".")[0]
    if value is None or (kind == "flag" and value is False):
        return None
    if parameter.name == "learning_rate" and has_schedule(values):
        return f"{target}; yaml: lr_schedule.arguments"
    if kind == "flag":
        return target
    if not acts(parameter, values) or (root == "lr_schedule" and not has_schedule(values)):
        return None
    if parameter.name == "warmup" and not value:
        return None
    return f"{kind}: {target.replace('*', str(values['optimizer']))}"


def shell(argv: tuple[str, ...]) -> str:
    """The command as one line to paste into a shell."""
    return shlex.join(argv)


def _flag(flag: str, value: Value) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, list):
        text = ",".join(str(item) for item in value)
        # The parser takes a value that begins with a dash for a flag; the trainer strips brackets.
        return [flag, f"[{text}]" if text.startswith("-") else text]
    return [flag, str(value)]


def _yaml(
    method: Method,
    values: Mapping[str, Value],
    train_rows: int | None,
    resumed: Resumed | None,
) -> str:
    """What has no flag. Keys are underscored: the trainer ignores others in silence."""
    document: dict[str, Any] = {"fuse": False}
    for parameter in method.parameters:
        root = parameter.carrier.target.split(".")[0]
        # The schedule is one value made of several parameters.
        if parameter.carrier.kind == "flag" or root == "lr_schedule":
            continue
        if acts(parameter, values) and values[parameter.name] is not None:
            *places, key = parameter.carrier.target.split(".")
            _place(document, places, values)[key] = values[parameter.name]
    done = resumed.iteration if resumed else 0
    schedule = build_schedule(values, updates(method, values, train_rows, done))
    if schedule is not None:
        document["lr_schedule"] = schedule
    if resumed is not None:
        document[KEY] = asdict(resumed)
    return yaml.safe_dump(document, sort_keys=False)


def _place(
    document: dict[str, Any], places: list[str], values: Mapping[str, Value]
) -> dict[str, Any]:
    """The mapping inside the document to which the places lead."""
    for place in places:
        document = document.setdefault(str(values["optimizer"]) if place == "*" else place, {})
    return document
