"""What holds for bodies that are read into memory, JSON: a limit, and no member twice. Uploads are streamed and have limits of their own."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from temper.errors import FieldError, InvalidRequest, TooLarge
from temper.problems import problem_response
from temper.repeated_members import repeated_members

LARGEST_JSON = 1 << 20
SMALL_JSON = 1 << 14
STREAMED = ("multipart/form-data", "application/offset+octet-stream", "application/gzip")


class BodyLimitMiddleware:
    """Reads a body before anything else does, and answers 413 where it is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or _streamed(scope):
            await self.app(scope, receive, send)
            return
        body = bytearray()
        more = True
        too_large = _announced(scope) > LARGEST_JSON
        while more and not too_large:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            too_large = len(body) > LARGEST_JSON
        if too_large:
            error = TooLarge(f"The body is larger than {LARGEST_JSON:,} bytes, the limit for JSON.")
            await problem_response(Request(scope), error)(scope, receive, send)
            return
        repeated = await _repeated(bytes(body))
        if repeated:
            error = InvalidRequest.of(
                *(FieldError(at, "Stands twice; give it once") for at in repeated)
            )
            await problem_response(Request(scope), error)(scope, receive, send)
            return
        await self.app(scope, _again(bytes(body), receive), send)


async def _repeated(body: bytes) -> list[str]:
    """A large body is looked at beside the event loop."""
    if len(body) < SMALL_JSON:
        return repeated_members(body)
    return await asyncio.to_thread(repeated_members, body)


def _again(body: bytes, receive: Receive) -> Receive:
    """What `receive` gave, in one message, and then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


def _streamed(scope: Scope) -> bool:
    kind = _header(scope, b"content-type").partition(b";")[0].strip().lower()
    return kind.decode("latin-1") in STREAMED


def _announced(scope: Scope) -> int:
    length = _header(scope, b"content-length")
    return int(length) if length.isdigit() else 0


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")
