"""The endpoints that hand runs out and take them in."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from temper.errors import StorageError, TemperError
from temper.problems import RESPONSES
from temper.runs.routes import RunId, Runs
from temper.runs.schemas import RunOut
from temper.runs.transfer.service import TransferService
from temper.runs.transfer.tensorboard import event_file

router = APIRouter(tags=["runs"], responses=RESPONSES)

ARCHIVE = "application/gzip"
_BINARY = {"schema": {"type": "string", "format": "binary"}}


def _transfer(request: Request) -> TransferService:
    return request.app.state.transfer


Transfer = Annotated[TransferService, Depends(_transfer)]


@router.get(
    "/runs/{run_id}/export",
    response_class=StreamingResponse,
    responses={200: {"content": {ARCHIVE: _BINARY}}},
    summary="A run with everything as one archive",
)
def export_run(
    run_id: RunId,
    transfer: Transfer,
    checkpoints: Annotated[
        bool, Query(description="Also the numbered ones, not only the newest adapter")
    ] = True,
) -> StreamingResponse:
    """A `.tar.gz` of its folder, to import elsewhere or to unpack with `tar`."""
    pieces = transfer.archive(run_id, checkpoints)
    return _download(pieces, ARCHIVE, f"{run_id}.tar.gz")


@router.get(
    "/runs/{run_id}/tensorboard",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": _BINARY}}},
    summary="Metrics as a TensorBoard event file",
)
def export_tensorboard(run_id: RunId, runs: Runs) -> StreamingResponse:
    """Put it into a folder of its own and point `tensorboard --logdir` there."""
    pieces = event_file(runs.metric_events(run_id))
    name = f"events.out.tfevents.{run_id}"
    return _download(pieces, "application/octet-stream", name)


@router.post(
    "/runs/import",
    status_code=201,
    summary="Take in an exported run",
    openapi_extra={"requestBody": {"required": True, "content": {ARCHIVE: _BINARY}}},
)
async def import_run(request: Request, transfer: Transfer) -> RunOut:
    """The body is the archive itself. It keeps its id, or gets a new one where that is taken."""
    folder = await run_in_threadpool(transfer.arriving)
    archive = folder / "archive.tar.gz"
    try:
        await _receive(request, archive)
        return await run_in_threadpool(transfer.take_in, folder, archive)
    except ClientDisconnect as error:
        raise TemperError("The upload was broken off.") from error
    finally:
        await run_in_threadpool(shutil.rmtree, folder, True)


def _download(pieces: Iterator[bytes], kind: str, name: str) -> StreamingResponse:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=kind, headers=headers)


async def _receive(request: Request, archive: Path) -> None:
    """Write the body. Raises StorageError, ClientDisconnect, TooLarge."""
    try:
        with archive.open("wb") as file:
            async for chunk in request.stream():
                await run_in_threadpool(file.write, chunk)
    except OSError as error:
        raise StorageError(f"The archive cannot be written: {error.strerror or error}.") from error
