"""Findings counted by kind, with the first places of each; tallies of parts add up to one."""

import re
from collections.abc import Iterable

import msgspec

from temper.datasets.formats import DatasetShape
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import Finding

PLACES = 100
_EXCERPT = 160
SHAPES: tuple[DatasetShape, ...] = (
    "sft",
    "prompt_answer",
    "preference",
    "token_preference",
    "prompts",
)


class Spot(msgspec.Struct, array_like=True):
    """Where a finding is: the line from 1 within the part, the offset within the file."""

    line: int | None
    offset: int | None
    column: int | None
    excerpt: str
    detail: str


class Count(msgspec.Struct, array_like=True):
    """How often a kind was found, on how many lines, and where first."""

    count: int = 0
    lines: int = 0
    spots: list[Spot] = []


class Tally(msgspec.Struct):
    """What was found in a part of a file, for the shape that was asked for and, in short, for all."""

    shape: DatasetShape
    kinds: dict[str, Count] = {}
    hindered: dict[str, int] = {}
    """Errors by the shape that minds."""
    dropped_lines: int = 0
    """Lines with an error that no fix repairs other than to leave them out."""

    def line(
        self,
        findings: Iterable[Finding],
        number: int | None = None,
        offset: int | None = None,
        text: bytes = b"",
    ) -> None:
        """Take everything found on one line, or on the file as a whole."""
        dropped = False
        seen: set[str] = set()
        for finding in findings:
            kind = KINDS[finding.kind]
            is_error = kind.severity == "error"
            if is_error:
                for shape in SHAPES if finding.shapes is None else finding.shapes:
                    self.hindered[shape] = self.hindered.get(shape, 0) + 1
            if finding.shapes is not None and self.shape not in finding.shapes:
                continue
            dropped |= is_error and kind.repair == "drop_bad_rows"
            known = self.kinds.setdefault(finding.kind, Count())
            known.count += 1
            known.lines += finding.kind not in seen
            seen.add(finding.kind)
            if len(known.spots) < PLACES:
                known.spots.append(spot(finding, number, offset, text))
        self.dropped_lines += dropped

    def wants(self, kind: str) -> bool:
        """Whether there is room for another place of a kind."""
        return kind not in self.kinds or len(self.kinds[kind].spots) < PLACES

    def many(self, kind: str, count: int) -> None:
        """Count lines of a kind whose places are known already."""
        known = self.kinds.setdefault(kind, Count())
        known.count += count
        known.lines += count

    def add(self, other: "Tally", lines: int) -> None:
        """Take over what was found in the next part, which begins after so many lines."""
        for kind, found in other.kinds.items():
            known = self.kinds.setdefault(kind, Count())
            known.count += found.count
            known.lines += found.lines
            for place in found.spots[: PLACES - len(known.spots)]:
                place.line = None if place.line is None else place.line + lines
                known.spots.append(place)
        for shape, errors in other.hindered.items():
            self.hindered[shape] = self.hindered.get(shape, 0) + errors
        self.dropped_lines += other.dropped_lines


def spot(finding: Finding, number: int | None, offset: int | None, text: bytes) -> Spot:
    """The place of a finding in a line that begins at `offset`."""
    column = finding.column
    if column is None and finding.key is not None:
        found = re.search(rb'"%s"\s*:' % re.escape(finding.key.encode()), text)
        column = len(text[: found.start()].decode("utf-8", "replace")) + 1 if found else None
    if offset is not None and column is not None:
        before = text.decode("utf-8", "surrogateescape")[: column - 1]
        offset += len(before.encode("utf-8", "surrogateescape"))
    return Spot(number, offset, column, excerpt(text, column), finding.detail)


def excerpt(line: bytes, column: int | None = None) -> str:
    """A line as short text, around `column` where it is long; bytes that are no text become �."""
    # Cut the bytes first: a line may have megabytes.
    middle = max((column or 1) - 1 - _EXCERPT // 2, 0) if len(line) > _EXCERPT else 0
    text = line[: (middle + _EXCERPT) * 4].decode("utf-8", "replace")
    part = text[middle : middle + _EXCERPT]
    return ("…" if middle else "") + part + ("…" if len(text) > middle + _EXCERPT else "")
