"""Parquet and Arrow: columns of any type become JSON, or are named."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.imports.cache import import_findings, origin_of
from temper.datasets.source import SourceError
from tests.datasets.imports.conftest import Lines
from tests.datasets.imports.containers import arrow_stream, pa, parquet, rows_of


def test_columns_of_any_type(lines: Lines, tmp_path: Path) -> None:
    turns = [[{"role": "user", "content": "hi"}], [{"role": "user", "content": None}]]
    columns: dict[str, Any] = {
        "prompt": ["a", None],
        "messages": turns,
        "kind": pa().array(["x", "y"]).dictionary_encode(),
        "large": pa().array([2**64 - 1, 0], pa().uint64()),
        "price": [Decimal("1.50"), None],
        "day": [datetime.date(2026, 1, 2)] * 2,
        "moment": pa().array([1, 0], pa().timestamp("ns")),
        "facts": pa().array([[("k", 1)], None], pa().map_(pa().string(), pa().int32())),
        "nothing": pa().nulls(2),
        "half": pa().array([0.5, 1.0], pa().float16()),
    }
    pa("parquet").write_table(pa().table(columns), tmp_path / "a.parquet")
    source = lines("a.parquet")
    assert rows_of(source)[0] == {
        "prompt": "a",
        "messages": turns[0],
        "kind": "x",
        "large": 2**64 - 1,
        "price": "1.50",
        "day": "2026-01-02",
        "moment": "1970-01-01T00:00:00.000000001",
        "facts": {"k": 1},
        "nothing": None,
        "half": 0.5,
    }
    assert rows_of(source)[1]["messages"] == turns[1]
    assert import_findings(source) == []
    origin = origin_of(source, "train", 2)
    assert (origin.file, origin.line, origin.row, origin.offset) == ("a.parquet", None, 2, None)


def test_bytes_are_left_out_by_name(lines: Lines, tmp_path: Path) -> None:
    image = {"bytes": b"\x89PNG", "path": "a.png"}
    data = pa().table({"prompt": ["a"], "image": [image], "raw": [b"x"]})
    pa("parquet").write_table(data, tmp_path / "a.parquet")
    source = lines("a.parquet")
    assert rows_of(source) == [{"prompt": "a"}]
    found = import_findings(source)
    assert [finding.kind for finding in found] == ["column_left_out"] * 2
    assert "`image`" in found[0].detail
    assert "`raw`" in found[1].detail


def test_numbers_that_json_cannot_say_are_named(lines: Lines, tmp_path: Path) -> None:
    data = pa().table({"score": [1.5, float("nan"), float("-inf"), None]})
    pa("parquet").write_table(data, tmp_path / "a.parquet")
    source = lines("a.parquet")
    assert [row["score"] for row in rows_of(source)] == [1.5, None, None, None]
    assert [(f.kind, f.row) for f in import_findings(source)] == [
        ("not_finite_value", 2),
        ("not_finite_value", 3),
    ]


def test_text_that_is_not_utf_8_is_named_by_its_row(lines: Lines, tmp_path: Path) -> None:
    offsets = pa().array([0, 2, 4], pa().int32()).buffers()[1]
    text = pa().StringArray.from_buffers(2, offsets, pa().py_buffer(b"ab\xe4x"))
    pa("parquet").write_table(pa().table({"prompt": text}), tmp_path / "a.parquet")
    source = lines("a.parquet")
    assert rows_of(source) == [{"prompt": "ab"}, {"prompt": "äx"}]
    assert [(f.kind, f.row) for f in import_findings(source)] == [("wrong_encoding", 2)]


ROWS: list[dict[str, Any]] = [
    {"prompt": f"{n}", "messages": [{"role": "user", "content": "x" * n}]} for n in range(50)
]


@pytest.mark.parametrize(
    ("name", "data"), [("a.parquet", parquet(ROWS)), ("a.arrow", arrow_stream(ROWS))]
)
def test_damage_ends_in_words(lines: Lines, name: str, data: bytes) -> None:
    kinds: set[str] = set()
    damaged = [data[:cut] for cut in (9, len(data) // 2, len(data) - 9)]
    damaged += [
        data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        for place in range(8, len(data), len(data) // 60)
    ]
    for broken in damaged:
        try:
            lines(name, broken)
        except SourceError as error:
            assert name in error.detail
            kinds.add(error.kind)
    assert kinds == {"corrupt_file"}


def test_encrypted_parquet_is_called_that(lines: Lines) -> None:
    with pytest.raises(SourceError, match="encrypted") as caught:
        lines("a.parquet", b"PARE" + b"\0" * 100 + b"PARE")
    assert caught.value.kind == "encrypted_file"
