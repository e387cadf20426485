"""One conversion: each file read once, its lines written as a plan says, with counts of every step."""

import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from temper.datasets.conversion import RowChange
from temper.datasets.derived.duplicates import Digests128, Mask, overlapping, repeated
from temper.datasets.derived.encoding import transcode, wide_encoding
from temper.datasets.derived.lines import Progress, RawLine, copy_line, raw_lines
from temper.datasets.derived.mapping import has_column
from temper.datasets.derived.refusal import Refusals
from temper.datasets.derived.steps import Outcome, Plan
from temper.datasets.imports.cache import bad_lines, origin_of
from temper.datasets.imports.folders import REJECTED
from temper.datasets.source import Source
from temper.datasets.terms import SPLITS, Fix, Split
from temper.datasets.validation.reader import BOM, read_line, whole_file_fault
from temper.kit.jsonl import open_regular

_CHANGES = 50
_LONGEST_SHOWN = 4000
_SET_FIXES: tuple[Fix, ...] = ("deduplicate", "deduplicate_normalised", "drop_overlap")
_encoder = msgspec.json.Encoder()


@dataclass
class Counts:
    """What the steps came to."""

    rows: dict[Split, int] = field(default_factory=dict[Split, int])
    left_out: dict[Split, int] = field(default_factory=dict[Split, int])
    steps: Counter[str] = field(default_factory=Counter[str])
    reasons: Counter[str] = field(default_factory=Counter[str])
    """Rows left out as bad, by the kind of what is wrong with them."""
    changes: dict[tuple[Split, int], RowChange] = field(
        default_factory=dict[tuple[Split, int], RowChange]
    )

    def note(
        self, split: Split, line: int, before: bytes, after: bytes | None, step: list[str]
    ) -> None:
        """Keep a change for a preview, while there are few."""
        known = self.changes.get((split, line))
        if known is not None:
            self.changes[split, line] = known.model_copy(
                update={"after": _shown(after), "steps": known.steps + step}
            )
        else:
            self.changes[split, line] = RowChange(
                split=split, line=line, before=_shown(before) or "", after=_shown(after), steps=step
            )

    def first(self) -> list[RowChange]:
        """The first changes in the order of the files."""
        order = sorted(self.changes, key=lambda key: (SPLITS.index(key[0]), key[1]))
        return [self.changes[key] for key in order[:_CHANGES]]


class ConversionRun:
    """Writes the files of a conversion into a folder."""

    def __init__(self, source: Source, plan: Plan, folder: Path, progress: Progress) -> None:
        self.counts = Counts()
        self.refusals = Refusals(source, plan)
        self._source = source
        self._plan = plan
        self._folder = folder
        self._progress = progress
        self._digests: dict[Split, Digests128] = {}
        self.unseen = dict(plan.mapping)
        """Keys whose column no row has had yet."""
        self._sizes = {split: path.stat().st_size for split, path in source.files.items()}

    def files(self) -> None:
        """Convert every file. Raises InvalidRequest and OSError."""
        done, whole = 0, sum(self._sizes.values()) or 1
        for split in SPLITS:
            if split in self._source.files:
                size = self._sizes[split]
                part = (done / whole, size / whole)
                self._file(split, lambda share, part=part: self._report(part[0] + share * part[1]))
                done += size

    def duplicates(self) -> None:
        """Leave out rows that are there already, where that was asked for."""
        if not self._digests:
            return
        left: dict[Split, Mask] = {
            split: np.zeros(found.count, np.bool_) for split, found in self._digests.items()
        }
        by_fix: dict[Split, list[tuple[str, Mask]]] = {split: [] for split in self._digests}
        for fix, kind in (("deduplicate", "exact"), ("deduplicate_normalised", "normal")):
            if fix in self._plan.fixes:
                for split, found in self._digests.items():
                    mask = repeated(found.path, found.count, kind, left[split])
                    left[split] |= mask
                    by_fix[split].append((fix, mask))
        if "drop_overlap" in self._plan.fixes and "train" in self._digests:
            parts = {s: (d.path, d.count, left[s]) for s, d in self._digests.items()}
            mask = overlapping(parts["train"], [parts[s] for s in parts if s != "train"])
            left["train"] = left["train"] | mask
            by_fix["train"].append(("drop_overlap", mask))
        for split, masks in by_fix.items():
            if left[split].any():
                self._leave_out(split, masks)
            self._digests[split].path.unlink()

    def _report(self, share: float) -> None:
        self._progress(share * 0.9)

    def _file(self, split: Split, progress: Progress) -> None:
        path = self._source.files[split]
        if self._sizes[split] == 0 and split != "train":
            return  # a file without rows has nothing to be converted, and the trainer fails on it
        wide = self._wide(split, path)
        target = self._folder / f"{split}.jsonl"
        with ExitStack() as stack:
            file = stack.enter_context(open_regular(wide or path))
            output = stack.enter_context(target.open("wb"))
            digests = self._new_digests(split)
            self._lines(split, file, output, digests, progress, wide is not None)
            if digests:
                digests.close()
        if wide:
            wide.unlink()
        if not self.counts.rows[split]:
            target.unlink()
            self._digests.pop(split, None)

    def _wide(self, split: Split, path: Path) -> Path | None:
        """The file as UTF-8, where it is in UTF-16 or UTF-32 and may be written anew."""
        with open_regular(path) as file:
            head = file.read(1 << 16)
        fault = whole_file_fault(head)
        if fault is None:
            return None
        encoding = wide_encoding(head)
        if encoding is None or "re_encode" not in self._plan.fixes:
            raise self.refusals.whole_file(split, fault)
        target = self._folder / f".{split}.utf-8"
        try:
            transcode(path, encoding, target)
        except UnicodeDecodeError as error:
            raise self.refusals.whole_file(split, fault) from error
        return target

    def _new_digests(self, split: Split) -> Digests128 | None:
        if not any(fix in self._plan.fixes for fix in _SET_FIXES):
            return None
        self._digests[split] = Digests128(self._folder / f".{split}.digests")
        return self._digests[split]

    def _lines(
        self,
        split: Split,
        file: FileIO,
        output: BinaryIO,
        digests: Digests128 | None,
        progress: Progress,
        wide: bool,
    ) -> None:
        rows = left_out = 0
        bad = bad_lines(self._source, split)
        size = os.fstat(file.fileno()).st_size
        for line in raw_lines(file, progress):
            if line.data is None:
                outcome = self._plan.long()
            else:
                last = line.end == size and not line.newline
                outcome = self._plan.line(line.data, line.offset, last=last, bad=line.number in bad)
            if wide:
                outcome = Outcome(
                    outcome.line,
                    ("re_encode", *outcome.steps),
                    outcome.row,
                    outcome.refused,
                    outcome.rejected,
                )
            self._note(split, line, outcome)
            if self.unseen and line.data:
                self._see_columns(line.data)
            if outcome.line is None:
                left_out += 1
                continue
            if line.data is None:
                copy_line(file, line, output)
            else:
                output.write(outcome.line + b"\n" if line.newline else outcome.line)
            rows += bool(line.data is None or line.data.strip())
            if digests:
                digests.add(outcome.row, line.number)
        self.counts.rows[split] = rows
        self.counts.left_out[split] = left_out

    def _see_columns(self, line: bytes) -> None:
        row = read_line(line.removeprefix(BOM)).row or {}
        self.unseen = {k: path for k, path in self.unseen.items() if not has_column(row, path)}

    def _note(self, split: Split, line: RawLine, outcome: Outcome) -> None:
        if outcome.refused:
            self.refusals.add(split, line, outcome.refused)
        if not outcome.steps:
            return
        self.counts.steps.update(set(outcome.steps))
        if outcome.rejected:
            self.counts.reasons[outcome.rejected.kind] += 1
        if len(self.counts.changes) < _CHANGES:
            steps = list(dict.fromkeys(outcome.steps))
            self.counts.note(split, line.number, line.data or b"", outcome.line, steps)
        if outcome.rejected and "mark_bad_rows" in self._plan.fixes:
            self._reject(split, line, outcome.rejected.detail)

    def _reject(self, split: Split, line: RawLine, why: str) -> None:
        origin = origin_of(self._source, split, line.number)
        text = (line.data or b"").decode("utf-8", "backslashreplace")
        entry = {
            "file": origin.file,
            "line": origin.line,
            "row": origin.row,
            "reason": why,
            "text": text,
        }
        with (self._folder / REJECTED).open("ab") as file:
            file.write(_encoder.encode(entry) + b"\n")

    def _leave_out(self, split: Split, masks: list[tuple[str, Mask]]) -> None:
        """Write a file again without the rows that a mask names."""
        path = self._folder / f"{split}.jsonl"
        kept = self._folder / f".{split}.kept"
        whole = np.logical_or.reduce([mask for _, mask in masks])
        for step, mask in masks:
            self.counts.steps[step] += int(mask.sum())
        noted = 0
        with open_regular(path) as file, kept.open("wb") as output:
            for index, line in enumerate(raw_lines(file)):
                if not whole[index]:
                    copy_line(file, line, output)
                elif noted < _CHANGES:
                    noted += 1
                    number = self._digests[split].line_of(index)
                    step = next(step for step, mask in masks if mask[index])
                    self.counts.note(split, number, line.data or b"", None, [step])
        kept.replace(path)
        gone = int(whole.sum())
        self.counts.rows[split] -= gone
        self.counts.left_out[split] += gone
        if not self.counts.rows[split]:
            path.unlink()


def _shown(text: bytes | None) -> str | None:
    return (
        None
        if text is None
        else text[: _LONGEST_SHOWN * 4].decode("utf-8", "replace")[:_LONGEST_SHOWN]
    )
