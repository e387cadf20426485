"""Where an import writes: JSON lines, the place of each, and what was found out."""

import sys
from array import array
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import msgspec

from temper.datasets.imports.limits import Budget
from temper.datasets.imports.manifest import (
    BAD,
    MANIFEST,
    PLACES,
    ImportFinding,
    Manifest,
    Part,
    lines_file,
    places_file,
)
from temper.datasets.imports.originals import Original, shown
from temper.datasets.terms import Split
from temper.kit.files import write_atomic
from temper.kit.jsonl import LONGEST_LINE

_HELD_PLACES = 1 << 16
_EXCERPT = 160


class Sink:
    """The files of one import."""

    def __init__(self, folder: Path, budget: Budget) -> None:
        self.budget = budget
        self._folder = folder
        self._splits: dict[Split, SplitFile] = {}
        self._rows: list[PartRows] = []
        self._findings: list[ImportFinding] = []
        self._kept: Counter[tuple[str, Split]] = Counter()
        self._counts: Counter[str] = Counter()

    def rows(self, split: Split, original: Original) -> "PartRows":
        """Where the rows of one original go."""
        if split not in self._splits:
            self._splits[split] = SplitFile(self._folder, split, self.budget)
        made = PartRows(self, split, original, self._splits[split])
        self._rows.append(made)
        return made

    def found(self, finding: ImportFinding) -> None:
        """Count a finding, and keep its place while there are few."""
        self._counts[finding.kind] += 1
        if self._kept[finding.kind, finding.split] < PLACES:
            self._kept[finding.kind, finding.split] += 1
            self._findings.append(finding)

    def finish(self) -> Manifest:
        """Write what is held back, and `imported.json`."""
        self.close()
        parts: dict[Split, list[Part]] = {split: [] for split in self._splits}
        for rows in self._rows:
            parts[rows.split].append(rows.part())
        manifest = Manifest(parts, self._findings, dict(self._counts))
        write_atomic(self._folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        return manifest

    def close(self) -> None:
        """Close the files."""
        for file in self._splits.values():
            file.close()


class SplitFile:
    """The JSON lines of one split and their places."""

    def __init__(self, folder: Path, split: Split, budget: Budget) -> None:
        self._budget = budget
        self._lines: BinaryIO = lines_file(folder, split).open("wb", buffering=1 << 20)
        self._places: BinaryIO = places_file(folder, split).open("wb")
        self._held = array("Q")
        self._open_line = False

    def row(self, line: bytes, place: int) -> None:
        """Write one line, given without its newline."""
        self.begin_part()
        self._lines.write(line)
        self._lines.write(b"\n")
        self._budget.written(len(line) + 9)
        self._held.append(place)
        if len(self._held) > _HELD_PLACES:
            self._flush()

    def lines(self, data: bytes, places: range) -> None:
        """Write a stretch of lines as it is; its last one may go on in the next stretch."""
        if not data:
            return
        self._lines.write(data)
        self._budget.written(len(data) + 8 * len(places))
        self._held.extend(places)
        self._open_line = not data.endswith(b"\n")
        if len(self._held) > _HELD_PLACES:
            self._flush()

    def place(self, place: int) -> None:
        """The place of a line that has no newline."""
        self._held.append(place)

    def begin_part(self) -> None:
        """End a line that the part before left open."""
        if self._open_line:
            self._lines.write(b"\n")
            self._open_line = False

    def close(self) -> None:
        """Close both files."""
        if self._places.closed:
            return
        self._flush()
        self._lines.close()
        self._places.close()

    def _flush(self) -> None:
        if sys.byteorder == "big":
            self._held.byteswap()
        self._places.write(self._held.tobytes())
        self._held = array("Q")


class PartRows:
    """Takes the rows of one original."""

    def __init__(self, sink: Sink, split: Split, original: Original, file: SplitFile) -> None:
        self.split: Split = split
        self.name = shown(original.path.name)
        self.count = 0
        self.transcoded = False
        """Whether the text was not UTF-8, so that offsets are not those of the original."""
        self.budget = sink.budget
        self._sink = sink
        self._original = original
        self._file = file
        file.begin_part()

    def to(self, split: Split) -> "PartRows":
        """Where rows of the same original for another split go."""
        return self._sink.rows(split, self._original)

    def row(self, line: bytes, place: int, *, bad: bool = False) -> None:
        """Take a row as a JSON line without its newline; `bad` where a finding says it is wrong."""
        self.count += 1
        if len(line) > LONGEST_LINE:
            # Its reader says so, and needs no more of it to say it.
            line = line[: LONGEST_LINE + 1]
        self._file.row(line, place | BAD if bad else place)

    def lines(self, data: bytes, first: int, ended: int) -> None:
        """Take a stretch of lines, `ended` of which end in it; `first` is the first one's place."""
        self.count += ended
        self._file.lines(data, range(first, first + ended))

    def last_line(self) -> None:
        """The stretch before ended within a line, and there is no more of it."""
        self.count += 1
        self._file.place(self.count)

    def found(
        self,
        kind: str,
        detail: str,
        *,
        line: int | None = None,
        row: int | None = None,
        offset: int | None = None,
        excerpt: str = "",
    ) -> None:
        """Note what was found out at a place of the original."""
        cut = shown(excerpt[:_EXCERPT]) + ("…" if len(excerpt) > _EXCERPT else "")
        self._sink.found(
            ImportFinding(
                kind,
                self.split,
                self.name,
                shown(detail),
                line,
                row,
                None if self.transcoded else offset,
                cut,
            )
        )

    def part(self) -> Part:
        """The original with its rows, for the manifest."""
        original = self._original
        return Part(
            self.name,
            shown(original.path),
            original.container,
            original.compression,
            self.count,
            self.transcoded,
        )
