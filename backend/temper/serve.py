"""Listens, serves, and tells where."""

import errno
import json
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

import uvicorn
from fastapi import FastAPI

from temper import demo as demo_data
from temper import server_lock
from temper.errors import TemperError
from temper.kit.files import read_object, write_json
from temper.main import create_app, data_folder
from temper.reserve import FULL, see_to_reserve
from temper.runs.schemas import RunOut, RunRequest
from temper.runs.service import RunService
from temper.runs.store import RunQuery
from temper.security.token import load_or_create_token
from temper.settings import Settings

log = logging.getLogger("temper")


class CannotServe(Exception):
    """The server cannot start: what is in the way, and what to do."""


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, app: FastAPI, on_started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="uvloop",
                http="httptools",
                ws="websockets-sansio",
                # It is all on one machine, or beside an ssh that packs by itself.
                ws_per_message_deflate=False,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_started()


@dataclass(frozen=True)
class _Ready:
    """Everything is checked and bound; only serving is left."""

    app: FastAPI
    listener: socket.socket
    address: str
    token: str


def serve(
    settings: Settings, open_browser: bool = False, demo: bool = False, as_json: bool = False
) -> None:
    """Serve until interrupted. Raises CannotServe, StorageError."""
    # uvicorn ends by the signal it got; this way what is below still cleans up.
    signal.signal(signal.SIGTERM, _end)
    with _ready(settings) as ready:

        def on_started() -> None:
            link = f"{ready.address}/?token={ready.token}"
            print(
                json.dumps({"address": ready.address, "link": link}) if as_json else link,
                flush=True,
            )
            threading.Thread(target=_after_start, args=(ready, open_browser, demo)).start()

        with suppress(KeyboardInterrupt):
            _Server(ready.app, on_started).run(sockets=[ready.listener])


def _end(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


@contextmanager
def serving(settings: Settings) -> Generator[tuple[str, str]]:
    """Serve in the background of this process: the address and the token. Raises as `serve` does."""
    with _ready(settings) as ready:
        started = threading.Event()
        server = _Server(ready.app, started.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ready.listener]})
        thread.start()
        try:
            while thread.is_alive() and not started.wait(0.1):
                pass
            yield ready.address, ready.token
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _ready(settings: Settings) -> Generator[_Ready]:
    # The lock comes first: nothing in a data folder that another server works in is touched.
    with _lock(settings):
        see_to_reserve(settings.home)
        app = create_app(settings)
        with _listen(settings) as listener:
            host, port = listener.getsockname()[:2]
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            token = settings.token or load_or_create_token(settings.token_file)
            known = settings.home / "server.json"
            with data_folder(settings):
                _tell(known, address)
            try:
                yield _Ready(app, listener, address, token)
            finally:
                known.unlink(missing_ok=True)


def _tell(known: Path, address: str) -> None:
    """Where this server is, for the `temper` command. Raises OSError."""
    try:
        write_json(known, {"address": address, "pid": os.getpid()})
    except OSError as error:
        if error.errno not in FULL:
            raise
        # Served all the same: in the panel the trash can be emptied.
        log.warning("The disk is full: free some space, or empty the trash in the panel.")


def _after_start(ready: _Ready, open_browser: bool, demo: bool) -> None:
    page = "/"
    if demo:
        try:
            page = f"/runs/{start_demo(ready.app.state.runs).id}"
            print(f"The demo trains: {ready.address}{page}", file=sys.stderr, flush=True)
        except TemperError as error:
            print(f"The demo cannot start: {error.detail}", file=sys.stderr, flush=True)
    if open_browser and _has_screen():
        webbrowser.open(f"{ready.address}{page}?token={ready.token}")


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
    """Keep other servers out: two would start the same run twice. Raises CannotServe, StorageError."""
    try:
        with data_folder(settings):
            settings.home.mkdir(parents=True, exist_ok=True)
            return server_lock.take(settings)
    except server_lock.Taken:
        running = read_object(settings.home / "server.json") or {}
        where = f" at {running['address']}" if "address" in running else ""
        raise CannotServe(
            f"Temper already serves {settings.home}{where}. Open that one, stop it first, or set"
            " TEMPER_HOME to another folder."
        ) from None


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
