"""Writes the same rows into every container."""

import csv
import gzip
import importlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from temper.datasets.source import Source
from temper.datasets.terms import Split

Rows = list[dict[str, Any]]


def pa(module: str = "") -> Any:
    """pyarrow, which has no types."""
    return importlib.import_module(f"pyarrow.{module}" if module else "pyarrow")


def jsonl(rows: Rows) -> bytes:
    """One row a line."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def json_array(rows: Rows) -> bytes:
    """All rows in one array on one line."""
    return json.dumps(rows, ensure_ascii=False).encode()


def pretty_array(rows: Rows) -> bytes:
    """All rows in one array over many lines."""
    return json.dumps(rows, indent=2).encode()


def wrapped(rows: Rows) -> bytes:
    """The rows under a key of an object."""
    return json.dumps({"version": "1.0", "tags": ["a"], "data": rows}).encode()


def table(rows: Rows, delimiter: str = ",") -> bytes:
    """CSV with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def parquet(rows: Rows) -> bytes:
    """Parquet in row groups of two."""
    sink = pa().BufferOutputStream()
    pa("parquet").write_table(pa().Table.from_pylist(rows), sink, row_group_size=2)
    return sink.getvalue().to_pybytes()


def arrow_stream(rows: Rows) -> bytes:
    """Arrow as Hugging Face saves it."""
    data, sink = pa().Table.from_pylist(rows), pa().BufferOutputStream()
    with pa("ipc").new_stream(sink, data.schema) as writer:
        writer.write_table(data)
    return sink.getvalue().to_pybytes()


def arrow_file(rows: Rows) -> bytes:
    """Arrow with a footer."""
    data, sink = pa().Table.from_pylist(rows), pa().BufferOutputStream()
    with pa("ipc").new_file(sink, data.schema) as writer:
        writer.write_table(data)
    return sink.getvalue().to_pybytes()


def zstd(data: bytes) -> bytes:
    """Packed by zstd, as its command does it."""
    sink = pa().BufferOutputStream()
    with pa().CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


CONTAINERS: dict[str, Callable[[Rows], bytes]] = {
    "rows.jsonl": jsonl,
    "rows.json": json_array,
    "pretty.json": pretty_array,
    "wrapped.json": wrapped,
    "lines.json": jsonl,
    "rows.csv": table,
    "semicolons.csv": lambda rows: table(rows, ";"),
    "pipes.csv": lambda rows: table(rows, "|"),
    "rows.tsv": lambda rows: table(rows, "\t"),
    "rows.parquet": parquet,
    "stream.arrow": arrow_stream,
    "file.arrow": arrow_file,
}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".zst": zstd,
}


def write(path: Path, data: bytes) -> Path:
    """A file, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def rows_of(source: Source, split: Split = "train") -> list[Any]:
    """The rows that an import made."""
    return [json.loads(line) for line in source.files[split].read_bytes().splitlines()]
