"""What the endpoints of checkpoints and of going on from them take and give."""

from typing import Annotated

from pydantic import BaseModel, Field

from temper.runs import examples


class ResumeRequest(BaseModel):
    """From where to train on, and for how long; by default the rest, from the newest checkpoint."""

    model_config = examples.shown({"checkpoint": 20, "iters": 40}, extra="forbid")

    checkpoint: Annotated[
        int | None, Field(ge=1, le=2**31 - 1, description="The iteration of a checkpoint")
    ] = None
    iters: Annotated[
        int | None,
        Field(ge=1, le=2**31 - 1, description="Iterations from the checkpoint on; null: the rest"),
    ] = None
    epochs: Annotated[
        int | None,
        Field(ge=1, le=1_000_000, description="Passes over the rows, in place of `iters`"),
    ] = None
    request_id: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    """The same twice makes one run."""


class Checkpoint(BaseModel):
    """Saved weights, and how good they were."""

    model_config = examples.shown(examples.CHECKPOINT)

    iteration: int
    path: str
    """Relative to the run folder."""
    file: str
    """The same, absolute: to start another run from, or to use the adapter."""
    bytes: int
    time: str
    final: bool
    """The end of the run."""
    start: bool
    """Not saved by this run: it goes on from there itself."""
    kept: bool
    """Whether the file is still there."""
    has_state: bool
    """Whether a run can go on from it as if it had never ended; else from the weights alone."""
    val_loss: float | None = None
    """Like the other two the newest report since the checkpoint before; null where there was none."""
    reward: float | None = None
    train_loss: float | None = None
    best: bool


class Checkpoints(BaseModel):
    """The checkpoints of a run, newest first."""

    model_config = examples.shown({"items": [examples.CHECKPOINT], "best_by": "val_loss"})

    items: list[Checkpoint]
    best_by: str | None = None
    """The metric that the best one was told by; null where there is none."""
