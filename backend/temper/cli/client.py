"""Talks to the server of this data folder."""

import json
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, BinaryIO

import httpx

from temper import server_lock
from temper.errors import readable
from temper.kit.files import read_object
from temper.settings import Settings

START_SECONDS = 10.0
"""How long a server that starts is waited for."""


class CallFailed(Exception):
    """The server refused, or there is none: what is wrong, and what to do."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class ServerGone(CallFailed):
    """The server does not answer any more."""

    def __init__(self, error: httpx.HTTPError) -> None:
        super().__init__(f"The server does not answer ({error}). Is `temper serve` running?")


class Client:
    """REST calls with the token of the data folder."""

    def __init__(self, address: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=f"{address}/api",
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            timeout=60,
            trust_env=False,
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._http.close()

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """The JSON of an answer, None of an empty one. Raises CallFailed."""
        try:
            # Not httpx's own encoding: what JSON cannot hold is for the server to refuse.
            content = None if body is None else json.dumps(body, default=str)
            answer = self._http.request(method, path, content=content, params=_given(query))
        except httpx.HTTPError as error:
            raise ServerGone(error) from error
        if answer.is_error:
            raise CallFailed(explain(answer), answer.status_code)
        return answer.json() if answer.content else None

    def upload(self, path: str, file: BinaryIO, kind: str) -> Any:
        """The JSON that answers a file, which is sent as it is read. Raises CallFailed, OSError."""
        try:
            # The server reads it all before it answers, however long that takes.
            answer = self._http.post(
                path, content=file, headers={"content-type": kind}, timeout=None
            )
        except httpx.HTTPError as error:
            raise ServerGone(error) from error
        if answer.is_error:
            raise CallFailed(explain(answer), answer.status_code)
        return answer.json()

    def pieces(self, path: str, **query: Any) -> Iterator[bytes]:
        """A text answer as it comes. Raises CallFailed."""
        try:
            with self._http.stream("GET", path, params=_given(query)) as answer:
                if answer.is_error:
                    answer.read()
                    raise CallFailed(explain(answer), answer.status_code)
                yield from answer.iter_bytes()
        except httpx.HTTPError as error:
            raise ServerGone(error) from error

    def events(self, path: str, types: str) -> dict[str, Any]:
        """All events of these types: every page in one. Raises CallFailed."""
        events: list[Any] = []
        cursor = 0
        while True:
            page = self.call("GET", f"{path}/events", types=types, after=cursor, limit=10_000)
            events += page["events"]
            cursor = page["cursor"]
            if not page["events"]:
                return {"cursor": cursor, "events": events}


def explain(answer: httpx.Response) -> str:
    """A problem response in words, a line for each field."""
    try:
        problem = answer.json()
        lines = [f"{readable(e['pointer']) or 'request'}: {e['detail']}" for e in problem["errors"]]
        return "\n".join(lines) or problem["detail"]
    except (ValueError, KeyError, TypeError):
        return f"The server answered {answer.status_code} {answer.reason_phrase}."


@contextmanager
def connect(settings: Settings) -> Generator[Client]:
    """A client of the server that serves this data folder. Raises CallFailed where there is none."""
    address = running_address(settings)
    if address is None:
        raise CallFailed(
            f"No Temper server is running for {settings.home}. Start one with `temper serve`, or set"
            " TEMPER_HOME to its data folder."
        )
    with Client(address, read_token(settings)) as client:
        yield client


def running_address(settings: Settings) -> str | None:
    """Where the server of this data folder listens; None where there is none."""
    # A server that was killed leaves its address behind, and another may listen there by now: only
    # the lock tells. One that holds it and does not answer yet is starting.
    deadline = time.monotonic() + START_SECONDS
    while server_lock.is_held(settings) and time.monotonic() < deadline:
        address = (read_object(settings.home / "server.json") or {}).get("address")
        if isinstance(address, str) and _answers(address):
            return address
        time.sleep(0.1)
    return None


def _answers(address: str) -> bool:
    try:
        httpx.get(f"{address}/api/health", timeout=5, trust_env=False).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return True


def read_token(settings: Settings) -> str:
    """The token that the server expects. Raises CallFailed."""
    try:
        return settings.token or settings.token_file.read_text().strip()
    except OSError as error:
        raise CallFailed(
            f"The token {settings.token_file} cannot be read: {error.strerror}."
        ) from error


def _given(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value not in (None, "")}
