"""The endpoints of the queue and of sweeps."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from temper.problems import RESPONSES
from temper.runs.queue_schemas import MoveRequest, QueueOut, QueuePatch
from temper.runs.routes import RunId, Runs
from temper.runs.schemas import RunOut
from temper.runs.sweep_schemas import SweepOut, SweepPlan, SweepRequest
from temper.runs.sweeps import SweepService

router = APIRouter(tags=["runs"], responses=RESPONSES)


def _sweeps(request: Request) -> SweepService:
    return request.app.state.sweeps


Sweeps = Annotated[SweepService, Depends(_sweeps)]


@router.get("/queue", summary="What waits, and whether it goes on")
def get_queue(runs: Runs) -> QueueOut:
    """One run trains at a time: this machine is one device."""
    return runs.queue()


@router.patch("/queue", summary="Pause the queue, or say what a failure does to it")
def patch_queue(body: QueuePatch, runs: Runs) -> QueueOut:
    """A paused queue lets the run that trains go on and starts no other."""
    return runs.set_queue(body)


@router.post("/runs/{run_id}/move", summary="Move a run within the queue")
def move_run(run_id: RunId, body: MoveRequest, runs: Runs) -> RunOut:
    """It will start before the run `before`, or last where that is null."""
    return runs.move(run_id, body.before)


@router.post("/sweeps/plan", summary="Show which runs a sweep would make, and change nothing")
def plan_sweep(body: SweepRequest, sweeps: Sweeps) -> SweepPlan:
    """Every run is planned; every problem is named at the value that has it."""
    return sweeps.plan(body)


@router.post("/sweeps", status_code=201, summary="Put a run for each combination into the queue")
def create_sweep(body: SweepRequest, sweeps: Sweeps) -> SweepOut:
    """All of them or, should one not be able to run, none."""
    return sweeps.create(body)
