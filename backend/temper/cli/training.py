"""`temper train`: read a request, find or start a server, follow the run."""

import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from temper.cli.client import CallFailed, Client, ServerGone, read_token, running_address
from temper.cli.configuration import read_config
from temper.configurations.yaml_text import Loader
from temper.errors import FieldError, InvalidRequest
from temper.settings import Settings

POLL_SECONDS = 0.5
ENDED = {"completed", "failed", "stopped"}
CONFLICT = 409


def read_request(
    config: Path | None,
    method: str | None,
    model: str | None,
    dataset: str | None,
    name: str | None,
    parameters: list[str],
    preset: str | None = None,
) -> dict[str, Any]:
    """The body for `POST /runs`; flags win over the file. Raises InvalidRequest."""
    request = read_config(config) if config else {}
    flags = {"method": method, "model": model, "dataset": dataset, "name": name, "preset": preset}
    request |= {key: value for key, value in flags.items() if value is not None}
    request["parameters"] = request.get("parameters", {}) | dict(map(_pair, parameters))
    missing = [key for key in ("method", "model", "dataset") if key not in request]
    if missing:
        raise InvalidRequest.of(
            *(
                FieldError(f"/{key}", f"is missing: give --{key}, or put it in the file")
                for key in missing
            )
        )
    return request


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InvalidRequest.of(FieldError("--set", f"{text!r} is not NAME=VALUE"))
    try:
        return name, yaml.load(value, Loader)
    except yaml.YAMLError as error:
        raise InvalidRequest.of(FieldError("--set", f"{text!r} cannot be read: {error}")) from error


def start(settings: Settings, request: dict[str, Any]) -> dict[str, Any]:
    """Put a run into the queue of the running server. Raises CallFailed."""
    address = running_address(settings)
    if address is None:
        raise CallFailed("--detach needs a running server; start one with `temper serve`.")
    with Client(address, read_token(settings)) as client:
        return client.call("POST", "/runs", request)


def train_to_end(settings: Settings, request: dict[str, Any], quiet: bool) -> dict[str, Any]:
    """Start a run and wait until it has ended. Raises CallFailed."""
    run: dict[str, Any] | None = None
    while True:
        with server_for(settings) as client, counted_interrupts() as interrupts:
            try:
                if run is None:
                    run = cast("dict[str, Any]", client.call("POST", "/runs", request))
                return follow(client, run, quiet, interrupts)
            except ServerGone:
                # The run goes on without its server: the next one follows it.
                if run is None:
                    raise


@contextmanager
def server_for(settings: Settings) -> Generator[Client]:
    """A client of the running server, or of one that serves as long as it is asked. Raises CallFailed."""
    address = running_address(settings)
    if address is not None:
        with Client(address, read_token(settings)) as client:
            yield client
        return
    from temper.serve import CannotServe, serving

    try:
        # Any port: another data folder's server may have the usual one.
        with serving(replace(settings, port=0)) as (own, token), Client(own, token) as client:
            yield client
    except CannotServe as error:
        raise CallFailed(str(error)) from error


@contextmanager
def counted_interrupts() -> Generator[list[int]]:
    """Ctrl-C as a list that grows, so that none breaks a call off; the third one ends the command."""
    seen: list[int] = []

    def count(number: int, _: object) -> None:
        seen.append(number)
        if len(seen) > 2:
            raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGINT, count)
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, earlier)


def follow(
    client: Client, run: dict[str, Any], quiet: bool, interrupts: list[int]
) -> dict[str, Any]:
    """Wait until the run has ended, with a progress bar; Ctrl-C saves and stops, twice at once."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(run["status"], total=None)
        heeded = 0
        while run["status"] not in ENDED:
            if len(interrupts) > heeded:
                heeded += 1
                run = stop(client, run)
            else:
                time.sleep(POLL_SECONDS)
                run = client.call("GET", f"/runs/{run['id']}")
            progress: dict[str, Any] = run["progress"] or {}
            bar.update(
                task,
                description=describe(run),
                completed=progress.get("iteration") or 0,
                total=progress.get("total"),
            )
    return run


def stop(client: Client, run: dict[str, Any]) -> dict[str, Any]:
    """Save and stop, or stop at once where that was asked for already. Raises CallFailed."""
    try:
        return client.call("POST", f"/runs/{run['id']}/stop", {"save": run["status"] != "stopping"})
    except CallFailed as error:
        if error.status != CONFLICT:
            raise
        return client.call("GET", f"/runs/{run['id']}")  # It had just ended.


def describe(run: dict[str, Any]) -> str:
    """Status and the one figure that matters."""
    summary = run["summary"]
    if summary is None or summary["last"] is None:
        return run["status"]
    return f"{run['status']}  {summary['metric'].removeprefix('train_')} {summary['last']:.3f}"
