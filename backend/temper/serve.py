"""Listens, serves, and tells where."""

import errno
import fcntl
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import IO

import uvicorn
from fastapi import FastAPI

from temper import demo as demo_data
from temper.kit.files import read_json, write_json
from temper.main import create_app
from temper.runs.schemas import RunOut, RunRequest
from temper.runs.service import RunService
from temper.runs.store import RunQuery
from temper.security.token import load_or_create_token
from temper.settings import Settings


class CannotServe(Exception):
    """The server cannot start: what is in the way, and what to do."""


class _Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, on_started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_started()


def serve(settings: Settings, open_browser: bool = False, demo: bool = False) -> None:
    """Serve until interrupted. Raises CannotServe, StorageError."""
    app = create_app(settings)
    lock = _lock(settings)
    listener = _listen(settings)
    host, port = listener.getsockname()[:2]
    settings = replace(settings, port=port)
    token = settings.token or load_or_create_token(settings.token_file)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    write_json(settings.home / "server.json", {"address": address, "pid": os.getpid()})
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )

    def on_started() -> None:
        print(f"{address}/?token={token}", flush=True)
        threading.Thread(
            target=_after_start, args=(app, address, token, open_browser, demo)
        ).start()

    try:
        _Server(config, on_started).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        with suppress(OSError):
            (settings.home / "server.json").unlink()
        lock.close()


def _after_start(app: FastAPI, address: str, token: str, open_browser: bool, demo: bool) -> None:
    page = "/"
    if demo:
        runs: RunService = app.state.runs
        run = start_demo(runs)
        page = f"/runs/{run.id}"
        print(f"The demo trains: {address}{page}", flush=True)
    if open_browser and _has_screen():
        webbrowser.open(f"{address}{page}?token={token}")


def _has_screen() -> bool:
    # Without a screen some systems would open a text browser over the terminal.
    if not sys.stdout.isatty():
        return False
    return sys.platform == "darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def start_demo(runs: RunService) -> RunOut:
    """Start the demo run, unless one is under way."""
    request = RunRequest(**demo_data.request())
    active = RunQuery(status=("queued", "starting", "running", "stopping"), text=request.name or "")
    under_way = runs.search(active).items
    return under_way[0] if under_way else runs.create(request)


def _lock(settings: Settings) -> IO[str]:
    """One server for each data folder: two would start the same run twice."""
    file = (settings.home / "server.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        running = read_json(settings.home / "server.json") or {}
        where = f" at {running['address']}" if "address" in running else ""
        raise CannotServe(
            f"Temper already serves {settings.home}{where}. Open that one, stop it first, or set"
            " TEMPER_HOME to another folder."
        ) from None
    return file


def _listen(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(
                f"Port {settings.port} is in use by another program. Choose another with --port N or"
                " TEMPER_PORT."
            ) from None
        raise CannotServe(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}."
        ) from None
    return listener
