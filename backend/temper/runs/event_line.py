"""One line of an event log, read strictly: what is read can be folded, shown and stored."""

from contextlib import suppress
from typing import Any

import msgspec
from pydantic import TypeAdapter, ValidationError

from temper.kit.invalid import in_words
from temper.runs.events import EVENT_TYPES, Event

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def read_event(line: bytes) -> dict[str, Any]:
    """The event in a line, as it stands there. Raises ValueError: what is wrong with it, and where."""
    try:
        event: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("It is no JSON that can be read") from error
    if not isinstance(event, dict) or event.get("type") not in EVENT_TYPES:  # pyright: ignore[reportUnknownMemberType]
        raise ValueError(f"It is no object with one of the types {', '.join(EVENT_TYPES)}")
    try:
        _EVENT.validate_python(event, strict=True)
    except ValidationError as error:
        # The first step is the event's type, which stands in the line anyway.
        raise ValueError(in_words(error, skip=1)) from error
    return event  # pyright: ignore[reportUnknownVariableType]


def decode_event(line: bytes) -> dict[str, Any] | None:
    """The event in a line; None where somebody's editor or a broken disk left none."""
    with suppress(ValueError):
        return read_event(line)
    return None
