"""The dataset endpoints."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import ClientDisconnect

from temper.datasets.formats import DatasetShape
from temper.datasets.requests import ConvertRequest, RegisterRequest, SplitRequest
from temper.datasets.schemas import DatasetOut, DatasetPage, DatasetReport, RowsPage
from temper.datasets.service import DatasetService
from temper.datasets.terms import Split
from temper.datasets.uploads import Upload
from temper.errors import FieldError, InvalidRequest, TemperError, TooLarge
from temper.problems import RESPONSES
from temper.settings import Settings

router = APIRouter(tags=["datasets"], responses=RESPONSES)

_PIECE = 1 << 20
_LARGEST_JSON = 1 << 20

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": RegisterRequest.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "maxItems": 3,
                            "description": "One file of any name, which becomes train.jsonl; or "
                            "train.jsonl with valid.jsonl and test.jsonl",
                        },
                        "name": {"type": "string", "maxLength": 100},
                    },
                }
            },
        },
    }
}


def _service(request: Request) -> DatasetService:
    return request.app.state.datasets


def _shape(
    request: Request,
    method: Annotated[str, Query(description="A method id of the catalogue", examples=["grpo"])],
) -> DatasetShape:
    shape_of: Callable[[str], DatasetShape] = request.app.state.dataset_shape
    return shape_of(method)


Datasets = Annotated[DatasetService, Depends(_service)]


@router.post(
    "/datasets",
    status_code=201,
    summary="Register a path, or upload files",
    openapi_extra=_BODY,
    responses={200: {"model": DatasetOut, "description": "The path was registered already"}},
)
async def add_dataset(request: Request, response: Response, datasets: Datasets) -> DatasetOut:
    """JSON `{"path": …}` registers what lies on this machine; a multipart body uploads it."""
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _upload(request, datasets, content_type)
    if kind not in ("application/json", ""):
        detail = f"{kind} is not read here."
        allowed = "application/json, multipart/form-data"
        raise InvalidRequest.of(FieldError("Content-Type", detail, allowed))
    body = _parsed(await _json_body(request))
    found, new = await run_in_threadpool(datasets.register, body.path or "", body.name)
    response.status_code = 201 if new else 200
    return found


@router.get("/datasets", summary="List datasets, newest first")
def list_datasets(
    datasets: Datasets,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> DatasetPage:
    """One page; the built-in datasets stand at the end of the last one."""
    return datasets.list(limit, cursor)


@router.get("/datasets/{dataset_id}", summary="One dataset")
def get_dataset(dataset_id: str, datasets: Datasets) -> DatasetOut:
    """Its files, format, and where it came from."""
    return datasets.get(dataset_id)


@router.delete("/datasets/{dataset_id}", status_code=204, summary="Forget a dataset")
def delete_dataset(dataset_id: str, datasets: Datasets) -> None:
    """Files at a registered path stay; files that Temper made (uploads, conversions) are deleted."""
    datasets.delete(dataset_id)


@router.get("/datasets/{dataset_id}/report", summary="Is it ready for a method?")
def get_report(
    dataset_id: str,
    datasets: Datasets,
    method: str,
    shape: Annotated[DatasetShape, Depends(_shape)],
    batch_size: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
    mask_prompt: bool = False,
) -> DatasetReport:
    """Every problem by kind, with counts, the first 100 places of each, and what to do."""
    return datasets.report(dataset_id, method, shape, batch_size, mask_prompt)


@router.get("/datasets/{dataset_id}/rows", summary="Rows, as stored and as rendered")
def get_rows(
    dataset_id: str,
    datasets: Datasets,
    split: Split = "train",
    offset: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RowsPage:
    """A stretch of one file; `next_cursor` is the next `offset`."""
    return datasets.rows(dataset_id, split, offset, limit)


@router.post("/datasets/{dataset_id}/convert", status_code=201, summary="Convert and repair")
def convert_dataset(dataset_id: str, body: ConvertRequest, datasets: Datasets) -> DatasetOut:
    """A new dataset in another format or with faults repaired; the original is not touched."""
    return datasets.convert(dataset_id, body)


@router.post("/datasets/{dataset_id}/split", status_code=201, summary="Split anew")
def split_dataset(dataset_id: str, body: SplitRequest, datasets: Datasets) -> DatasetOut:
    """A new dataset with all rows dealt out to train, valid and test by the seed."""
    return datasets.split(dataset_id, body)


async def _upload(request: Request, datasets: DatasetService, content_type: str) -> DatasetOut:
    settings: Settings = request.app.state.settings
    limit = settings.max_upload_bytes
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge(f"The upload is larger than the limit of {limit:,} bytes.")
    with datasets.new_files() as folder:
        upload = Upload(folder, content_type, limit)
        try:
            piece = bytearray()
            async for chunk in request.stream():
                piece += chunk
                if len(piece) >= _PIECE:
                    await run_in_threadpool(upload.write, bytes(piece))
                    piece.clear()
            await run_in_threadpool(upload.write, bytes(piece))
            name = await run_in_threadpool(upload.finish)
        except ClientDisconnect as error:
            raise TemperError("The upload was broken off.") from error
        finally:
            upload.close()
        return await run_in_threadpool(datasets.adopt, folder, name, "uploaded")


async def _json_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_JSON:
            raise TooLarge("The body is larger than a path needs.")
    return bytes(body)


def _parsed(body: bytes) -> RegisterRequest:
    """The body, with FastAPI's own errors where it is wrong."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        fault = {"type": "json_invalid", "loc": ("body", 0), "ctx": {"error": str(error)}}
        raise RequestValidationError([fault]) from error
    try:
        return RegisterRequest.model_validate(value)
    except ValidationError as error:
        faults = [
            item | {"loc": ("body", *item["loc"])} for item in error.errors(include_url=False)
        ]
        raise RequestValidationError(faults) from error
