"""A run as the database knows it: what was asked for, and a digest of what happened."""

from dataclasses import dataclass, field
from typing import Any

from temper.runs.events import ENDED, Count, RunStatus


@dataclass(frozen=True)
class Run:
    """One run. Evolved with `dataclasses.replace`, never mutated."""

    id: str
    name: str
    method: str
    model: str
    dataset: str
    status: RunStatus
    request: dict[str, Any]
    created_at: str
    request_id: str | None = None
    parent_id: str | None = None
    reason: str | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    group_id: str | None = None
    """The runs of one sweep share it."""
    group_name: str | None = None
    start_at: str | None = None
    """It waits in the queue until then."""
    started_at: str | None = None
    ended_at: str | None = None
    iteration: Count | None = None
    total_iterations: Count | None = None
    summary: dict[str, Any] = field(default_factory=dict[str, Any])
    """What a list shows beside the columns: names, last and best value, sparkline, speed."""

    @property
    def ended(self) -> bool:
        return self.status in ENDED
