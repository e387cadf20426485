"""Parameters that name files: what stands there must fit before a run is planned."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from temper.errors import FieldError, InvalidRequest
from temper.methods.draft import pointer
from temper.methods.parameter import Value
from temper.methods.wording import shown
from temper.models.safetensors import Tensor, TornFile, read_tensors
from temper.rewards.custom_file import (
    DECORATOR,
    RegisteredReward,
    UnreadableRewardFile,
    read_reward_file,
)
from temper.rewards.library import BUILTIN_NAMES

CALLED_WITH = ("prompts", "completions", "answer", "types")
"""The keywords with which the trainer calls a reward function."""


def check_paths(values: Mapping[str, Value]) -> dict[str, Value]:
    """The same values with absolute paths. Raises InvalidRequest, which names every problem.

    `reference_model_path` and `judge` are models and not looked at here.
    """
    errors: list[FieldError] = []
    changed: dict[str, Value] = {}
    adapter = values.get("resume_adapter_file")
    if isinstance(adapter, str):
        path = absolute(adapter)
        changed["resume_adapter_file"] = str(path)
        errors += _adapter(path, values)
    rewards = values.get("reward_functions_file")
    if isinstance(rewards, str):
        path = absolute(rewards)
        changed["reward_functions_file"] = str(path)
        errors += _rewards(path, cast("list[str]", values["reward_functions"]))
    if errors:
        raise InvalidRequest.of(*errors)
    return {**values, **changed}


def absolute(text: str) -> Path:
    """A path from a person: `~` is theirs, and what is relative starts where the server did."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # a ~name without such a user
        return Path(text).absolute()


def _adapter(path: Path, values: Mapping[str, Value]) -> list[FieldError]:
    here = pointer("resume_adapter_file")
    wanted = "a .safetensors file with adapter weights"
    try:
        if path.is_dir():
            return [FieldError(here, f"{path} is a folder; name the file in it", wanted)]
        tensors = read_tensors(path)
    except OSError as error:
        return [FieldError(here, f"{path} cannot be read: {error.strerror or error}", wanted)]
    except TornFile as error:
        return [FieldError(here, str(error), wanted)]
    return _kind_of_adapter(tensors, values)


def _kind_of_adapter(
    tensors: Mapping[str, Tensor], values: Mapping[str, Value]
) -> list[FieldError]:
    """The trainer takes whatever fits by name and says nothing of the rest: say it here."""
    ranks = {t.shape[0] for name, t in tensors.items() if _is(name, "lora_b") and len(t.shape) == 2}
    has_lora = any(_is(name, "lora_a") for name in tensors)
    # DoRA adds the sizes of the columns to what LoRA has.
    kind = "dora" if has_lora and any(_is(name, "m") for name in tensors) else "lora"
    kind = kind if has_lora else "full"
    if kind != values["train_type"]:
        detail = f"Holds {kind} weights, which train type {values['train_type']} would not load"
        return [FieldError(pointer("resume_adapter_file"), detail, f"train_type {kind}")]
    rank = ranks.pop() if len(ranks) == 1 else values["rank"]
    if rank != values["rank"]:
        detail = f"The adapter to start from has rank {rank}, not {values['rank']}"
        return [FieldError(pointer("rank"), detail, str(rank))]
    return []


def _is(tensor: str, part: str) -> bool:
    return tensor.rpartition(".")[2] == part


def _rewards(path: Path, wanted: list[str]) -> list[FieldError]:
    here = pointer("reward_functions_file")
    try:
        if path.is_dir() or path.suffix != ".py":
            return [FieldError(here, f"{path} is no .py file", "a Python file")]
        registered = read_reward_file(path)
    except OSError as error:
        return [FieldError(here, f"{path} cannot be read: {error.strerror}", "a Python file")]
    except UnreadableRewardFile as unreadable:
        return [FieldError(here, str(unreadable), "a Python file")]
    if not registered:
        detail = f"{path} registers no reward function: put @{DECORATOR}() above each"
        return [FieldError(here, detail)]
    there = {function.name: function for function in registered}
    errors = [
        FieldError(
            pointer("reward_functions"),
            f"{path.name} registers no {shown(name)}",
            ", ".join([*there, *BUILTIN_NAMES]),
        )
        for name in wanted
        if name not in there and name not in BUILTIN_NAMES
    ]
    chosen = [there[name] for name in wanted if name in there]
    return errors + [error for function in chosen for error in _signature(function)]


def _signature(function: RegisteredReward) -> list[FieldError]:
    missing = [name for name in CALLED_WITH if name not in function.arguments]
    if not missing or "**" in function.arguments:
        return []
    return [
        FieldError(
            pointer("reward_functions_file"),
            f"{function.metric} (line {function.line}) has no parameter {', '.join(missing)}; the "
            f"trainer calls it with {', '.join(CALLED_WITH)}",
        )
    ]
