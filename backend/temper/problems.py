"""Errors as RFC 9457 problem responses."""

import json
import logging
import sqlite3
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from temper.errors import FieldError, InvalidRequest, NotFound, StorageError, TemperError
from temper.kit.invalid import without_prefix
from temper.kit.pointer import pointer

log = logging.getLogger("temper")


class ProblemField(BaseModel):
    """One thing that is wrong."""

    pointer: str
    """A JSON pointer into the body, `?name` for a query parameter."""
    detail: str
    allowed: str | None = None


class Problem(BaseModel):
    """RFC 9457: what is wrong, where, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ProblemField]


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text, "content": {"application/problem+json": {}}}
    for code, text in {
        401: "No valid token",
        403: "A Host or Origin that is not this server's own",
        404: "Not found",
        409: "Not possible in the present state",
        413: "The body is larger than is taken here",
        422: "The request has errors; every one is named",
        507: "The data folder cannot be read or written",
    }.items()
}


NO_OBJECT = {"missing", "model_type", "model_attributes_type", "dict_type"}
UNREADABLE_BODY = (
    "The body is not valid JSON: it is not UTF-8, is nested too deeply, or holds a number that is too"
    " long."
)


def problem_response(
    request: Request, error: TemperError, headers: Mapping[str, str] | None = None
) -> Response:
    """The response for `error`."""
    problem = {
        "type": f"urn:temper:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "instance": request.url.path,
        "code": error.code,
        "errors": [
            {"pointer": e.pointer, "detail": e.detail, "allowed": e.allowed} for e in error.errors
        ],
    }
    # Text from a request may hold lone surrogates, which UTF-8 cannot carry: escape everything.
    body = json.dumps(problem, ensure_ascii=True).encode()
    if error.status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return Response(body, error.status, headers, media_type="application/problem+json")


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the service, of FastAPI and of Starlette a problem response."""

    @app.exception_handler(TemperError)
    async def temper_error(request: Request, error: TemperError) -> Response:  # pyright: ignore[reportUnusedFunction]
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    async def validation_error(request: Request, error: RequestValidationError) -> Response:  # pyright: ignore[reportUnusedFunction]
        fields = dict.fromkeys(field_error(item) for item in error.errors())
        return problem_response(request, InvalidRequest.of(*fields))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:  # pyright: ignore[reportUnusedFunction]
        return problem_response(request, _from_http(request, error), error.headers)

    @app.exception_handler(OSError)
    @app.exception_handler(sqlite3.Error)
    async def storage_error(request: Request, error: OSError | sqlite3.Error) -> Response:  # pyright: ignore[reportUnusedFunction]
        log.exception("%s %s", request.method, request.url.path, exc_info=error)
        return problem_response(request, StorageError(f"The data folder cannot be used: {error}."))

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:  # pyright: ignore[reportUnusedFunction]
        # Starlette raises it again after this answer, so that the server's log has the traceback.
        known = TemperError("Temper made a mistake; its log holds the details.")
        known.status, known.title, known.code = 500, "Internal error", "internal"
        return problem_response(request, known)


def field_error(item: dict[str, Any]) -> FieldError:
    """A validation error of pydantic as one of ours."""
    place, *path = [str(part) for part in item["loc"]]
    if item["type"] == "json_invalid":
        return FieldError("", f"The body is not valid JSON: {item['ctx']['error']}.")
    detail = (
        "This field is required."
        if item["type"] == "missing"
        else f"{without_prefix(item['msg'])}."
    )
    if item["type"] == "extra_forbidden":
        detail = "There is no such field; leave it out."
    if place == "body" and not path and item["type"] in NO_OBJECT:
        detail = "Send a JSON object, with the header Content-Type: application/json."
    return FieldError(pointer(*path) if place == "body" else "?" + ".".join(path), detail)


def _from_http(request: Request, error: HTTPException) -> TemperError:
    if error.status_code == 404:
        return NotFound(f"There is nothing at {request.url.path}.")
    if error.status_code == 400:
        # What FastAPI says where a body cannot even be decoded.
        return InvalidRequest.of(FieldError("", UNREADABLE_BODY))
    known = TemperError(str(error.detail))
    known.status, known.title, known.code = error.status_code, str(error.detail), "http"
    return known
