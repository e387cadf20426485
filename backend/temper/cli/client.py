"""Talks to the server of this data folder."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import httpx

from temper.kit.files import read_object
from temper.settings import Settings


class CallFailed(Exception):
    """The server refused, or there is none: what is wrong, and what to do."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Client:
    """REST calls with the token of the data folder."""

    def __init__(self, address: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=f"{address}/api",
            headers={"authorization": f"Bearer {token}"},
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

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The JSON of an answer, None of an empty one. Raises CallFailed."""
        try:
            answer = self._http.request(method, path, json=body, params=_given(query))
        except httpx.HTTPError as error:
            raise CallFailed(
                f"The server does not answer ({error}). Is `temper serve` running?"
            ) from error
        if answer.is_error:
            raise CallFailed(explain(answer), answer.status_code)
        return answer.json() if answer.content else None

    def lines(self, path: str) -> Iterator[str]:
        """A text answer, line by line. Raises CallFailed."""
        with self._http.stream("GET", path) as answer:
            if answer.is_error:
                answer.read()
                raise CallFailed(explain(answer), answer.status_code)
            yield from answer.iter_lines()


def explain(answer: httpx.Response) -> str:
    """A problem response in words, a line for each field."""
    try:
        problem = answer.json()
        lines = [f"{e['pointer'] or 'request'}: {e['detail']}" for e in problem["errors"]]
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
    """Where the server of this data folder listens; None while none answers."""
    known = read_object(settings.home / "server.json")
    if known is None or "address" not in known:
        return None
    try:
        httpx.get(f"{known['address']}/api/health", timeout=5, trust_env=False).raise_for_status()
    except httpx.HTTPError:
        return None
    return known["address"]


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
