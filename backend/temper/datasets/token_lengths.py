"""The lengths of a dataset's rows in tokens, as the child that measures them writes them down."""

from array import array
from pathlib import Path

import msgspec

from temper.datasets.terms import Split

VERSION = 1
"""Raised whenever the same rows and tokenizer give something else."""

FAILED_PLACES = 100


class FailedRow(msgspec.Struct):
    """A row of which the trainer's own dataset class makes no tokens."""

    split: Split
    line: int
    offset: int
    detail: str


class Column(msgspec.Struct):
    """One number a row: each number with how often it is there, and all of them in file order."""

    counts: dict[int, int]
    values: bytes

    @classmethod
    def of(cls, numbers: "array[int]") -> "Column":
        counts: dict[int, int] = {}
        for number in numbers:
            counts[number] = counts.get(number, 0) + 1
        return cls(counts, numbers.tobytes())

    def numbers(self) -> "array[int]":
        """The numbers, row by row."""
        return unpacked("I", self.values)


class FileRows(msgspec.Struct):
    """Where the measured rows of one file begin and end among all measured rows."""

    split: Split
    name: str
    path: str
    lines: int
    """In the file."""
    measured: int


class Lengths(msgspec.Struct):
    """The lengths of measured rows. The limit is no part of it: it is applied when they are read."""

    mode: str
    masked: bool
    """Whether the loss is taken after the prompt alone."""
    exact: bool
    """Whether every row was measured, not a random sample."""
    header: int
    """Tokens of the mark after which the model begins to answer."""
    header_text: str
    files: list[FileRows]
    lines: bytes
    """The number of each measured row's line, from 1."""
    offsets: bytes
    """Where that line begins in its file."""
    tokens: Column
    prompts: Column
    """Tokens before those that are learned."""
    answers: Column
    """GRPO: of the answer; a pair: of the shorter text."""
    failed: list[FailedRow]
    failed_count: int

    @property
    def rows(self) -> int:
        return sum(file.measured for file in self.files)

    @property
    def total(self) -> int:
        return sum(file.lines for file in self.files)

    def line_numbers(self) -> "array[int]":
        return unpacked("I", self.lines)

    def line_offsets(self) -> "array[int]":
        return unpacked("Q", self.offsets)


def unpacked(kind: str, data: bytes) -> "array[int]":
    """Numbers as they were written on this machine."""
    numbers: array[int] = array(kind)
    numbers.frombytes(data)
    return numbers


def read_lengths(path: Path) -> Lengths | None:
    """What was written at `path`; None where there is nothing whole."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Lengths)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None


def encode_lengths(lengths: Lengths) -> bytes:
    return msgspec.msgpack.encode(lengths)
