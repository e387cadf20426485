"""Reward functions, checked before the model is loaded: the trainer alone would train without them."""

import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records

REWARDED_MODES = ("grpo", "klpo")
MODULE = "custom_rewards"
"""The name that the trainer loads a reward file under."""


class RewardFiles:
    """Stands in for the trainer's loader: runs a file once, and does not swallow its errors."""

    def __init__(self) -> None:
        self._loaded: set[str] = set()

    def load(self, name: str) -> bool:
        """Run a reward file. Raises TrainingFailed."""
        path = Path(name)
        if name in self._loaded:
            return True
        if not path.is_file():
            raise TrainingFailed(f"The reward file {name} does not exist.")
        spec = importlib.util.spec_from_file_location(MODULE, path)
        if spec is None or spec.loader is None:
            raise TrainingFailed(
                f"The reward file {name} is not a Python file; its name must end in .py."
            )
        module = importlib.util.module_from_spec(spec)
        sys.modules[MODULE] = module
        print(f"Loading custom reward functions from {name}")
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise TrainingFailed(
                f"The reward file {name} cannot be loaded: {type(error).__name__}: {error}."
            ) from error
        self._loaded.add(name)
        return True


def check_rewards(
    args: Any, files: RewardFiles, registry: dict[str, Any], records: Records
) -> None:
    """Load the reward file and hold names and weights against it. Raises TrainingFailed."""
    if args.train_mode not in REWARDED_MODES:
        return
    if args.reward_functions_file:
        files.load(args.reward_functions_file)
    names = split_list(args.reward_functions, "reward functions")
    if args.reward_functions_file and not names:
        records.warn(
            "reward-file-unused",
            "A reward file is loaded, but no reward function is named, so the five built-in "
            "functions are used. Name the functions of the file.",
        )
    for name in names:
        if name not in registry:
            raise TrainingFailed(
                f"There is no reward function named {name!r}. There are: {', '.join(sorted(registry))}."
            )
        check_signature(name, registry[name])
    check_weights(args.reward_weights, len(names) or 5)


def check_signature(name: str, function: Callable[..., Any]) -> None:
    """Raises TrainingFailed where the function cannot be called as the trainer calls it."""
    try:
        inspect.signature(function).bind(prompts=[], completions=[], answer=[], types=[])
    except TypeError as error:
        raise TrainingFailed(
            f"The reward function {name!r} cannot be called with prompts, completions, answer and "
            f"types: {error}."
        ) from error
    except ValueError:
        return


def check_weights(text: Any, functions: int) -> None:
    """Raises TrainingFailed unless there is one number for each function, or nothing at all."""
    weights = split_list(text.strip("[]") if isinstance(text, str) else text, "reward weights")
    try:
        count = len([float(weight) for weight in weights])
    except ValueError as error:
        raise TrainingFailed(f"The reward weights {text!r} are not numbers: {error}.") from error
    if weights and count != functions:
        raise TrainingFailed(
            f"There are {count} reward weights for {functions} reward functions; give one for each."
        )


def split_list(text: Any, what: str) -> list[str]:
    """The parts of a comma-separated list, as the trainer splits it. Raises TrainingFailed."""
    if not text:
        return []
    if not isinstance(text, str):
        raise TrainingFailed(f"The {what} must be one text with commas, not {text!r}.")
    return [part.strip() for part in text.split(",")]
