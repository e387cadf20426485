"""Time as the service writes it: UTC, RFC 3339, milliseconds."""

from datetime import UTC, datetime


def now() -> str:
    """The present moment, `2026-01-31T14:23:05.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """The moment that `now` wrote. Raises ValueError."""
    return datetime.fromisoformat(text)
