"""The run endpoints."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from temper.methods.request import PlanRequest
from temper.problems import RESPONSES
from temper.runs import examples
from temper.runs.events import EventPage
from temper.runs.history import page_json
from temper.runs.planner import Planner
from temper.runs.resume_schemas import Checkpoints, ResumeRequest
from temper.runs.schemas import (
    Metrics,
    PlanOut,
    RunDetail,
    RunOut,
    RunPage,
    RunPatch,
    RunRequest,
    StopRequest,
)
from temper.runs.service import RunService
from temper.runs.store import SORTS, RunQuery
from temper.runs.transfer.metric_csv import as_csv
from temper.runs.whole_refusal import WholeRefusal

router = APIRouter(tags=["runs"], responses=RESPONSES)

MAX_PAGE = 500
MAX_EVENTS = 10_000


def _service(request: Request) -> RunService:
    return request.app.state.runs


def _planner(request: Request) -> Planner:
    return request.app.state.planner


Runs = Annotated[RunService, Depends(_service)]
RunId = Annotated[str, Path(examples=[examples.RUN_ID])]
Cursor = Annotated[int, Query(ge=0, le=2**53, description="Events after this seq")]


asked = APIRouter(route_class=WholeRefusal)


@asked.post("/plans", summary="Show what would run, and change nothing")
def plan(
    body: Annotated[PlanRequest, Body(examples=[examples.REQUEST])],
    planner: Annotated[Planner, Depends(_planner)],
) -> PlanOut:
    """The exact command and YAML, every effective value, and every warning."""
    return planner.preview(body)


@asked.post("/runs", status_code=201, summary="Put a run into the queue")
def create_run(body: RunRequest, runs: Runs) -> RunOut:
    """The same `request_id` twice makes one run and answers with it both times."""
    return runs.create(body)


router.include_router(asked)


@router.get("/runs", response_model=RunPage, summary="List runs, newest first")
def list_runs(
    runs: Runs,
    status: Annotated[
        str, Query(description="One or more, separated by commas", examples=["running,queued"])
    ] = "",
    method: Annotated[str, Query(description="One or more, separated by commas")] = "",
    group: Annotated[str | None, Query(max_length=200, description="Runs of a sweep")] = None,
    tag: Annotated[str | None, Query(max_length=50, description="Runs with this tag")] = None,
    archived: Annotated[
        Literal["false", "true", "any"], Query(description="Whether they are in the archive")
    ] = "false",
    q: Annotated[str, Query(max_length=200, description="Text in names, notes, tags")] = "",
    sort: Annotated[str, Query(description=f"{', '.join(SORTS)}; - for descending")] = "-created",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    """One page; `next_cursor` is null on the last one."""
    query = RunQuery(
        status=_parts(status),
        method=_parts(method),
        archived=None if archived == "any" else archived == "true",
        group=group,
        tag=tag,
        text=q,
        sort=sort,
        limit=limit,
        cursor=cursor,
    )
    return Response(runs.page(query), media_type="application/json")


@router.get("/runs/{run_id}", summary="One run with its plan and result")
def get_run(run_id: RunId, runs: Runs) -> RunDetail:
    """Everything about a run but its events."""
    return runs.detail(run_id)


@router.patch("/runs/{run_id}", summary="Change name, notes or tags, or put it into the archive")
def patch_run(run_id: RunId, body: RunPatch, runs: Runs) -> RunOut:
    """What is left out stays."""
    return runs.describe(run_id, body)


@router.delete("/runs/{run_id}", status_code=204, summary="Delete a run that is not training")
def delete_run(run_id: RunId, runs: Runs) -> None:
    """Its folder moves to `$TEMPER_HOME/trash`, from where it can be taken back."""
    runs.delete(run_id)


@router.post("/runs/{run_id}/stop", summary="Stop a run")
def stop_run(run_id: RunId, runs: Runs, body: StopRequest | None = None) -> RunOut:
    """With `save` the adapter is saved at the next iteration; without, the run ends within two seconds."""
    return runs.stop(run_id, body.save if body else True)


@router.post("/runs/{run_id}/resume", status_code=201, summary="Train on from a checkpoint")
def resume_run(run_id: RunId, runs: Runs, body: ResumeRequest | None = None) -> RunDetail:
    """Makes a new run, linked to this one, that goes on from its newest or a chosen checkpoint.

    It does the iterations that are left, or as many as asked for: a completed run can go on too. Its
    plan's `resumed` and `warnings` say what goes on and what starts anew. The same `request_id` twice
    makes one run.
    """
    return runs.resume(run_id, body or ResumeRequest())


@router.get("/runs/{run_id}/checkpoints", summary="Checkpoints with what they are judged by")
def get_checkpoints(run_id: RunId, runs: Runs) -> Checkpoints:
    """Newest first, those that were deleted by `keep_checkpoints` too; the best one is marked."""
    return runs.checkpoints(run_id)


@router.get(
    "/runs/{run_id}/events",
    response_model=EventPage,
    responses={200: {"content": {"application/json": {"example": examples.EVENTS}}}},
    summary="Events after a cursor",
)
def get_events(
    run_id: RunId,
    runs: Runs,
    after: Cursor = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_EVENTS)] = 1000,
    types: Annotated[
        str, Query(description="One or more, separated by commas", examples=["metric,checkpoint"])
    ] = "",
) -> Response:
    """In order, without gap or repeat; ask again with `after` set to the answer's `cursor`.

    A page of very large events ends before its limit; the end of the log is where no events come.
    """
    cursor, lines = runs.events(run_id, after, limit, frozenset(_parts(types)))
    return Response(page_json(cursor, lines), media_type="application/json")


@router.get("/runs/{run_id}/metrics", response_model=Metrics, summary="Metrics as columns")
def get_metrics(
    run_id: RunId,
    runs: Runs,
    with_parents: Annotated[
        bool, Query(description="Also of the runs it goes on from, up to where it does")
    ] = False,
    format: Annotated[
        Literal["json", "csv"], Query(description="`csv`: a table as text/csv")
    ] = "json",
) -> Any:
    """Columns of equal length under the trainer's own names, null where nothing was reported."""
    columns = runs.metrics(run_id, with_parents)
    if format == "json":
        return Metrics.model_validate(columns)
    headers = {"content-disposition": f'attachment; filename="{run_id}-metrics.csv"'}
    return Response(as_csv(columns), media_type="text/csv", headers=headers)


@router.get(
    "/runs/{run_id}/log",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/plain": {"example": "Loading the model\nIter 1: …\n"}}}},
    summary="What the trainer printed",
)
def get_log(run_id: RunId, runs: Runs, download: bool = False) -> StreamingResponse:
    """Plain text, with the trainer's own colours (ANSI)."""
    headers = {"content-disposition": f'attachment; filename="{run_id}.log"'} if download else None
    return StreamingResponse(
        runs.log(run_id), media_type="text/plain; charset=utf-8", headers=headers
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
