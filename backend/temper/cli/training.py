"""`temper train`: read a request, find or start a server, follow the run."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import yaml
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from temper.cli.client import CallFailed, Client, read_token, running_address
from temper.errors import FieldError, InvalidRequest
from temper.settings import Settings

POLL_SECONDS = 0.5
ENDED = {"completed", "failed", "stopped"}


def read_request(
    config: Path | None,
    method: str | None,
    model: str | None,
    dataset: str | None,
    name: str | None,
    parameters: list[str],
) -> dict[str, Any]:
    """The body for `POST /runs`; flags win over the file. Raises InvalidRequest."""
    request = _read_config(config) if config else {}
    flags = {"method": method, "model": model, "dataset": dataset, "name": name}
    request |= {key: value for key, value in flags.items() if value is not None}
    request["parameters"] = dict(request.get("parameters") or {}) | dict(map(_pair, parameters))
    missing = [key for key in ("method", "model", "dataset") if key not in request]
    if missing:
        raise InvalidRequest.of(
            *(
                FieldError(f"/{key}", f"is missing: give --{key}, or put it in the file")
                for key in missing
            )
        )
    return request


def _read_config(path: Path) -> dict[str, Any]:
    try:
        value = yaml.safe_load(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidRequest.of(FieldError("", f"{path} cannot be read: {error}")) from error
    if not isinstance(value, dict):
        raise InvalidRequest.of(
            FieldError("", f"{path} holds no mapping; write method, model, dataset and parameters")
        )
    return cast("dict[str, Any]", value)


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InvalidRequest.of(FieldError("--set", f"{text!r} is not NAME=VALUE"))
    try:
        return name, float(value) if _is_number(value) else yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise InvalidRequest.of(FieldError("--set", f"{text!r} cannot be read: {error}")) from error


def _is_number(text: str) -> bool:
    # YAML 1.1 takes 1e-4 for text; a person means a number.
    try:
        float(text)
    except ValueError:
        return False
    return not text.lstrip("+-").isdigit()


@contextmanager
def server_for(settings: Settings, needs_end: bool) -> Generator[Client]:
    """A client of the running server, or of one that serves only until the run has ended."""
    address = running_address(settings)
    if address is not None:
        with Client(address, read_token(settings)) as client:
            yield client
        return
    if not needs_end:
        raise CallFailed("--detach needs a running server; start one with `temper serve`.")
    from temper.serve import serving

    with serving(settings) as (own, token), Client(own, token) as client:
        yield client


def follow(client: Client, run: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Wait until the run has ended, with a progress bar; Ctrl-C saves and stops."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, disable=quiet) as bar:
        task = bar.add_task(run["status"], total=None)
        waiting = threading.Event()
        while run["status"] not in ENDED:
            try:
                waiting.wait(POLL_SECONDS)
                run = client.call("GET", f"/runs/{run['id']}")
            except KeyboardInterrupt:
                run = client.call(
                    "POST", f"/runs/{run['id']}/stop", {"save": run["status"] != "stopping"}
                )
            progress: dict[str, Any] = run["progress"] or {}
            bar.update(
                task,
                description=describe(run),
                completed=progress.get("iteration") or 0,
                total=progress.get("total"),
            )
    return run


def describe(run: dict[str, Any]) -> str:
    """Status and the one figure that matters."""
    summary = run["summary"]
    if summary is None or summary["last"] is None:
        return run["status"]
    return f"{run['status']}  {summary['metric'].removeprefix('train_')} {summary['last']:.3f}"
