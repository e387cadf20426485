"""Configuration files at the shell: any form that is known is read, and what becomes of it is said."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from temper.configurations.entries import LARGEST_TEXT
from temper.configurations.read import read_configuration
from temper.configurations.schemas import Reading, ReadLine
from temper.configurations.service import read_file
from temper.configurations.trainer_word import TrainerParser
from temper.errors import FieldError, InvalidRequest

TOLD = ("changed", "ignored", "unknown")
"""What a person may not expect; `wrong` is refused, the rest is as it stands."""


def read_config(path: Path) -> dict[str, Any]:
    """The parts of a request that a file gives; what is not taken as it stands goes to stderr.

    Raises InvalidRequest, which names every line that is wrong.
    """
    try:
        with path.open("rb") as file:
            text = file.read(4 * LARGEST_TEXT + 1).decode()
    except (OSError, ValueError) as error:
        raise InvalidRequest.of(FieldError("", f"{path} cannot be read: {error}")) from error
    with closing(TrainerParser()) as parser:
        try:
            reading = read_configuration(text, parser.ask, path.name, read_file=_beside(path))
        except InvalidRequest as error:
            raise InvalidRequest.of(
                *(FieldError("", f"{path} cannot be read: {e.detail}") for e in error.errors)
            ) from error
    for line in _told(reading, path):
        print(line, file=sys.stderr)
    wrong = [line for line in reading.lines if line.verdict == "wrong"]
    if wrong:
        raise InvalidRequest.of(*(FieldError("", _line(line, path)) for line in wrong))
    request = reading.request.model_dump(exclude_none=True)
    if reading.kind in ("trainer-yaml", "command"):
        for key in ("model", "dataset"):
            if key in request:
                request[key] = _from_here(request[key])
    return request


def _told(reading: Reading, path: Path) -> Iterator[str]:
    yield from (_line(line, path) for line in reading.lines if line.verdict in TOLD)
    yield from reading.warnings
    if reading.missing_config is not None:
        yield f"{reading.missing_config}, which --config names, cannot be read: it is left out."


def _line(line: ReadLine, path: Path) -> str:
    where = f"{path}:{line.line}" if line.source == "text" else f"--config:{line.line}"
    return f"{where}: {line.text}: {line.message}"


def _beside(path: Path) -> Any:
    """Reads what a command names: from the working folder, as at the shell, or from beside the script."""

    def read(name: str) -> str | None:
        return read_file(str(Path(name).expanduser().absolute())) or read_file(
            str((path.parent / name).absolute())
        )

    return read


def _from_here(name: str) -> str:
    """The trainer's paths start in the working folder; the server's may be another one."""
    path = Path(name)
    return str(path.absolute()) if not path.is_absolute() and path.exists() else name
