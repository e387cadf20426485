"""Problems gathered by kind, with a count and the first places of each."""

from dataclasses import dataclass, field

from temper.datasets.schemas import DatasetProblem, Place
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import Finding

PLACES = 100
_EXCERPT = 160


@dataclass
class _Gathered:
    count: int = 0
    places: dict[Split, list[Place]] = field(default_factory=dict[Split, list[Place]])


class Problems:
    """A growing report that stays small whatever is found."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Gathered] = {}
        self.errors = 0

    def add(
        self,
        finding: Finding,
        split: Split,
        file: str,
        number: int | None = None,
        line: bytes = b"",
    ) -> None:
        """Count a finding, and keep its place while there are few."""
        gathered = self._kinds.setdefault(finding.kind, _Gathered())
        gathered.count += 1
        self.errors += KINDS[finding.kind].severity == "error"
        places = gathered.places.setdefault(split, [])
        if len(places) < PLACES:
            places.append(
                Place(
                    file=file,
                    line=number,
                    column=finding.column,
                    excerpt=excerpt(line, finding.column),
                    detail=finding.detail,
                )
            )

    def listed(self) -> list[DatasetProblem]:
        """Every kind found, errors first, places in the order of train, valid, test."""
        order = list(KINDS)
        found = sorted(self._kinds, key=lambda k: (KINDS[k].severity == "warning", order.index(k)))
        return [self._problem(kind, self._kinds[kind]) for kind in found]

    def _problem(self, name: str, gathered: _Gathered) -> DatasetProblem:
        kind = KINDS[name]
        places = [place for split in SPLITS for place in gathered.places.get(split, [])]
        return DatasetProblem(
            kind=name,
            severity=kind.severity,
            title=kind.title,
            count=gathered.count,
            fix=kind.fix,
            repair=kind.repair,
            places=places[:PLACES],
        )


def excerpt(line: bytes, column: int | None = None) -> str:
    """A line as short text, around `column` where it is long; bytes that are no text become �."""
    # Cut the bytes first: a line may have megabytes.
    middle = max((column or 1) - 1 - _EXCERPT // 2, 0) if len(line) > _EXCERPT else 0
    text = line[: (middle + _EXCERPT) * 4].decode("utf-8", "replace")
    part = text[middle : middle + _EXCERPT]
    return ("…" if middle else "") + part + ("…" if len(text) > middle + _EXCERPT else "")
