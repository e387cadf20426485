"""Identifiers that sort by time and read well as folder names."""

import secrets
from datetime import UTC, datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(now: datetime | None = None) -> str:
    """A fresh id such as `20260131-142305-k7q2mz`: UTC seconds, then 30 random bits."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    suffix = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    return f"{moment:%Y%m%d-%H%M%S}-{suffix}"
