"""What the run endpoints take and give."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from temper.methods.check import Origin
from temper.methods.curve import RatePoint
from temper.methods.request import PlanRequest
from temper.runs import examples
from temper.runs.events import CheckpointEvent, ResultEvent, RunStatus
from temper.runs.moment import Moment
from temper.runs.names import LONGEST
from temper.runs.queue_schemas import QueueOut


def _legible(text: str) -> str:
    """Trimmed. Raises ValueError for what nobody could see or type."""
    if not text.strip() or not text.isprintable():
        raise ValueError("Give at least one visible character, and no control characters")
    return text.strip()


Name = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_legible)]


def _each_once(tags: list[str] | None) -> list[str] | None:
    return tags and list(dict.fromkeys(tags))


Tag = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_legible)]
"""Capital letters count: `Sums` and `sums` are two, here and where runs are found by them."""


class RunRequest(PlanRequest):
    """A plan to carry out. The same `request_id` twice makes one run."""

    model_config = examples.shown(
        examples.REQUEST | {"name": "first try", "request_id": "any text of yours"},
        extra="forbid",
        frozen=True,
    )

    name: Annotated[Name | None, Field(examples=["first try"])] = None
    request_id: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    start_at: Moment = None


class PlanWarning(BaseModel):
    """Something that will happen and that a person may not expect."""

    pointer: str
    message: str


def _in_todays_words(origin: Any) -> Any:
    """Plans of earlier runs know one kind of default."""
    return "temper_default" if origin == "default" else origin


class EffectiveValue(BaseModel):
    """One parameter as the trainer will use it."""

    value: Any
    origin: Annotated[Origin, BeforeValidator(_in_todays_words)]
    carrier: str | None
    """`--group-size`, `yaml: lora_parameters.rank`, or `wrapper: xpo_alpha`; null where nothing is passed."""
    acts_on: str = ""
    """What it changes, as a short phrase; empty in plans from before it was noted."""
    effect: str | None = None
    """Set where the value changes nothing in this plan, or less than its name says: why."""


class Steps(BaseModel):
    """How much training the numbers come to."""

    iterations: int
    batch_size: Annotated[int, Field(ge=1)]
    gradient_accumulation_steps: int
    updates: int
    rows: dict[str, int]
    epochs: float
    """Iterations times batch size over training rows."""
    completions: int | None = None
    """Completions sampled in all, for methods that sample."""


class AppliedPreset(BaseModel):
    """The preset of a plan: what it sets where the request says nothing itself, and why."""

    id: str
    title: str
    summary: str
    parameters: dict[str, Any]
    """Also those that the request overrides."""
    reasons: dict[str, str]
    """For each of them a sentence."""


class ResumedFrom(BaseModel):
    """The run that a run goes on from, and how much of it."""

    run_id: str
    iteration: int
    """Done before; the next one is one more."""
    total: int
    """Iterations in all, those before too."""
    state: bool
    """Whether optimizer, random numbers and position in the rows go on too, or the weights alone."""


class PlanOut(BaseModel):
    """What would run, exactly."""

    model_config = examples.shown(examples.PLAN)

    method: str
    model: str
    model_name: str
    dataset: str
    dataset_name: str
    command: list[str]
    shell: str
    yaml: str
    by_hand: str | None = None
    """Set where this machine cannot run `command` without Temper, and why."""
    preset: AppliedPreset | None = None
    parameters: dict[str, EffectiveValue]
    steps: Steps
    learning_rates: list[RatePoint] = []
    """The rate at some of the updates, the first and the last among them, and wherever it bends."""
    warnings: list[PlanWarning]
    resumed: ResumedFrom | None = None
    """Set where the run goes on from another; then `steps` counts what is left."""
    versions: dict[str, str]
    digests: dict[str, str]
    """SHA-256 of each dataset file as it was read."""


class RunProgress(BaseModel):
    """How far a run is."""

    phase: str
    iteration: int
    total: int | None = None
    iterations_per_second: float | None = None
    eta_seconds: float | None = None


class RunSummary(BaseModel):
    """The one figure that a list shows for a run."""

    metric: str
    """`train_total_rewards_mean` for the GRPO family, `train_loss` else."""
    last: float | None = None
    best: float | None = None
    sparkline: list[float]
    """At most 60 values, evenly thinned."""


class RunOut(BaseModel):
    """A run in a list."""

    model_config = examples.shown(examples.RUN)

    id: str
    name: str
    method: str
    model: str
    model_name: str
    dataset: str
    dataset_name: str
    status: RunStatus
    reason: str | None = None
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None
    progress: RunProgress | None = None
    summary: RunSummary | None = None
    queue_position: int | None = None
    """1 for the next to start; null unless queued."""
    parent_id: str | None = None
    tags: list[str]
    archived: bool = False
    """Left out of the list unless it is asked for."""
    group_id: str | None = None
    """The runs of one sweep share it."""
    group_name: str | None = None
    start_at: str | None = None
    """Set while a queued run is to start at this moment at the earliest."""


class RunDetail(RunOut):
    """A run with what was decided and how it ended."""

    model_config = examples.shown(examples.DETAIL)

    notes: str
    folder: str
    request: RunRequest
    plan: PlanOut
    result: ResultEvent | None = None
    checkpoints: list[CheckpointEvent]
    children: list[str] = []
    """The ids of the runs that go on from this one."""
    bytes: int
    """What its folder takes on the disk."""
    cursor: int
    """The seq of the newest event."""


class RunPage(BaseModel):
    """One page of runs, newest first."""

    model_config = examples.shown({"items": [examples.RUN], "next_cursor": None})

    items: list[RunOut]
    next_cursor: str | None = None


class TagOut(BaseModel):
    """A tag and how many runs carry it."""

    tag: str
    runs: int


class Tags(BaseModel):
    """Every tag that some run carries."""

    items: list[TagOut]


class RunPatch(BaseModel):
    """What a person may change about a run; what is left out stays."""

    model_config = examples.shown({"notes": "Worth another try", "tags": ["sums"]}, extra="forbid")

    name: Name | None = None
    notes: Annotated[str | None, Field(max_length=100_000)] = None
    tags: Annotated[list[Tag] | None, Field(max_length=50), AfterValidator(_each_once)] = None
    archived: bool | None = None


class StopRequest(BaseModel):
    """How to stop: `save` ends at the next iteration with the adapter saved; else within two seconds."""

    model_config = examples.shown({"save": True}, extra="forbid")

    save: bool = True


class RunListChange(BaseModel):
    """One message of the run list's WebSocket: a run that is new or changed, one that is gone, or the queue."""

    run: RunOut | None = None
    deleted: str | None = None
    queue: QueueOut | None = None


class Metrics(BaseModel):
    """Columns of equal length by the trainer's own names, null where nothing was reported."""

    model_config = examples.shown(examples.METRICS, extra="allow")
    __pydantic_extra__: dict[str, list[float | None]]  # pyright: ignore[reportIncompatibleVariableOverride]

    iteration: list[int]
