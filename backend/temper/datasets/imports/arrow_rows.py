"""Rows out of Parquet and Arrow; pyarrow is imported only here, and only in a child process."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from temper.datasets.imports.lazy import pyarrow
from temper.datasets.imports.limits import MOST_COLUMNS, too_many_columns
from temper.datasets.imports.originals import SourceError
from temper.datasets.imports.sink import PartRows

_BATCH_ROWS = 512
_BATCH_BYTES = 8 << 20
_MAPPED_BYTES = 64 << 20
_encoder = msgspec.json.Encoder(enc_hook=lambda value: _plain(value))


def read_parquet_rows(path: Path, rows: PartRows) -> None:
    """Hand each row of a Parquet file to `rows`. Raises SourceError."""
    _guarded(rows, "Parquet", lambda: _parquet(path, rows))


def read_arrow_rows(path: Path, rows: PartRows) -> None:
    """Hand each row of an Arrow file or stream to `rows`. Raises SourceError."""
    _guarded(rows, "Arrow", lambda: _arrow(path, rows))


def _parquet(path: Path, rows: PartRows) -> None:
    pq = pyarrow("parquet")

    with path.open("rb") as file:
        magic = file.read(4)
        if magic == b"PARE":
            raise _encrypted(rows)
        parquet = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        columns = _Columns(parquet.schema_arrow, rows)
        if not columns.kept:
            return
        _write(
            parquet.iter_batches(batch_size=_BATCH_ROWS, columns=columns.kept, use_threads=False),
            columns,
            rows,
        )


def _arrow(path: Path, rows: PartRows) -> None:
    pa, ipc = pyarrow(), pyarrow("ipc")
    large = path.stat().st_size > _MAPPED_BYTES
    # A large file may be one batch: mapped, it is read piece by piece.
    with pa.memory_map(str(path)) if large else pa.OSFile(str(path)) as file:
        magic = file.read(6)
        file.seek(0)
        if magic == b"ARROW1":
            reader = ipc.open_file(file)
            batches = (reader.get_batch(index) for index in range(reader.num_record_batches))
        else:
            reader = batches = ipc.open_stream(file)
        columns = _Columns(reader.schema, rows)
        _write(_sound(batches), columns, rows)


def _sound(batches: Iterator[Any]) -> Iterator[Any]:
    """The batches, their offsets checked: pyarrow trusts a file, and would read beyond its memory."""
    for batch in batches:
        for column in batch.columns:
            try:
                column.validate(full=True)
            except ValueError as error:
                # A plain text's offsets were checked before its bytes, which are a row's matter.
                if "UTF8" not in str(error) or not pyarrow("types").is_string(column.type):
                    raise
        yield batch


def _guarded(rows: PartRows, what: str, read: Callable[[], None]) -> None:
    """Whatever pyarrow says of a file is said of the file."""
    pa = pyarrow()

    try:
        read()
    except SourceError:
        raise
    except OSError as error:
        if error.errno is not None:
            raise
        raise _corrupt(rows, what, error) from error
    except (ValueError, TypeError, KeyError, OverflowError, SystemError) as error:
        raise _corrupt(rows, what, error) from error
    except Exception as error:
        if not isinstance(error, pa.ArrowException):
            raise
        raise _corrupt(rows, what, error) from error


class _Columns:
    """Which columns become keys; the others are named."""

    def __init__(self, schema: Any, rows: PartRows) -> None:
        self.kept: list[str] = []
        self.floats: list[str] = []
        if len(schema) > MOST_COLUMNS:
            raise too_many_columns(rows.name)
        for name in dict.fromkeys(schema.names):
            kinds = [schema.field(index).type for index in schema.get_all_field_indices(name)]
            if len(kinds) > 1:
                detail = f"{len(kinds)} columns are called `{name}`; they were left out."
                rows.found("column_left_out", detail)
            elif _holds_bytes(kinds[0]):
                detail = f"The column `{name}` holds bytes ({kinds[0]}), not text; it was left out."
                rows.found("column_left_out", detail)
            else:
                self.kept.append(name)
                if _is_float(kinds[0]):
                    self.floats.append(name)


def _write(batches: Iterator[Any], columns: _Columns, rows: PartRows) -> None:
    for batch in batches:
        kept = batch.select(columns.kept)
        each = max(kept.nbytes // max(kept.num_rows, 1), 1)
        step = max(min(_BATCH_BYTES // each, _BATCH_ROWS), 1)
        for start in range(0, kept.num_rows, step):
            _write_slice(kept.slice(start, step), columns, rows)


def _write_slice(batch: Any, columns: _Columns, rows: PartRows) -> None:
    values = [_values(batch.column(index), name, rows) for index, name in enumerate(columns.kept)]
    for name in columns.floats:
        _finite(values[columns.kept.index(name)], name, rows)
    for row in zip(*values, strict=True):
        line = _encoder.encode(dict(zip(columns.kept, row, strict=True)))
        rows.row(line, rows.count)


def _values(column: Any, name: str, rows: PartRows) -> list[Any]:
    try:
        return column.to_pylist(maps_as_pydicts="lossy")
    except UnicodeDecodeError:
        return [_value(column, index, name, rows) for index in range(len(column))]


def _value(column: Any, index: int, name: str, rows: PartRows) -> Any:
    try:
        return column[index].as_py()
    except UnicodeDecodeError as error:
        row = rows.count + index + 1
        text = bytes(error.object).decode("latin-1")
        detail = f"`{name}` holds the byte {error.object[error.start]:#04x}, which is not UTF-8."
        rows.found("wrong_encoding", detail, row=row, excerpt=text)
        return text


def _finite(values: list[Any], name: str, rows: PartRows) -> None:
    for index, value in enumerate(values):
        if value is not None and not math.isfinite(value):
            detail = f"`{name}` is {value}, which JSON cannot say; it became null."
            rows.found("not_finite_value", detail, row=rows.count + index + 1)


def _holds_bytes(kind: Any) -> bool:
    kinds = pyarrow("types")

    if kinds.is_binary(kind) or kinds.is_large_binary(kind) or kinds.is_fixed_size_binary(kind):
        return True
    if kinds.is_binary_view(kind):
        return True
    if kinds.is_dictionary(kind):
        return _holds_bytes(kind.value_type)
    storage = getattr(kind, "storage_type", None)
    if storage is not None and storage != kind:
        return str(kind) != "extension<arrow.uuid>" and _holds_bytes(storage)
    return any(_holds_bytes(kind.field(index).type) for index in range(kind.num_fields))


def _is_float(kind: Any) -> bool:
    kinds = pyarrow("types")

    return bool(kinds.is_floating(kind))


def _plain(value: Any) -> Any:
    """What msgspec does not know: numpy's numbers, pandas' times."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else str(value)


def _corrupt(rows: PartRows, what: str, error: BaseException) -> SourceError:
    said = str(error).strip().splitlines()
    why = said[0][:200] if said else type(error).__name__
    if "encrypt" in why.lower() or "decrypt" in why.lower():
        return _encrypted(rows)
    far = f"beyond row {rows.count:,} " if rows.count else ""
    detail = f"{rows.name} is damaged or incomplete: it cannot be read {far}as {what} ({why})."
    return SourceError("corrupt_file", detail)


def _encrypted(rows: PartRows) -> SourceError:
    return SourceError("encrypted_file", f"{rows.name} is encrypted; its rows cannot be read.")
