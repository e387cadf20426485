"""What is given, and what is said of it, line by line."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from temper.configurations.entries import Entry
from temper.configurations.schemas import ReadLine, Verdict

Source = Literal["text", "config"]
_LONGEST = 200


@dataclass(frozen=True)
class Given:
    """One setting with its place: a line of a file, or an argument of a command."""

    key: str
    value: Any
    source: Source
    line: int
    text: str
    argument: int | None = None
    entries: tuple[Entry, ...] | None = None
    """What a mapping in a file holds."""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"line {self.line}" if self.argument is None else f"argument {self.argument}"

    def inner(self, entry: Entry) -> "Given":
        """A setting inside this one."""
        return Given(
            entry.key, entry.value, self.source, entry.line, entry.text, None, entry.entries
        )


@dataclass
class Report:
    """Gathers what is said."""

    lines: list[ReadLine] = field(default_factory=list[ReadLine])
    warnings: list[str] = field(default_factory=list[str])

    def say(
        self, given: Given, verdict: Verdict, message: str, parameter: str | None = None
    ) -> None:
        self.lines.append(
            ReadLine(
                source=given.source,
                line=given.line,
                argument=given.argument,
                text=cut(given.text),
                verdict=verdict,
                parameter=parameter,
                message=message,
            )
        )

    def in_order(self) -> list[ReadLine]:
        """The lines as they stand in the text, the file that a command names behind it."""
        return sorted(
            self.lines, key=lambda line: (line.source == "config", line.argument or 0, line.line)
        )


def given_lines(entries: Iterable[Entry], source: Source) -> list[Given]:
    """The settings of a file."""
    return [Given(e.key, e.value, source, e.line, e.text, None, e.entries) for e in entries]


def repeated(given: Sequence[Given], name: Callable[[Given], object]) -> dict[int, Given]:
    """The place in the sequence of each setting that a later one of the same name overrules."""
    last = {name(one): one for one in given}
    return {place: last[name(one)] for place, one in enumerate(given) if last[name(one)] is not one}


def belongs_to(owners: Sequence[str], title: str) -> str:
    """What is said of a setting of other methods."""
    return f"Belongs to {', '.join(owners[:4])}; {title} does not use it."


def words(value: object) -> str:
    """A value as a person would write it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    try:
        return cut(json.dumps(value, ensure_ascii=False, default=str), 80)
    except ValueError:  # An integer of thousands of digits.
        return "a huge number"


def cut(text: str, longest: int = _LONGEST) -> str:
    """Short enough to be read in a table."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
