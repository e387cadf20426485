"""A person's own reward file, read without running it."""

import ast
from dataclasses import dataclass
from pathlib import Path

from temper.kit.jsonl import open_regular

DECORATOR = "register_reward_function"
MAX_BYTES = 1_000_000


class UnreadableRewardFile(Exception):
    """The file cannot be used; the message says what is wrong with it and what to do."""


@dataclass(frozen=True)
class RegisteredReward:
    """One function that the file registers when the trainer loads it."""

    name: str
    """The name to put among the reward functions."""
    metric: str
    """The name under which its figures are reported: the function's own."""
    line: int
    arguments: tuple[str, ...]


def read_reward_file(path: Path) -> tuple[RegisteredReward, ...]:
    """The reward functions that a Python file registers. Raises UnreadableRewardFile."""
    try:
        with open_regular(path) as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableRewardFile(f"{path} cannot be read: {error.strerror or error}") from error
    if len(source) > MAX_BYTES:
        raise UnreadableRewardFile(f"{path} is larger than a Python file of functions can be")
    try:
        tree = ast.parse(source, filename=str(path))
    except SyntaxError as error:
        raise UnreadableRewardFile(
            f"{path} is no Python: line {error.lineno}: {error.msg}"
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableRewardFile(f"{path} is no Python: {error}") from error
    # Only functions at the top are registered for sure when the file is loaded.
    return tuple(
        RegisteredReward(name, node.name, node.lineno, _arguments(node))
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for name in _registered_names(node)
    )


def _registered_names(function: ast.FunctionDef) -> list[str]:
    names: list[str] = []
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and _called(decorator.func) == DECORATOR:
            given = [*decorator.args, *(k.value for k in decorator.keywords if k.arg == "name")]
            literal = given[0].value if given and isinstance(given[0], ast.Constant) else None
            names.append(literal if isinstance(literal, str) and literal else function.name)
    return names


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _arguments(function: ast.FunctionDef) -> tuple[str, ...]:
    arguments = function.args
    return tuple(a.arg for a in [*arguments.args, *arguments.kwonlyargs]) + (
        ("**",) if arguments.kwarg is not None else ()
    )
