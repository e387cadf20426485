"""From what was found in files and rows to the problems of a report."""

from dataclasses import dataclass, field

from temper.datasets.schemas import Place
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.tally import PLACES, SHAPES, Count, Spot, Tally, spot


@dataclass
class Gathered:
    """One kind of problem."""

    count: int = 0
    lines: int = 0
    places: dict[Split, list[Place]] = field(default_factory=dict[Split, list[Place]])

    def first(self) -> list[Place]:
        """The first places, in the order of train, valid, test."""
        return [place for split in SPLITS for place in self.places.get(split, [])][:PLACES]


@dataclass
class Problems:
    """All problems of a dataset, by kind."""

    kinds: dict[str, Gathered] = field(default_factory=dict[str, Gathered])
    hindered: set[str] = field(default_factory=set[str])
    """Shapes that an error stands in the way of."""
    dropped_lines: int = 0

    def whole(self, finding: Finding, split: Split, file: str, place: Spot | None = None) -> None:
        """Something about a file or the dataset as a whole."""
        place = place or spot(finding, None, None, b"")
        self._add(finding.kind, Count(1, 0, [place]), split, file)
        if KINDS[finding.kind].severity == "error":
            self.hindered |= set(SHAPES) if finding.shapes is None else finding.shapes

    def rows(self, tally: Tally, split: Split, file: str) -> None:
        """What was found in the rows of a file."""
        for kind, count in tally.kinds.items():
            self._add(kind, count, split, file)
        self.hindered |= set(tally.hindered)
        self.dropped_lines += tally.dropped_lines

    def twins(self, kind: str, count: int, places: list[Spot], split: Split, file: str) -> None:
        """Rows that are like others."""
        self._add(kind, Count(count, count, places), split, file)

    def _add(self, kind: str, count: Count, split: Split, file: str) -> None:
        gathered = self.kinds.setdefault(kind, Gathered())
        gathered.count += count.count
        gathered.lines += count.lines
        gathered.places.setdefault(split, []).extend(
            Place(
                file=file,
                line=at.line,
                split=split,
                position=at.line,
                offset=at.offset,
                column=at.column,
                excerpt=at.excerpt,
                detail=at.detail,
            )
            for at in count.spots
        )

    def names(self) -> list[str]:
        """Every kind found, errors first."""
        order = list(KINDS)
        return sorted(self.kinds, key=lambda k: (KINDS[k].severity == "warning", order.index(k)))
