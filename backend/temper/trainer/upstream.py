"""The installed trainer. It is untyped, so it is `Any` here, and only here."""

import functools
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

PACKAGE = "mlx_lm_lora.trainer."


def trainer() -> ModuleType:
    """The trainer's command; the first call imports it, which takes a second or more."""
    return import_module("mlx_lm_lora.train")


def mlx() -> ModuleType:
    """MLX, where its names are replaced or their types are not known."""
    return import_module("mlx.core")


def trainer_modules() -> Iterator[ModuleType]:
    """The modules that hold the training loops."""
    return (module for name, module in list(sys.modules.items()) if name.startswith(PACKAGE))


def module(name: str) -> ModuleType:
    """One of those modules, such as `grpo_trainer`."""
    return import_module(PACKAGE + name)


def replace(owner: ModuleType, name: str, wrap: Callable[[Any], Any]) -> None:
    """Put `wrap(original)` in the place of a module's name."""
    setattr(owner, name, wrap(getattr(owner, name)))


def replace_bars(bar: type) -> None:
    """Give every training loop this in place of `tqdm`."""
    for owner in trainer_modules():
        if hasattr(owner, "tqdm"):
            replace(owner, "tqdm", lambda _: bar)


def replace_evaluations(around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Wrap each training loop's own evaluation."""
    for owner in trainer_modules():
        for name, value in list(vars(owner).items()):
            if name.startswith("evaluate_") and callable(value):
                setattr(owner, name, functools.wraps(value)(around(value)))


def trainable_shapes(model: Any) -> dict[str, tuple[int, ...]]:
    """The shapes of the tensors that training changes."""
    tensors: Any = import_module("mlx.utils").tree_flatten(model.trainable_parameters())
    return {name: tuple(tensor.shape) for name, tensor in tensors}
