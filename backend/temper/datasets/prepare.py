"""Writes rows the way the trainer reads them; the files they come from are never changed."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from temper.datasets.formats import (
    FORMATS,
    MESSAGES,
    PREFERENCE,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    PROMPTS_ONLY,
    READABLE,
    TEXT,
    TOKEN_PREFERENCE,
    DatasetShape,
)
from temper.datasets.schemas import Report
from temper.datasets.source import Source, SourceError, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.typed import PromptAnswer
from temper.datasets.validation.validate import validate
from temper.kit.jsonl import blocks, open_regular

MANIFEST = "prepared.json"
PREPARING = ".preparing-"
_encoder = msgspec.json.Encoder()


class NotReady(Exception):
    """The rows are not ready; the report says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.verdict)
        self.report = report


@dataclass(frozen=True)
class Prepared:
    """A folder with train.jsonl, valid.jsonl and test.jsonl as the trainer reads them."""

    folder: Path
    rows: dict[Split, int]
    digests: dict[Split, str]
    """SHA-256 of each file the rows came from."""
    format: str
    output_format: str


class Manifest(msgspec.Struct):
    """What `prepared.json` says beside the rows."""

    rows: dict[Split, int]
    digests: dict[Split, str]
    format: str
    output_format: str

    def prepared(self, folder: Path) -> Prepared:
        """The prepared rows that lie in `folder`."""
        return Prepared(folder, self.rows, self.digests, self.format, self.output_format)


class _Say(msgspec.Struct, gc=False):
    role: str
    content: str


class _Conversation(msgspec.Struct):
    messages: list[_Say]


class _KeptMessages(msgspec.Struct):
    messages: msgspec.Raw
    tools: msgspec.Raw | UnsetType = UNSET


class _KeptCompletion(msgspec.Struct):
    prompt: str
    completion: str


class _KeptText(msgspec.Struct):
    text: str


class _KeptPair(msgspec.Struct):
    prompt: str
    chosen: str
    rejected: str
    system: str | UnsetType = UNSET
    preference_score: float | UnsetType = UNSET
    """Read by ORPO alone."""


class _KeptTokens(msgspec.Struct):
    context_with_chat_template: str
    rejected_decoded: str
    multi_chosen_decoded: list[str]


class _KeptPrompt(msgspec.Struct):
    prompt: msgspec.Raw
    """Text, or a list of turns."""


@dataclass(frozen=True)
class _Writer:
    """How rows of one format are decoded and written for the trainer."""

    row: type[Any]
    output_format: str
    change: Callable[[Any], Any] = field(default=lambda row: row)


def _conversation(row: PromptAnswer) -> _Conversation:
    says = [_Say("user", row.prompt), _Say("assistant", row.answer)]
    if row.system is not UNSET and row.system.strip():
        says.insert(0, _Say("system", row.system))
    return _Conversation(says)


_WRITERS: dict[tuple[DatasetShape, str], _Writer] = {
    ("prompt_answer", PROMPT_ANSWER.name): _Writer(PromptAnswer, PROMPT_ANSWER.name),
    ("sft", PROMPT_ANSWER.name): _Writer(PromptAnswer, MESSAGES.name, _conversation),
    ("sft", MESSAGES.name): _Writer(_KeptMessages, MESSAGES.name),
    ("sft", PROMPT_COMPLETION.name): _Writer(_KeptCompletion, PROMPT_COMPLETION.name),
    ("sft", TEXT.name): _Writer(_KeptText, TEXT.name),
    ("preference", PREFERENCE.name): _Writer(_KeptPair, PREFERENCE.name),
    ("token_preference", TOKEN_PREFERENCE.name): _Writer(_KeptTokens, TOKEN_PREFERENCE.name),
    **{
        ("prompts", known.name): _Writer(_KeptPrompt, PROMPTS_ONLY.name)
        for known in READABLE["prompts"]
    },
}


def row_writer(shape: DatasetShape, name: str) -> Callable[[bytes], bytes] | None:
    """What makes of one line the line that the trainer reads; None where no plan can use the format.

    It raises msgspec.MsgspecError, ValueError or RecursionError for a line that is no such row.
    """
    writer = _WRITERS.get((shape, name))
    if writer is None:
        return None
    decode = msgspec.json.Decoder(writer.row).decode
    return lambda line: _encoder.encode(writer.change(decode(line)))


def prepare(
    source: Source,
    shape: DatasetShape,
    folder: Path,
    report: Report | None = None,
    *,
    progress: Callable[[float], None] = lambda _: None,
) -> Prepared:
    """Write `source` for methods of `shape` into `folder`, which appears whole or not at all.

    `report` is what validation says of these files; without one they are validated now. Raises
    NotReady, SourceError (the files are gone or changed meanwhile) and OSError.
    """
    key = source_key(source)
    report = report or validate(source, shape)
    if not report.ready:
        raise NotReady(report)
    name = FORMATS[str(report.format)].name
    writer = _WRITERS[shape, name]
    rows: dict[Split, int] = {}
    digests: dict[Split, str] = {}
    # By the same name each time: what a process left behind that was killed is taken away.
    temporary = folder.parent / f"{PREPARING}{folder.name}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    bar = _Bar(progress, sum(path.stat().st_size for path in source.files.values()))
    try:
        for split, path in source.files.items():
            rows[split], digests[split] = _write(path, temporary / f"{split}.jsonl", writer, bar)
        if source_key(source) != key:
            raise SourceError("changed", "The files changed while they were read.")
        manifest = Manifest(rows, digests, name, writer.output_format)
        (temporary / MANIFEST).write_bytes(msgspec.json.format(_encoder.encode(manifest)))
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return manifest.prepared(folder)


class _Bar:
    """Tells how far the reading of several files is."""

    def __init__(self, progress: Callable[[float], None], total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._read = 0

    def __call__(self, count: int) -> None:
        self._read += count
        self._progress(min(self._read / self._total, 1.0))


def _write(source: Path, target: Path, writer: _Writer, bar: _Bar) -> tuple[int, str]:
    """Rows written, and the SHA-256 of what was read."""
    decode = msgspec.json.Decoder(writer.row).decode
    digest, rows = hashlib.sha256(), 0
    try:
        with open_regular(source) as file, target.open("wb") as output:
            for block in blocks(file):
                digest.update(block.data)
                changed = [
                    writer.change(decode(line))
                    for line in block.data.removesuffix(b"\n").split(b"\n")
                ]
                output.write(_encoder.encode_lines(changed))
                rows += len(changed)
                bar(len(block.data))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        # These rows were sound a moment ago.
        raise SourceError("changed", f"{source.name} changed while it was read.") from error
    return rows, digest.hexdigest()
