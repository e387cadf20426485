"""What a report says of rows that were imported: the places in a person's own files."""

import re

from temper.datasets.imports.cache import (
    ImportFinding,
    import_counts,
    import_findings,
    origin_of,
    original_name,
    rows_before,
)
from temper.datasets.imports.manifest import RowOrigin
from temper.datasets.schemas import Place, SplitReport
from temper.datasets.source import Source
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.gather import Gathered, Problems
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.tally import PLACES, SHAPES

_LINE_OF = re.compile(r"\b(train|valid|test)\.jsonl, line (\d+)")


def tell_of_import(problems: Problems, splits: list[SplitReport], source: Source) -> None:
    """Add what the import found, and say all places as they are in the originals."""
    if source.imported is None:
        return
    for gathered in problems.kinds.values():
        for split, places in gathered.places.items():
            gathered.places[split] = [_restored(place, source, split) for place in places]
    for split in splits:
        split.file = original_name(source, split.split)
        split.bytes = sum(part.path.stat().st_size for part in source.parts(split.split))
    for kind, count in import_counts(source).items():
        gathered = problems.kinds.setdefault(kind, Gathered())
        gathered.count += count
        if KINDS[kind].severity == "error":
            problems.hindered |= set(SHAPES)
            gathered.lines += count
            problems.dropped_lines += count if KINDS[kind].repair == "drop_bad_rows" else 0
    _forget_empty_files(problems, source)
    for finding in import_findings(source):
        places = problems.kinds[finding.kind].places.setdefault(finding.split, [])
        places.append(_place(finding, source))
    for gathered in problems.kinds.values():
        for split, places in gathered.places.items():
            gathered.places[split] = sorted(places, key=_order)[:PLACES]


def _forget_empty_files(problems: Problems, source: Source) -> None:
    """A file of which no row could be read is not empty: the import says what it is."""
    empty = problems.kinds.get("empty_file")
    if empty is None:
        return
    broken = {f.split for f in import_findings(source) if KINDS[f.kind].severity == "error"}
    for split in empty.places.keys() & broken:
        empty.count -= len(empty.places.pop(split))
    if not empty.count:
        del problems.kinds["empty_file"]


def _restored(place: Place, source: Source, split: Split) -> Place:
    if split not in source.files:
        return place
    detail = _LINE_OF.sub(lambda found: _words(source, found), place.detail)
    if place.line is None:
        name = original_name(source, split)
        return place.model_copy(update={"file": name, "detail": detail, "offset": None})
    origin = origin_of(source, split, place.line)
    as_it_was = origin.row is None
    return place.model_copy(
        update={
            "file": origin.file,
            "line": origin.line,
            "row": origin.row,
            "offset": origin.offset,
            "column": place.column if as_it_was else None,
            "detail": detail,
        }
    )


def _words(source: Source, found: re.Match[str]) -> str:
    split = next(split for split in SPLITS if split == found[1])
    if split not in source.files:
        return found[0]
    return place_words(origin_of(source, split, int(found[2])))


def place_words(origin: RowOrigin) -> str:
    """`train.csv, line 7`, or `train.parquet, row 7`."""
    if origin.line is not None:
        return f"{origin.file}, line {origin.line}"
    return f"{origin.file}, row {origin.row}"


def _place(finding: ImportFinding, source: Source) -> Place:
    position = None
    if finding.row is not None:
        position = rows_before(source, finding.split, finding.file) + finding.row
    return Place(
        split=finding.split,
        position=position,
        file=finding.file,
        line=finding.line,
        row=finding.row,
        offset=finding.offset,
        excerpt=finding.excerpt,
        detail=finding.detail,
    )


def _order(place: Place) -> tuple[str, int]:
    return place.file, place.line or place.row or 0
