"""The installed trainer's own word on what it accepts, as JSON on standard output.

`python -m temper.trainer.describe` prints the schema; with `--parse` it reads a JSON list of argument
lists from standard input and prints what the trainer's own `main` makes of each.
"""

import argparse
import contextlib
import importlib
import inspect
import io
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def describe() -> dict[str, Any]:
    """Flags, YAML defaults, reward functions and optimizer options of the installed trainer."""
    optimizers = _module("mlx.optimizers")
    schedulers = _module("mlx.optimizers.schedulers")
    parser = _module("mlx_lm_lora.train").build_parser()
    return {
        "version": _module("mlx_lm_lora").__version__,
        "flags": [_flag(action) for action in parser._actions if action.dest != "help"],
        "config_defaults": _module("mlx_lm_lora.train").CONFIG_DEFAULTS,
        "reward_functions": _module(
            "mlx_lm_lora.trainer.grpo_reward_functions"
        ).list_available_reward_functions(),
        "judge_options": _options_read("judge_config"),
        "optimizers": {
            name.lower(): _parameters(getattr(optimizers, name).__init__)
            for name in ("Adam", "AdamW", "Muon")
        },
        "schedules": {
            name: _parameters(function)
            for name, function in vars(schedulers).items()
            if inspect.isfunction(function) and function.__module__ == schedulers.__name__
        },
        "option_defaults": {
            name.lower(): _defaults(getattr(optimizers, name).__init__)
            for name in ("Adam", "AdamW", "Muon")
        },
        "substitutes": _substitutes(),
    }


def _substitutes() -> dict[str, Any]:
    """What the trainer's code takes where neither its parser nor `CONFIG_DEFAULTS` has a value."""
    rewards = _module("mlx_lm_lora.trainer.grpo_reward_functions").get_default_reward_functions()
    return {
        "iters": _module("mlx_lm_lora.trainer.sft_trainer").SFTTrainingArgs().iters,
        "reward_functions": [function.__name__ for function in rewards],
    }


def parse(arguments: list[str]) -> dict[str, Any]:
    """The values that the trainer's `main` would run with, or why it refuses the arguments."""
    train: Any = _module("mlx_lm_lora.train")
    seen: list[dict[str, Any]] = []
    run, argv, said = train.run, sys.argv, io.StringIO()

    def capture(args: argparse.Namespace) -> None:
        seen.append(vars(args))

    train.run = capture
    sys.argv = ["mlx_lm_lora.train", *arguments]
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            train.main()
    except SystemExit:
        return {"error": said.getvalue().strip().splitlines()[-1]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        train.run, sys.argv = run, argv
    return {"args": seen[0]}


def _module(name: str) -> ModuleType:
    """A module that comes without types."""
    return importlib.import_module(name)


def _flag(action: argparse.Action) -> dict[str, Any]:
    takes_value = action.nargs != 0
    kind = getattr(action.type, "__name__", None) or str(action.type or str.__name__)
    return {
        "name": max(action.option_strings, key=len),
        "type": kind if takes_value else "bool",
        "choices": list(action.choices) if action.choices else None,
        "default": action.default,
    }


def _options_read(config: str) -> list[str]:
    """The keys that any trainer asks a mapping of the YAML for; its default does not name them."""
    folder = Path(str(_module("mlx_lm_lora.trainer").__path__[0]))
    sources = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    return sorted(set(re.findall(rf"{config}\.get\(\s*[\"'](\w+)[\"']", sources)))


def _parameters(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


def _defaults(function: Any) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters
    return {n: p.default for n, p in parameters.items() if p.default is not inspect.Parameter.empty}


def main() -> None:
    answer: Any
    if sys.argv[1:] == ["--parse"]:
        answer = [parse(arguments) for arguments in json.load(sys.stdin)]
    else:
        answer = describe()
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
