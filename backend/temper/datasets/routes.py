"""The dataset endpoints."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from temper.datasets.formats import DatasetShape
from temper.datasets.job_schemas import Job
from temper.datasets.pages import Show
from temper.datasets.requests import RegisterRequest
from temper.datasets.schemas import DatasetOut, DatasetPage, DatasetReport, RowsPage
from temper.datasets.service import DatasetService
from temper.datasets.terms import Split
from temper.datasets.token_report import TokenFindings, token_findings
from temper.datasets.token_routes import row_views
from temper.datasets.upload_routes import upload_multipart
from temper.datasets.uploads.names import MOST_FILES
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.rewards import known_rewards
from temper.errors import FieldError, InvalidRequest
from temper.problems import RESPONSES

router = APIRouter(tags=["datasets"], responses=RESPONSES)


def _register_schema() -> dict[str, Any]:
    """The JSON body's schema with its parts in place: `$defs` means nothing inside of OpenAPI."""
    schema = RegisterRequest.model_json_schema()
    parts: dict[str, Any] = schema.pop("$defs")
    (hub,) = (part for part in schema["properties"]["hub"]["anyOf"] if "$ref" in part)
    hub.update(parts[hub.pop("$ref").rpartition("/")[2]])
    return schema


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": _register_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "maxItems": MOST_FILES,
                            "description": "One file; or several that say by their names which split "
                            "they hold: JSON lines, JSON, CSV, TSV, Parquet, Arrow, also packed",
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
    summary="Register a path, upload files, or download from the hub",
    openapi_extra=_BODY,
    responses={
        200: {"model": DatasetOut, "description": "The path was registered already"},
        202: {"model": Job, "description": "The download has begun"},
    },
)
async def add_dataset(request: Request, response: Response, datasets: Datasets) -> DatasetOut | Job:
    """JSON `{"path": …}` registers what lies on this machine, `{"hub": …}` downloads it as a job; a
    multipart body uploads it."""
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await upload_multipart(request, datasets, content_type)
    if kind not in ("application/json", ""):
        detail = f"{kind} is not read here."
        allowed = "application/json, multipart/form-data"
        raise InvalidRequest.of(FieldError("Content-Type", detail, allowed))
    body = _parsed(await request.body())
    if (body.path is None) == (body.hub is None):
        detail = "Give a path, or a dataset of the hub." if body.path is None else "Give only one."
        raise InvalidRequest.of(FieldError("/path", detail, "path or hub"))
    if body.hub is not None:
        response.status_code = 202
        return datasets.download(body.hub, body.name).shown()
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


def _options(
    batch_size: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
    mask_prompt: bool = False,
    reward_functions: Annotated[
        list[str] | None,
        Query(max_length=100, description="Names, repeated or with commas; without it the default"),
    ] = None,
    reward_functions_file: Annotated[
        str | None,
        Query(
            max_length=4096, description="A reward file of your own, whose names may stand there"
        ),
    ] = None,
) -> ValidationOptions:
    at = ("?reward_functions", "?reward_functions_file")
    rewards = known_rewards(reward_functions or [], reward_functions_file, *at)
    return ValidationOptions(batch_size, mask_prompt, rewards)


@router.get("/datasets/{dataset_id}/report", summary="Is it ready for a method?")
async def get_report(
    dataset_id: str,
    datasets: Datasets,
    method: str,
    shape: Annotated[DatasetShape, Depends(_shape)],
    options: Annotated[ValidationOptions, Depends(_options)],
    findings: Annotated[TokenFindings | None, Depends(token_findings)],
) -> DatasetReport:
    """Every problem by kind, with counts, the first 100 places of each, and what to do.

    Waits until the files are read; meanwhile the work is among the jobs. With `model` it also says
    what the rows' lengths in tokens mean.
    """

    def report() -> DatasetReport:
        found = datasets.report(dataset_id, method, shape, options)
        return findings.added_to(found) if findings else found

    return await datasets.waiting(report)


@router.get("/datasets/{dataset_id}/rows", summary="Rows, as stored and as rendered")
async def get_rows(
    dataset_id: str,
    datasets: Datasets,
    show: Annotated[Show | None, Depends(row_views)],
    split: Split = "train",
    offset: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RowsPage:
    """A stretch of one file; `next_cursor` is the next `offset`. With `model` each row has views."""
    return await datasets.waiting(lambda: datasets.rows(dataset_id, split, offset, limit, show))


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
