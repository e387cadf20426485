"""Whatever holds the rows, the same rows come out of it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temper.datasets.imports.cache import ImportCache, import_findings
from temper.datasets.source import find_source
from tests.datasets.imports.containers import (
    CONTAINERS,
    PACKERS,
    Rows,
    jsonl,
    rows_of,
    table,
    write,
    zstd,
)

NASTY = st.sampled_from(
    ['say "hi"', "a\nb\r\nc", ",;|\t", "\\", "\x01\x7f\u2028", "1e999", "7", "{", "]", "😀 ü", " "]
)
TEXTS = NASTY | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ROWS = st.lists(st.fixed_dictionaries({"prompt": TEXTS, "answer": TEXTS}), min_size=1, max_size=6)


@pytest.mark.parametrize("packer", PACKERS)
@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_every_container_gives_the_rows_that_went_in(
    container: str, packer: str, rows: Rows
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write(folder / (container + packer), PACKERS[packer](CONTAINERS[container](rows)))
        source = ImportCache(folder / "cache").lines(find_source(path))
        assert rows_of(source) == rows
        assert import_findings(source) == []


@pytest.mark.parametrize("container", ["rows.parquet", "stream.arrow", "rows.json"])
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, container: str) -> None:
    rows: Rows = [{"prompt": "a", "answer": "b"}, {"prompt": "c", "answer": "d"}]
    path = write(tmp_path / "download", CONTAINERS[container](rows))
    source = ImportCache(tmp_path / "cache").lines(find_source(path))
    assert rows_of(source) == rows


def test_what_zstd_holds_is_known_when_it_is_unpacked(tmp_path: Path) -> None:
    rows: Rows = [{"prompt": "a", "answer": "b"}, {"prompt": "c", "answer": "d"}]
    path = write(tmp_path / "download.zst", zstd(table(rows)))
    assert rows_of(ImportCache(tmp_path / "cache").lines(find_source(path))) == rows


def test_lines_that_are_json_lines_are_read_in_place(tmp_path: Path) -> None:
    rows: Rows = [{"prompt": "a", "answer": "b"}] * 3
    for name in ("rows.jsonl", "rows.ndjson", "rows.json"):
        path = write(tmp_path / name, jsonl(rows))
        source = find_source(path)
        assert not source.needs_import
        assert ImportCache(tmp_path / "cache").lines(source) == source
        assert source.files == {"train": path}
    assert not (tmp_path / "cache").exists()
