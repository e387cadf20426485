"""Errors as RFC 9457 problem responses."""

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from temper.errors import FieldError, InvalidRequest, NotFound, TemperError

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
        404: "Not found",
        409: "Not possible in the present state",
        422: "The request has errors; every one is named",
    }.items()
}


def problem_response(request: Request, error: TemperError) -> Response:
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
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return Response(body, error.status, headers, media_type="application/problem+json")


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the service, of FastAPI and of Starlette a problem response."""

    @app.exception_handler(TemperError)
    async def temper_error(request: Request, error: TemperError) -> Response:  # pyright: ignore[reportUnusedFunction]
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    async def validation_error(request: Request, error: RequestValidationError) -> Response:  # pyright: ignore[reportUnusedFunction]
        return problem_response(
            request, InvalidRequest.of(*(field_error(item) for item in error.errors()))
        )

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:  # pyright: ignore[reportUnusedFunction]
        return problem_response(request, _from_http(request, error))


def field_error(item: dict[str, Any]) -> FieldError:
    """A validation error of pydantic as one of ours."""
    place, *path = [str(part) for part in item["loc"]]
    if item["type"] == "json_invalid":
        return FieldError("", f"The body is not valid JSON: {item['ctx']['error']}.")
    detail = "This field is required." if item["type"] == "missing" else f"{item['msg']}."
    if item["type"] == "extra_forbidden":
        detail = "There is no such field; leave it out."
    if place == "body":
        pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    else:
        pointer = "?" + ".".join(path)
    return FieldError(pointer, detail)


def _from_http(request: Request, error: HTTPException) -> TemperError:
    known = NotFound(f"There is nothing at {request.url.path}.")
    if error.status_code != 404:
        known = TemperError(str(error.detail))
        known.status, known.title, known.code = error.status_code, str(error.detail), "http"
    return known
