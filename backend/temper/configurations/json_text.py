"""JSON with the line of each key, down to the second level; what stands deeper is a value."""

import json
import re
from typing import Any, NoReturn

from temper.configurations.entries import MOST_NODES, Entry, Unreadable

_BLANK = re.compile(r"[ \t\n\r]*")


def read_json_text(text: str) -> tuple[Entry, ...]:
    """The keys of a JSON object. Raises Unreadable."""
    try:
        value = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(f"It is no JSON: {error.msg}.", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("It holds a number that is too long, or is nested too deeply.") from error
    if not isinstance(value, dict):
        raise Unreadable("It holds no JSON object.")
    return _Scanner(text).object(_blank(text, 0), 1)


class _Scanner:
    """Goes over text that is known to be JSON."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._values = json.JSONDecoder()
        self._nodes = 0

    def object(self, at: int, depth: int) -> tuple[Entry, ...]:
        """The members of the object that begins here."""
        text = self._text
        entries: list[Entry] = []
        at = _blank(text, at + 1)
        while text[at] != "}":
            start = at
            key, at = self._values.raw_decode(text, at)
            at = _blank(text, _blank(text, at) + 1)
            inner = self.object(at, depth + 1) if text[at] == "{" and depth < 3 else None
            value, at = self._values.raw_decode(text, at)
            entries.append(self._entry(key, start, value, inner))
            at = _blank(text, at)
            if text[at] == ",":
                at = _blank(text, at + 1)
        return tuple(entries)

    def _entry(self, key: str, at: int, value: Any, inner: tuple[Entry, ...] | None) -> Entry:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Unreadable("This is longer than any configuration.")
        line = self._text.count("\n", 0, at) + 1
        return Entry(key, line, self._lines[line - 1].strip(), value, inner)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _no_number(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no number of JSON", name, 0)
