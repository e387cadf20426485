"""New datasets from old ones: whole files written beside each other, the originals untouched."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from temper.datasets.cache import digest_of
from temper.datasets.derived.convert import Repair
from temper.datasets.formats import FORMATS, READABLE
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.schemas import Place
from temper.datasets.source import Source, SourceError, shown, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import BOM, Finding, whole_file_fault
from temper.datasets.validation.report import place_text
from temper.datasets.validation.validate import main_format
from temper.errors import FieldError, InvalidRequest
from temper.kit.jsonl import blocks, open_regular

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True)
class Derived:
    """What was written, and how it came about."""

    rows: dict[Split, int]
    lineage: dict[str, Any]


def convert_files(source: Source, request: ConvertRequest, folder: Path) -> Derived:
    """Write the converted rows of each file into `folder`. Raises InvalidRequest, SourceError, OSError."""
    key = source_key(source)
    main = main_format(source)
    target = FORMATS[request.format] if request.format else main
    if target is None or target not in READABLE["sft"]:
        found = target.title if target else "in no known format"
        detail = f"The rows are {found}, which no method reads; name the format to convert to."
        raise _refuse("/format", detail, "prompt_answer, messages, prompt_completion")
    repair = Repair(target, frozenset(request.fixes))
    rows: dict[Split, int] = {}
    dropped: dict[Split, int] = {}
    for split, path in source.files.items():
        written = folder / f"{split}.jsonl"
        with open_regular(path) as file, written.open("wb") as output:
            rows[split], dropped[split] = _convert(file, path, output, repair)
        if not rows[split]:
            written.unlink()
    if not rows.get("train"):
        raise _refuse("/fixes", "No training row is left after these steps.")
    lineage = _lineage(source, key) | {
        "step": "convert",
        "format": target.name,
        "fixes": sorted(request.fixes),
        "rows": rows,
        "dropped": dropped,
    }
    return Derived(rows, lineage)


def _convert(file: FileIO, path: Path, output: BinaryIO, repair: Repair) -> tuple[int, int]:
    rows = dropped = 0
    for number, finding, row in _repaired(file, repair):
        if finding is not None:
            if "drop_bad_rows" not in repair.fixes or number == 0:
                where = Place(file=shown(path.name), line=number or None, detail=finding.detail)
                repair_by = KINDS[finding.kind].repair
                fixes = dict.fromkeys(f"`{fix}`" for fix in (repair_by, "drop_bad_rows") if fix)
                detail = f"{place_text(where)} Add the fix {' or '.join(fixes)}."
                raise _refuse("/fixes", detail if number else place_text(where))
            dropped += 1
        elif row is not None:
            output.write(_encoder.encode(row) + b"\n")
            rows += 1
    return rows, dropped


def _repaired(
    file: FileIO, repair: Repair
) -> Iterator[tuple[int, Finding | None, dict[str, Any] | None]]:
    """Each line's number, what is wrong with it, and its new row; number 0 is the whole file."""
    size = file.seek(0, 2)
    file.seek(0)
    for block in blocks(file):
        if block.offset == 0 and (fault := whole_file_fault(block.data)):
            yield 0, fault, None
            return
        if block.cut:
            yield block.first_line, Finding("line_too_long", "The line is longer than 8 MB."), None
            continue
        ends_here = block.offset + len(block.data) == size and not block.data.endswith(b"\n")
        for number, offset, line in block.lines():
            row, finding = repair.line(line, offset, last=ends_here and offset + len(line) == size)
            yield number, finding, row


def split_files(source: Source, request: SplitRequest, folder: Path) -> Derived:
    """Deal the rows of all files out anew into `folder`, each in its old order, by the seed alone.

    Raises InvalidRequest, SourceError and OSError.
    """
    if request.valid + request.test >= 1:
        raise _refuse("/test", "valid and test together must leave rows to train on.", "below 1")
    key = source_key(source)
    total = sum(1 for _ in _rows(source))
    counts = {"valid": _share(request.valid, total), "test": _share(request.test, total)}
    if total - sum(counts.values()) < 1:
        raise _refuse("/valid", f"The dataset has {total} rows, too few to split like this.")
    chosen = random.Random(request.seed).sample(range(total), sum(counts.values()))
    place: dict[int, Split] = dict.fromkeys(chosen[: counts["valid"]], "valid")
    place |= dict.fromkeys(chosen[counts["valid"] :], "test")
    rows: dict[Split, int] = {"train": 0}
    files: dict[Split, BinaryIO] = {}
    try:
        for index, line in enumerate(_rows(source)):
            split = place.get(index, "train")
            if split not in files:
                files[split] = (folder / f"{split}.jsonl").open("wb")
            files[split].write(line + b"\n")
            rows[split] = rows.get(split, 0) + 1
    finally:
        for file in files.values():
            file.close()
    lineage = _lineage(source, key) | {
        "step": "split",
        "valid": request.valid,
        "test": request.test,
        "seed": request.seed,
        "rows": rows,
    }
    return Derived(rows, lineage)


def _rows(source: Source) -> Iterator[bytes]:
    """Every line of every file that is not blank, without a byte order mark."""
    for path in source.files.values():
        with open_regular(path) as file:
            for block in blocks(file):
                if block.offset == 0 and (fault := whole_file_fault(block.data)):
                    raise _refuse("", f"{shown(path.name)}: {fault.detail}")
                if block.cut:
                    detail = f"{shown(path.name)}, line {block.first_line}: longer than 8 MB."
                    raise _refuse("", detail)
                for _, _, line in block.lines():
                    if row := line.removeprefix(BOM).strip():
                        yield row


def _share(part: float, total: int) -> int:
    return max(1, round(part * total)) if part else 0


def _lineage(source: Source, key: str) -> dict[str, Any]:
    """Where the rows came from. Raises SourceError when the files changed since `key`."""
    digests = {split: digest_of(path) for split, path in source.files.items()}
    if source_key(source) != key:
        raise SourceError("changed", "The files changed while they were read.")
    return {
        "source": source.dataset_id,
        "source_path": shown(source.path),
        "source_digests": digests,
    }


def _refuse(pointer: str, detail: str, allowed: str | None = None) -> InvalidRequest:
    return InvalidRequest.of(FieldError(pointer, detail, allowed))
