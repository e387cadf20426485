"""What the endpoints of the queue take and give."""

from pydantic import BaseModel

from temper.runs import examples


class QueueOut(BaseModel):
    """The queue. This machine is one device, so one run trains at a time."""

    paused: bool
    """No further run starts; the one that trains goes on."""
    stop_on_failure: bool
    """Whether a run that fails pauses the queue."""
    failed_run: str | None = None
    """The run whose failure paused it."""
    waiting: list[str]
    """The ids of queued runs, next to start first."""
    active: list[str]


class QueuePatch(BaseModel):
    """How the queue goes on; what is left out stays."""

    model_config = examples.shown({"stop_on_failure": True}, extra="forbid", frozen=True)

    paused: bool | None = None
    stop_on_failure: bool | None = None


class MoveRequest(BaseModel):
    """Where a queued run is to stand."""

    model_config = examples.shown({"before": examples.RUN_ID}, extra="forbid", frozen=True)

    before: str | None
    """The queued run that is to start after it; null: it starts last."""
