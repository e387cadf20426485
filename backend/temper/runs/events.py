"""Everything a run says: one tagged union, one ordered log.

A run's `events.jsonl` holds one event a line; line N has `seq` N. The supervisor is its only writer
while it lives; before and after, the server is.
"""

from contextlib import suppress
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from temper.kit import clock

RunStatus = Literal["queued", "starting", "running", "stopping", "completed", "failed", "stopped"]
ENDED: frozenset[RunStatus] = frozenset({"completed", "failed", "stopped"})
LARGEST = 2**53
"""Beyond it a number is no count, and neither a database nor a browser can hold it."""
Count = Annotated[int, Field(ge=0, le=LARGEST)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _a_moment(text: str) -> str:
    """Raises ValueError for what is no time, or the time of nobody knows where."""
    with suppress(ValueError):
        if clock.parse(text).tzinfo is not None:
            return text
    raise ValueError("Give a time with its zone, as 2026-01-31T14:23:05.123Z")


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    seq: Annotated[int, Field(ge=1, description="1, 2, 3, … without a gap within a run")]
    time: Annotated[
        str, Field(description="UTC, RFC 3339, milliseconds"), AfterValidator(_a_moment)
    ]


class StateEvent(_Event):
    """The run's status changed."""

    type: Literal["state"] = "state"
    status: RunStatus
    reason: str | None = None
    """A plain sentence where the status needs one."""


class LogEvent(_Event):
    """One line that the trainer printed, ANSI colours and all, without its newline."""

    type: Literal["log"] = "log"
    stream: Literal["stdout", "stderr"]
    text: str


class ProgressEvent(_Event):
    """How far the run is. `iteration` counts finished iterations; `total` is null while unknown."""

    type: Literal["progress"] = "progress"
    phase: str
    """`loading`, `training`, `validating`, `saving`."""
    iteration: Count
    total: Count | None = None
    iterations_per_second: Finite | None = None
    eta_seconds: Finite | None = None


class MetricEvent(_Event):
    """Numbers the trainer reported through its own callback, under its own names."""

    type: Literal["metric"] = "metric"
    iteration: Count
    split: Literal["train", "valid"]
    values: dict[str, Finite | None]
    """A value that is not finite is null, and a warning says so."""


class Completion(BaseModel):
    """One sampled answer with what each reward function gave it."""

    text: str
    rewards: dict[str, Finite | None]
    total: Finite | None
    advantage: Finite | None


class RolloutGroup(BaseModel):
    """The completions of one prompt."""

    prompt: str
    answer: str
    completions: list[Completion]


class RolloutEvent(_Event):
    """What the model wrote in one iteration, and how it was judged."""

    type: Literal["rollout"] = "rollout"
    iteration: Count
    split: Literal["train", "valid"]
    groups: list[RolloutGroup]


class CheckpointEvent(_Event):
    """Adapter weights were saved. `path` is relative to the run folder."""

    type: Literal["checkpoint"] = "checkpoint"
    iteration: Count
    path: str
    bytes: Count
    final: bool = False
    state: str | None = None
    """The file with optimizer, random numbers and position in the rows; null where there is none."""


class WarningEvent(_Event):
    """Something a person should know: what, and what to do."""

    type: Literal["warning"] = "warning"
    code: str
    message: str


class Remedy(BaseModel):
    """A safer try of a run that failed: parameters to change."""

    label: str
    """In words that go on from "Try again with"."""
    parameters: dict[str, Any]


class ResultEvent(_Event):
    """How the run ended; the last event but for the closing `state`."""

    type: Literal["result"] = "result"
    outcome: Literal["completed", "failed", "stopped"]
    reason: str
    exit_code: int | None = None
    signal: str | None = None
    iterations: Count | None = None
    adapter: str | None = None
    """The adapter file, relative to the run folder, where one was saved."""
    seconds: Finite | None = None
    last_lines: list[str] = Field(default_factory=list)
    details: dict[str, Any] = Field(default_factory=dict)
    remedy: Remedy | None = None
    """Set where other parameters may help."""


Event = Annotated[
    StateEvent
    | LogEvent
    | ProgressEvent
    | MetricEvent
    | RolloutEvent
    | CheckpointEvent
    | WarningEvent
    | ResultEvent,
    Field(discriminator="type"),
]

EVENT_TYPES = ("state", "log", "progress", "metric", "rollout", "checkpoint", "warning", "result")


class EventPage(BaseModel):
    """A batch of events; `cursor` is the seq of the last one, or the asked-for cursor if none came."""

    cursor: int
    events: list[Event]
