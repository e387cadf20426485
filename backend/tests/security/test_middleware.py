"""The gate in front of every request."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from temper.security.checks import LOOPBACK
from temper.security.middleware import Access, AccessMiddleware

TOKEN = "s3cret-token"
BASE = "http://127.0.0.1:8321"


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[WebSocketRoute("/api/stream", socket), Route("/{path:path}", page)],
    )
    app.add_middleware(AccessMiddleware, access=Access(TOKEN, LOOPBACK))
    return TestClient(app, base_url=BASE, follow_redirects=False)


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_the_api_needs_the_token(client: TestClient) -> None:
    refused = client.get("/api/runs")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert "TEMPER_HOME/token" in refused.json()["detail"]
    assert client.get("/api/runs", headers=bearer()).text == "inside"
    assert client.get("/api/runs", headers=bearer("wrong")).status_code == 401
    assert (
        client.get("/api/runs", headers=[(b"authorization", b"Bearer wr\xf6ng")]).status_code == 401
    )


def test_health_and_the_panel_need_no_token(client: TestClient) -> None:
    assert client.get("/api/health").status_code == 200
    assert client.get("/assets/panel.js").status_code == 200


@pytest.mark.parametrize("path", ["/api/runs", "/api/health", "/"])
def test_a_foreign_host_or_origin_is_refused_everywhere(client: TestClient, path: str) -> None:
    rebound = client.get(path, headers={**bearer(), "host": "evil.example:8321"})
    assert rebound.status_code == 403
    crossing = client.get(path, headers={**bearer(), "origin": "https://evil.example"})
    assert crossing.status_code == 403
    own = client.get(path, headers={**bearer(), "origin": BASE})
    assert own.status_code == 200


def test_the_printed_address_gives_a_session_and_hides_the_token(client: TestClient) -> None:
    answer = client.get(f"/runs/7?tab=log&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/runs/7?tab=log"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "temper_session_8321=" in cookie, "each port has a session of its own"
    assert client.get("/api/runs").text == "inside"


def test_a_wrong_token_gives_no_session(client: TestClient) -> None:
    answer = client.get("/?token=wrong")
    assert answer.headers["location"] == "/"
    assert "set-cookie" not in answer.headers


def test_the_redirect_never_leaves_the_server(client: TestClient) -> None:
    answer = client.get(f"{BASE}//evil.example/x?token={TOKEN}")
    assert answer.headers["location"] == "/evil.example/x"


def test_sockets_are_checked_as_requests_are(client: TestClient) -> None:
    host = {"host": "127.0.0.1:8321"}
    with client.websocket_connect("/api/stream", headers={**host, **bearer()}) as open_socket:
        assert open_socket.receive_text() == "inside"
    foreign = [{"origin": "https://evil.example", **host}, {"host": "evil.example"}]
    for headers in [host, {**host, **bearer("wrong")}, *({**bearer(), **f} for f in foreign)]:
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/api/stream", headers=headers),
        ):
            pass


def test_no_page_may_frame_the_panel(client: TestClient) -> None:
    headers = client.get("/").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
