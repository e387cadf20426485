"""Uploads over HTTP: in one multipart request, or in pieces that may break off and go on."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from temper.datasets.schemas import DatasetOut
from temper.datasets.service import DatasetService
from temper.datasets.upload_schemas import UploadRequest, UploadState
from temper.datasets.uploads.multipart import Multipart
from temper.datasets.uploads.place import place
from temper.datasets.uploads.resumable import Uploads
from temper.datasets.uploads.space import Room
from temper.errors import TemperError
from temper.problems import RESPONSES
from temper.settings import Settings

# Taken before the datasets' own router, so that `uploads` is not read as a dataset's id.
router = APIRouter(tags=["datasets"], responses=RESPONSES)

PIECES = "application/offset+octet-stream"
_PIECE = 1 << 20


def _service(request: Request) -> DatasetService:
    return request.app.state.datasets


def _uploads(request: Request) -> Uploads:
    datasets: DatasetService = request.app.state.datasets
    return datasets.uploads


Datasets = Annotated[DatasetService, Depends(_service)]
AllUploads = Annotated[Uploads, Depends(_uploads)]


async def upload_multipart(
    request: Request, datasets: DatasetService, content_type: str
) -> DatasetOut:
    """A dataset of the files in a multipart body. Raises TemperError; then nothing of them is kept."""
    settings: Settings = request.app.state.settings
    room = Room(datasets.folder, settings.max_upload_bytes)
    if (announced := _announced(request)) is not None:
        await run_in_threadpool(room.announce, announced)
    with datasets.new_files() as folder:
        body = Multipart(folder, content_type, room)
        try:
            await _receive(request, body.write)
            given = await run_in_threadpool(body.finish)
        except ClientDisconnect as error:
            raise TemperError("The upload was broken off.") from error
        finally:
            body.close()
        arrived = await run_in_threadpool(place, folder, body.files, given)
        return await run_in_threadpool(
            datasets.adopt, folder, arrived.name, "uploaded", arrived.lineage
        )


@router.post("/datasets/uploads", status_code=201, summary="Begin an upload that may break off")
def begin_upload(body: UploadRequest, uploads: AllUploads) -> UploadState:
    """Then `PATCH` the bytes of the files, one file after the other, and `finish`."""
    return uploads.begin(body)


@router.get("/datasets/uploads/{upload_id}", summary="How far an upload is")
def get_upload(upload_id: str, uploads: AllUploads) -> UploadState:
    """After a break, send on from `offset`; what has arrived is kept for a day."""
    return uploads.state(upload_id)


@router.head(
    "/datasets/uploads/{upload_id}",
    response_class=Response,
    summary="How far an upload is, in headers",
)
def head_upload(upload_id: str, uploads: AllUploads) -> Response:
    """`Upload-Offset` bytes of `Upload-Length` have arrived."""
    return _at(uploads.state(upload_id), 200)


@router.patch(
    "/datasets/uploads/{upload_id}",
    status_code=204,
    summary="Send the next bytes of an upload",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {PIECES: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def patch_upload(
    request: Request,
    upload_id: str,
    upload_offset: Annotated[int, Header(ge=0, le=2**53, description="Bytes that have arrived")],
    uploads: AllUploads,
) -> Response:
    """As many as you like; what has arrived when the connection breaks is kept."""
    receiving = await run_in_threadpool(uploads.receive, upload_id, upload_offset)
    if (announced := _announced(request)) is not None:
        await run_in_threadpool(uploads.room().announce, announced)
    try:
        await _receive(request, receiving.write)
    except ClientDisconnect as error:
        raise TemperError("The upload was broken off.") from error
    return _at(await run_in_threadpool(uploads.state, upload_id), 204)


@router.post(
    "/datasets/uploads/{upload_id}/finish",
    status_code=201,
    summary="Make a dataset of an upload",
)
def finish_upload(upload_id: str, uploads: AllUploads, datasets: Datasets) -> DatasetOut:
    """The dataset has the upload's id, so asking again is safe."""
    known = datasets.known(upload_id)
    if known is not None and known.origin == "uploaded":
        return datasets.shown(known)
    folder, files, given = uploads.take(upload_id)
    arrived = place(folder, files, given)
    uploads.manifest(upload_id).unlink(missing_ok=True)
    made = datasets.adopt(folder, arrived.name, "uploaded", arrived.lineage, upload_id)
    uploads.tidy()
    return made


@router.delete("/datasets/uploads/{upload_id}", status_code=204, summary="Cancel an upload")
def cancel_upload(upload_id: str, uploads: AllUploads) -> None:
    """What has arrived is removed."""
    uploads.cancel(upload_id)


async def _receive(request: Request, write: Callable[[bytes], None]) -> None:
    """Hand the body on in pieces. Raises ClientDisconnect after what came before it was written."""
    piece = bytearray()
    try:
        async for chunk in request.stream():
            piece += chunk
            if len(piece) >= _PIECE:
                await run_in_threadpool(write, bytes(piece))
                piece.clear()
    finally:
        if piece:
            await run_in_threadpool(write, bytes(piece))


def _announced(request: Request) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else None


def _at(state: UploadState, status: int) -> Response:
    headers = {"Upload-Offset": str(state.offset), "Upload-Length": str(state.bytes)}
    return Response(status_code=status, headers=headers | {"Cache-Control": "no-store"})
