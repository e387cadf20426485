"""A moment as a request names it: text with date, time and time zone, never a number."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
TAKEN = (
    "Give date, time and time zone as text (ISO 8601), such as 2026-02-01T02:00:00+01:00 or"
    " 2026-02-01T01:00:00Z"
)


def _as_text(given: Any) -> Any:
    """Raises ValueError for a number, whose unit would be a guess, and for a time of no zone."""
    if given is None or isinstance(given, datetime):
        return given
    if not isinstance(given, str) or not _WRITTEN.fullmatch(given):
        raise ValueError(TAKEN)
    return given


def _within_the_calendar(moment: datetime | None) -> datetime | None:
    """In UTC. Raises ValueError where that has no such year."""
    try:
        return moment and moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("Give a time within the years 1 to 9999") from error


Moment = Annotated[
    AwareDatetime | None,
    BeforeValidator(_as_text),
    AfterValidator(_within_the_calendar),
    Field(
        description="When to start at the earliest, with its zone; a time that is past is now",
        examples=["2026-02-01T02:00:00+01:00"],
    ),
]
