"""Configurations over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from temper.configurations.schemas import CheckedReading, Format, ReadRequest, WriteRequest
from temper.configurations.service import ConfigurationService, write_run
from temper.configurations.write import MEDIA_TYPES, file_name
from temper.problems import RESPONSES
from temper.runs import examples
from temper.runs.service import RunService

router = APIRouter(tags=["configurations"], responses=RESPONSES)

_EXAMPLE: dict[str, Any] = {"temper": 1, "name": "first try", **examples.REQUEST}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            "application/json": {"schema": {"type": "object"}, "example": _EXAMPLE},
            "application/yaml": {"schema": {}, "example": "fuse: false\n"},
            "text/x-shellscript": {"schema": {"type": "string"}},
        },
    }
}
AsFormat = Annotated[
    Format,
    Query(description="Temper's own YAML or JSON, the trainer's YAML, or its command line"),
]
InFull = Annotated[
    bool, Query(description="Every value that the run takes, not only those that were asked for")
]


def _service(request: Request) -> ConfigurationService:
    return request.app.state.configurations


def _runs(request: Request) -> RunService:
    return request.app.state.runs


Configurations = Annotated[ConfigurationService, Depends(_service)]


@router.post("/configurations/read", summary="Read a configuration in any form that is known")
def read(body: ReadRequest, configurations: Configurations) -> CheckedReading:
    """Temper's JSON or YAML, the trainer's YAML, or a command line: what becomes of each line.

    A command is read by the trainer's own parser; nothing of it is run.
    """
    return configurations.read(body)


@router.post(
    "/configurations",
    response_class=Response,
    responses=_FILE,
    summary="Write a draft down as a file",
)
def write(
    body: Annotated[WriteRequest, Body(examples=[examples.REQUEST])],
    configurations: Configurations,
    format: AsFormat = "yaml",
    full: InFull = False,
) -> Response:
    """The trainer's own formats, and every value in full, want a draft that can run."""
    text = configurations.write_draft(body, format, full)
    return _file(text, body.name or f"{body.method} {body.dataset}", format)


@router.get(
    "/runs/{run_id}/configuration",
    response_class=Response,
    responses=_FILE,
    summary="A run's configuration as a file",
)
def of_run(
    run_id: Annotated[str, Path(examples=[examples.RUN_ID])],
    runs: Annotated[RunService, Depends(_runs)],
    format: AsFormat = "yaml",
    full: InFull = False,
) -> Response:
    """What was asked for; reading it gives the same request."""
    run = runs.detail(run_id)
    return _file(write_run(run, format, full), f"{run.name} {run.id}", format)


def _file(text: str, name: str, format: Format) -> Response:
    disposition = f'attachment; filename="{file_name(name, format)}"'
    # A client that asks for text gets UTF-8, whatever it takes for usual.
    kind = f"{MEDIA_TYPES[format]}; charset=utf-8"
    return Response(text, media_type=kind, headers={"content-disposition": disposition})
