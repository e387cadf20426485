"""What the commands share: errors as plain words, JSON for scripts, a client of the server."""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Annotated, Any, NoReturn, TypeVar
from urllib.parse import quote

import typer

from temper.errors import StorageError, TemperError
from temper.settings import Settings, SettingsError

T = TypeVar("T")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts")]
RunId = Annotated[str, typer.Argument(help="The run's id, as `temper runs` shows it")]


@contextmanager
def connected() -> Generator[Any]:
    """A client of the running server; what it refuses ends the command with a plain message."""
    from temper.cli.client import connect

    with plain_errors(), connect(Settings.from_environment()) as client:
        yield client


@contextmanager
def plain_errors() -> Generator[None]:
    """Errors of ours become one message and exit status 1."""
    from temper.cli.client import CallFailed

    try:
        yield
    except (CallFailed, TemperError, SettingsError) as error:
        fail(str(error))


def usage_errors(step: Callable[[], T]) -> T:
    """The result of a step; what is wrong with its arguments ends the command with status 2."""
    with plain_errors():
        try:
            return step()
        except StorageError:
            raise
        except TemperError as error:
            fail(error.detail, 2)


def run_path(run_id: str) -> str:
    """Where the API has a run, whatever was typed for its id."""
    return f"/runs/{quote(run_id, safe='')}"


def fail(message: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end the command."""
    typer.echo(f"temper: {message}", err=True)
    sys.exit(code)


def print_json(value: Any) -> None:
    """Print for scripts."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def get(path: str, **query: Any) -> Any:
    """What the server answers."""
    with connected() as client:
        return client.call("GET", path, **query)


def post_and_tell(path: str, body: Any, as_json: bool) -> None:
    """Do something to a run, and print what has become of it."""
    with connected() as client:
        run = client.call("POST", path, body)
    if as_json:
        print_json(run)
    else:
        typer.echo(f"{run['id']}  {run['status']}")
