"""Rows as types, so that whole blocks of them are decoded at once."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from temper.datasets.formats import FORMATS, MESSAGES, RowFormat

encoder = msgspec.json.Encoder()


class PromptAnswer(msgspec.Struct, gc=False):
    prompt: str
    answer: str
    system: str | UnsetType = UNSET
    type: msgspec.Raw | UnsetType = UNSET


class Turn(msgspec.Struct):
    """A turn, as far as chat templates read it."""

    role: Any = UNSET
    content: Any = UNSET
    name: Any = UNSET
    tool_calls: Any = UNSET
    tool_call_id: Any = UNSET


@dataclass(frozen=True)
class Typed:
    """How rows of one format are decoded. Encoding them again gives what makes a row that row."""

    strict: msgspec.json.Decoder[Any]
    """Only rows with every key they need, and text where text is needed."""
    loose: msgspec.json.Decoder[Any] | None
    """Any object; a key that is not there is UNSET."""


@cache
def typed(name: str | None) -> Typed:
    """The types of a format by its name; without one, of any object."""
    if name is None:
        return Typed(_decoder("Row", []), None)
    known = FORMATS[name]
    strict = _decoder(
        "Row", [(key, _strictly(key, known)) for key in known.required] + _more(known)
    )
    if known is MESSAGES:
        # Turns are told apart key by key; what is no list of turns is not held against others.
        return Typed(strict, None)
    return Typed(strict, _decoder("Loose", [(key, Any, UNSET) for key in known.keys]))


def whole(name: str | None, row: Any) -> bool:
    """Whether a decoded row has every key that the format needs."""
    return name is None or all(getattr(row, key) is not UNSET for key in FORMATS[name].required)


def _strictly(key: str, known: RowFormat) -> Any:
    if known is MESSAGES:
        return list[Turn]
    return str if key in known.text else Any


def _more(known: RowFormat) -> list[Any]:
    return [
        (key, str | UnsetType if key in known.text else Any, UNSET)
        for key in known.keys
        if key not in known.required
    ]


def _decoder(title: str, fields: list[Any]) -> msgspec.json.Decoder[Any]:
    # Not tracked by the collector: rows live for a moment and hold no cycles.
    return msgspec.json.Decoder(msgspec.defstruct(title, fields, gc=False))
