"""The gate in front of every HTTP request and WebSocket."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from temper.errors import AccessDenied, ForbiddenOrigin, TemperError
from temper.problems import problem_response
from temper.security import checks
from temper.security.token import same_token

OPEN_PATHS = frozenset({"/api/health"})
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": (
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
        b" img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none';"
        b" base-uri 'none'; form-action 'self'"
    ),
}


@dataclass(frozen=True)
class Access:
    """Who may come in."""

    token: str
    hosts: frozenset[str]
    """Names that a Host header may hold."""

    def cookie_name(self, host_header: str | None) -> str:
        """Cookies do not tell ports apart, so the name does: two servers keep a session each."""
        port = (host_header or "").rpartition(":")[2]
        return f"temper_session_{port}" if port.isdigit() else "temper_session"


class AccessMiddleware:
    """Checks Host, Origin and token; turns the token of a printed address into a cookie."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        error = self._refusal(scope["path"], headers)
        if scope["type"] == "websocket":
            if error is None:
                await self.app(scope, receive, send)
            else:
                # Closing before accepting answers the handshake with 403.
                await send({"type": "websocket.close", "code": 1008, "reason": error.title})
            return
        if isinstance(error, ForbiddenOrigin):
            response = problem_response(Request(scope), error)
        elif not scope["path"].startswith("/api") and b"token=" in scope["query_string"]:
            response = self._admit(scope, headers)
        elif error is not None:
            response = problem_response(Request(scope), error)
        else:
            await self.app(scope, receive, _with_security_headers(send))
            return
        await response(scope, receive, _with_security_headers(send))

    def _refusal(self, path: str, headers: Headers) -> TemperError | None:
        host = headers.get("host")
        if not checks.host_allowed(host, self.access.hosts):
            return ForbiddenOrigin(
                f"The host {host!r} is not this server's. Open it as 127.0.0.1 or localhost, or list"
                " the name in TEMPER_ALLOWED_HOSTS."
            )
        origin = headers.get("origin")
        if not checks.origin_allowed(origin, host):
            return ForbiddenOrigin(f"Requests from pages of {origin!r} are not served.")
        if path in OPEN_PATHS or not path.startswith("/api"):
            return None
        given = checks.bearer_token(headers.get("authorization")) or checks.cookie_token(
            headers.get("cookie"), self.access.cookie_name(host)
        )
        if given is None:
            return AccessDenied(
                "No access token. Open the address that Temper printed when it started, or send"
                " 'Authorization: Bearer <token>' with the token in $TEMPER_HOME/token."
            )
        if not same_token(given, self.access.token):
            return AccessDenied(
                "The access token is not this server's. Open the address that it printed last, or"
                " read the token in $TEMPER_HOME/token."
            )
        return None

    def _admit(self, scope: Scope, headers: Headers) -> Response:
        """Answer the printed address: set the cookie, and take the token out of the address bar."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in pairs if name == "token"), "")
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        # One leading slash only: `//host` would send the browser elsewhere.
        path = "/" + scope["path"].lstrip("/\\")
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        response.headers["cache-control"] = "no-store"
        if same_token(given, self.access.token):
            response.set_cookie(
                self.access.cookie_name(headers.get("host")),
                self.access.token,
                max_age=365 * 24 * 3600,
                httponly=True,
                samesite="strict",
            )
        return response


def _with_security_headers(send: Send) -> Send:
    async def wrapped(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers") or ())  # pyright: ignore[reportArgumentType, reportUnknownArgumentType, reportUnknownVariableType]
            message["headers"] = [*headers, *HEADERS.items()]
        await send(message)

    return wrapped  # pyright: ignore[reportReturnType]
