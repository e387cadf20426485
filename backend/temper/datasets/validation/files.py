"""The files of a dataset, open and looked at from outside, before their rows are read."""

import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from temper.datasets.source import Source, reason, shown
from temper.datasets.terms import SPLITS, Split
from temper.datasets.validation.reader import Finding, whole_file_fault
from temper.datasets.validation.tally import Spot, spot
from temper.kit.jsonl import BLOCK, NotRegularFile, open_regular

_NO_ROWS = "The file holds no rows; the trainer fails on that."


@dataclass
class OpenFile:
    """A file of a dataset that is there."""

    split: Split
    name: str
    handle: int
    size: int
    readable: bool = True
    """Whether its lines are worth reading."""


@dataclass
class Fault:
    """What is wrong with a file as a whole."""

    split: Split
    name: str
    finding: Finding
    spot: Spot


@dataclass
class Files:
    """What is there, and what is wrong with it as a whole."""

    there: list[OpenFile] = field(default_factory=list[OpenFile])
    faults: list[Fault] = field(default_factory=list[Fault])


@contextmanager
def opened(source: Source) -> Generator[Files]:
    """The files of a dataset in the order of train, valid, test."""
    files = Files()
    with ExitStack() as stack:
        for split in SPLITS:
            if (path := source.files.get(split)) is None:
                continue
            try:
                file = stack.enter_context(open_regular(path))
                size = os.fstat(file.fileno()).st_size
                head = os.pread(file.fileno(), BLOCK, 0)
            except NotRegularFile:
                fault = Finding("not_a_file", f"{shown(path)} is not a regular file.")
                _blame(files, split, path, fault)
            except FileNotFoundError:
                _blame(
                    files, split, path, Finding("missing_file", f"{shown(path)} does not exist.")
                )
            except OSError as error:
                detail = f"{shown(path)} cannot be read: {reason(error)}."
                _blame(files, split, path, Finding("unreadable", detail))
            else:
                there = OpenFile(split, shown(path.name), file.fileno(), size)
                files.there.append(there)
                if fault := whole_file_fault(head):
                    if source.imported and fault.kind == "empty_file":
                        fault = replace(fault, detail=_NO_ROWS)
                    there.readable = False
                    _blame(files, split, path, fault, head[:1000])
        yield files


def _blame(files: Files, split: Split, path: Path, finding: Finding, head: bytes = b"") -> None:
    place = spot(finding, 1 if head else None, 0 if head else None, head)
    files.faults.append(Fault(split, shown(path.name), finding, place))
