"""The two WebSockets: one run's events from a cursor, and changes of the run list."""

import asyncio
from collections.abc import Awaitable

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from temper.errors import NotFound
from temper.runs.history import page_json
from temper.runs.hub import Changes, Hub
from temper.runs.journal import read_lines
from temper.runs.routes import Cursor
from temper.runs.service import RunService

router = APIRouter()

BATCH_BYTES = 256 * 1024
WAIT_SECONDS = 1.0
NO_SUCH_RUN = 4404
LONGEST_REASON = 123
"""Bytes, by RFC 6455."""
TOO_SLOW = 4413


@router.websocket("/runs/{run_id}/stream")
async def stream_run(socket: WebSocket, run_id: str, after: Cursor = 0) -> None:
    """Send every event after the cursor, in order, once, in batches; close when the run has ended."""
    service: RunService = socket.app.state.runs
    await socket.accept()
    try:
        await asyncio.to_thread(service.get, run_id)
    except NotFound as error:
        # A close frame has room for no more.
        await socket.close(
            NO_SUCH_RUN, error.detail.encode()[:LONGEST_REASON].decode("utf-8", "ignore")
        )
        return
    await _until_disconnect(socket, _send_events(socket, service, run_id, after))


@router.websocket("/stream")
async def stream_list(socket: WebSocket) -> None:
    """Send each change of the run list as it happens."""
    hub: Hub = socket.app.state.hub
    # Before the handshake is answered: whoever has a socket misses nothing.
    queue = hub.listen()
    try:
        await socket.accept()
        await _until_disconnect(socket, _send_changes(socket, queue))
    finally:
        hub.forget(queue)


async def _send_events(socket: WebSocket, service: RunService, run_id: str, cursor: int) -> None:
    log = service.folder(run_id).events
    cursor, offset = await asyncio.to_thread(service.indexes.position, log, cursor)
    while True:
        # Looked up before reading: an end that is seen here is in the file already.
        ended = service.has_ended(run_id)
        lines, offset = read_lines(log, offset, BATCH_BYTES)
        while lines:
            cursor += len(lines)
            await socket.send_text(page_json(cursor, lines).decode())
            # Whoever reads fast enough never makes us wait: let others have their turn.
            await asyncio.sleep(0)
            lines, offset = read_lines(log, offset, BATCH_BYTES)
        if ended:
            await socket.close(1000)
            return
        await service.hub.wait(run_id, WAIT_SECONDS)


async def _send_changes(socket: WebSocket, queue: Changes) -> None:
    while (change := await queue.get()) is not None:
        await socket.send_text(change.model_dump_json(exclude_none=True))
    await socket.close(TOO_SLOW, "This reader fell too far behind; connect again.")


async def _until_disconnect(socket: WebSocket, sending: Awaitable[None]) -> None:
    """Send until it is done or the other side is gone; what the other side says is not read."""
    sender = asyncio.ensure_future(sending)
    listener = asyncio.ensure_future(_listen(socket))
    done, pending = await asyncio.wait({sender, listener}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        error = task.exception()
        if error is not None and not isinstance(error, WebSocketDisconnect | RuntimeError):
            raise error


async def _listen(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
