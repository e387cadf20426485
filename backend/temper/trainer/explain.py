"""`python -m temper.trainer.explain`: a child of the server that asks the installed trainer.

What it says of itself; and for each argument what its parser makes of it, and for all of them with a
YAML file what the trainer's `main` would run with. Nothing is run.
"""

import argparse
import contextlib
import importlib
import io
import json
import re
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from temper.kit.tasks import Progress, serve
from temper.trainer.describe import describe, parse
from temper.trainer.upstream import trainer

_UNSET = object()


def explain(request: dict[str, Any], _: Progress) -> dict[str, Any]:
    """Of `arguments`, with the text of a YAML file as `config` or None."""
    module: Any = trainer()
    parser: argparse.ArgumentParser = module.build_parser()
    said = [_said(parser, group) for group in _groups(parser, request["arguments"])]
    usable = [token for one in said for token in one["tokens"] if _usable(one)]
    answer = {
        "version": importlib.import_module("mlx_lm_lora").__version__,
        "arguments": said,
        "known": sorted({*_names(parser), *module.CONFIG_DEFAULTS, *_read_elsewhere(module)}),
        "main": _main(usable, request["config"]),
    }
    # What YAML holds and JSON does not, such as a date, is text.
    return json.loads(json.dumps(answer, default=str))


def _groups(parser: argparse.ArgumentParser, tokens: Sequence[str]) -> list[list[str]]:
    """Each flag with what follows it, told apart as the parser tells them apart."""
    groups: list[list[str]] = []
    for token in tokens:
        if _is_flag(parser, token) or not groups:
            groups.append([token])
        else:
            groups[-1].append(token)
    return groups


def _is_flag(parser: argparse.ArgumentParser, token: str) -> bool:
    with _errors() as errors:
        return parser._parse_optional(token) is not None
    return bool(errors)  # An abbreviation that fits several flags.


def _said(parser: argparse.ArgumentParser, group: list[str]) -> dict[str, Any]:
    """What the parser makes of one flag: its name and value, or its words against it."""
    namespace = argparse.Namespace(**dict.fromkeys(_names(parser), _UNSET))
    said: dict[str, Any] = {"tokens": group, "name": None, "value": None, "left": [], "error": None}
    with _errors() as errors:
        _, said["left"] = parser.parse_known_args(group, namespace)
    said["error"] = errors[0] if errors else None
    for name, value in vars(namespace).items():
        if value is not _UNSET:
            said |= {"name": name, "value": value}
    return said


def _usable(said: dict[str, Any]) -> bool:
    return said["name"] not in (None, "config") and not said["error"] and not said["left"]


def _main(arguments: list[str], config: str | None) -> dict[str, Any]:
    """The values of the trainer's `main`, as `args`, or why it stops, as `error`."""
    if config is None:
        return parse(arguments)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.yaml"
        file.write_text(config, "utf-8")
        return parse([*arguments, "--config", str(file)])


def _names(parser: argparse.ArgumentParser) -> list[str]:
    return [action.dest for action in parser._actions if action.dest != "help"]


def _read_elsewhere(module: Any) -> set[str]:
    """Keys that no parser knows and some part of the trainer asks its arguments for."""
    found: set[str] = set()
    for file in Path(module.__file__).parent.glob("trainer/*.py"):
        source = file.read_text("utf-8")
        found |= set(re.findall(r"getattr\(\s*(?:args|config),\s*[\"'](\w+)[\"']", source))
    return found


@contextlib.contextmanager
def _errors() -> Generator[list[str]]:
    """The parser's own words where it ends the program; help counts as such."""
    errors: list[str] = []
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            yield errors
        except SystemExit:
            words = said.getvalue().strip().rpartition("error: ")[2]
            errors.append(words or "asks for help: nothing would run")


if __name__ == "__main__":
    serve({"explain": explain, "describe": lambda _, __: describe()})
