"""No body that is read into memory may be large; streams pass."""

from collections.abc import Iterator

import httpx
import pytest

from temper.body_limit import LARGEST_JSON
from tests.stand_in import StandInServer

JSON = {"content-type": "application/json"}


def body(size: int) -> bytes:
    return b'{"path": "/' + b"x" * (size - 13) + b'"}'


@pytest.mark.parametrize("path", ["/datasets", "/plans", "/runs", "/datasets/x/convert"])
def test_a_large_json_body_is_refused_on_every_path(client: httpx.Client, path: str) -> None:
    answer = client.post(path, content=body(LARGEST_JSON + 1), headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert "1,048,576" in answer.json()["detail"]


def test_a_body_at_the_limit_is_read(client: httpx.Client) -> None:
    assert client.post("/datasets", content=body(LARGEST_JSON), headers=JSON).status_code == 422


def test_a_body_of_unknown_length_is_cut_off(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100_000

    try:
        answer = client.post("/plans", content=endless(), headers=JSON)
    except httpx.TransportError:
        return  # The server had answered and hung up before all was sent.
    assert answer.status_code == 413


def test_without_a_content_type_the_limit_holds_too(client: httpx.Client) -> None:
    answer = client.post("/plans", content=b"x" * (LARGEST_JSON + 1), headers={"content-type": ""})
    assert answer.status_code == 413


def test_no_token_no_reading(shared_server: StandInServer) -> None:
    answer = httpx.post(f"{shared_server.address}/api/plans", content=b"{}", trust_env=False)
    assert answer.status_code == 401
