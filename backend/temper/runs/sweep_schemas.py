"""What the endpoints of sweeps take and give."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from temper.methods.request import PlanRequest
from temper.runs import examples
from temper.runs.moment import Moment
from temper.runs.schemas import Name, RunOut
from temper.runs.sweep import Values

_OVER = {
    "learning_rate": {"from": 1e-5, "to": 1e-4, "steps": 3, "scale": "log"},
    "group_size": [4, 8],
}


class SweepRequest(BaseModel):
    """One request, and for some of its parameters the values to try in every combination."""

    model_config = examples.shown(
        {"name": "Which rate", "request": examples.REQUEST, "over": _OVER},
        extra="forbid",
        frozen=True,
    )

    name: Name | None = None
    request: PlanRequest
    over: Annotated[dict[str, Values], Field(min_length=1, max_length=8)]
    request_id: Annotated[str | None, Field(min_length=1, max_length=180)] = None
    """The same twice makes one sweep."""
    start_at: Moment = None


class SweepPlan(BaseModel):
    """The runs that a sweep would make."""

    name: str
    runs: list[dict[str, Any]]
    """For each the values that it has in `over`'s parameters."""
    iterations: int
    """Of all of them together."""


class SweepOut(BaseModel):
    """The runs of a sweep, in their order."""

    id: str
    """`GET /runs?group=` lists them."""
    name: str
    runs: list[RunOut]
