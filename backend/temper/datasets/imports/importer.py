"""Writes any container as JSON lines."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import Path

from temper.datasets.imports.arrow_rows import read_arrow_rows, read_parquet_rows
from temper.datasets.imports.csv_rows import read_csv_rows
from temper.datasets.imports.json_rows import read_json_rows
from temper.datasets.imports.limits import Budget, Limits
from temper.datasets.imports.line_rows import Transcoded, decoder_of, read_lines
from temper.datasets.imports.originals import Original, SourceError, shown, status_of
from temper.datasets.imports.sink import PartRows, Sink
from temper.datasets.imports.sniff import HEAD, container_of, named, text_encoding
from temper.datasets.imports.streams import Readable, open_stream
from temper.datasets.source import Source, source_key
from temper.datasets.terms import SPLITS, Split

_COPY = 1 << 20
TEMPORARY = ".importing-"


def import_source(
    source: Source, folder: Path, *, progress: Callable[[float], None], limits: Limits
) -> None:
    """Write {train,valid,test}.jsonl, their places and `imported.json` into `folder`, whole or not.

    Raises SourceError and OSError.
    """
    key = source_key(source)
    parts: list[tuple[Split, Original]] = [
        (s, part) for s in SPLITS if s in source.files for part in source.parts(s)
    ]
    sizes = [status_of(part.path).st_size for _, part in parts]
    budget = Budget(limits, folder.parent, sum(sizes))
    budget.check_space(sum(sizes))
    bar = _Bar(progress, sum(sizes))
    # The process stands in the name: what a killed one leaves behind can be told and removed.
    prefix = f"{TEMPORARY}{os.getpid()}-"
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix))
    sink = Sink(temporary, budget)
    try:
        for (split, original), size in zip(parts, sizes, strict=True):
            _import(original, split, sink, source.encoding, temporary, bar)
            bar.done(size)
        _check_unchanged(source, key)
        if not sink.finish().parts.get("train"):
            raise SourceError("missing_train", f"{shown(source.path)} holds no training rows.")
        temporary.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    except SourceError:
        # A file that changed under the reader may look damaged, or be gone.
        _check_unchanged(source, key)
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise budget.no_space() from error
        raise
    finally:
        # What fails here has failed above, where the files are whole only if all was written.
        with suppress(OSError):
            sink.close()
        shutil.rmtree(temporary, ignore_errors=True)
    progress(1.0)


def _import(
    original: Original,
    split: Split,
    sink: Sink,
    encoding: str | None,
    temporary: Path,
    bar: "_Bar",
) -> None:
    if encoding:
        decoder_of(encoding)
    again = partial(open_stream, original, sink.budget, bar.at)
    with again() as stream:
        head = stream.read(HEAD)
    if original.compression:
        original = replace(original, container=container_of(head, named(original.path.name)[1]))
    rows = sink.rows(split, original)
    if original.container in ("parquet", "arrow"):
        _columns(original, rows, again, temporary)
        return
    encoding = encoding or text_encoding(head)
    rows.transcoded = encoding is not None
    if original.container in ("csv", "tsv"):
        with again() as stream:
            read_csv_rows(stream, rows, head, original.container, encoding)
    elif original.container == "json":
        read_json_rows(partial(_as_utf8, again, encoding, rows.name), rows)
    else:
        with _as_utf8(again, encoding, rows.name) as stream:
            read_lines(stream, rows)


@contextmanager
def _as_utf8(
    again: Callable[[], BufferedReader], encoding: str | None, name: str
) -> Generator[Readable]:
    with again() as stream:
        yield Transcoded(stream, encoding, name) if encoding else stream


def _columns(
    original: Original, rows: PartRows, again: Callable[[], BufferedReader], temporary: Path
) -> None:
    """Parquet and Arrow are read here and there, so a packed file is unpacked to the disk first."""
    read = read_parquet_rows if original.container == "parquet" else read_arrow_rows
    if original.compression is None:
        read(original.path, rows)
        return
    unpacked = temporary / "unpacked"
    try:
        with again() as stream, unpacked.open("wb") as output:
            while data := stream.read(_COPY):
                output.write(data)
                rows.budget.written(len(data))
        read(unpacked, rows)
    finally:
        unpacked.unlink(missing_ok=True)


def _check_unchanged(source: Source, key: str) -> None:
    try:
        same = source_key(source) == key
    except SourceError:
        same = False
    if not same:
        detail = f"{shown(source.path)} changed while it was read. Wait until it is complete."
        raise SourceError("changed", detail)


class _Bar:
    """Tells how far an import is, a few hundred times and never backwards."""

    def __init__(self, progress: Callable[[float], None], total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = 0
        self._told = 0.0

    def at(self, position: int) -> None:
        """So many bytes of the present file were read."""
        share = min((self._done + position) / self._total, 1.0)
        if share >= self._told + 0.005:
            self._told = share
            self._progress(share)

    def done(self, size: int) -> None:
        """A file is done."""
        self._done += size
