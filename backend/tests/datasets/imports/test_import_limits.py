"""Packed, damaged, growing and vanishing files: each ends in words, and leaves nothing behind."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from temper.datasets.imports.cache import ImportCache
from temper.datasets.imports.limits import Limits
from temper.datasets.source import SourceError, find_source
from tests.datasets.imports.containers import PACKERS, json_array, pa, write

ROWS = [{"prompt": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(5000)]


def refused(
    path: Path, limits: Limits | None = None, progress: Callable[[float], None] | None = None
) -> SourceError:
    """What an import says; it leaves nothing behind."""
    cache = path.parent / "cache"
    with pytest.raises(SourceError) as caught:
        ImportCache(cache, limits).lines(find_source(path), progress or (lambda _: None))
    assert list((cache / "imported").iterdir()) == []
    return caught.value


@pytest.mark.parametrize("packer", [".gz", ".zst"])
def test_a_bomb_is_stopped_early(tmp_path: Path, packer: str) -> None:
    bomb = PACKERS[packer](b"[" + b" " * (32 << 20) + b"]")
    path = write(tmp_path / f"rows.json{packer}", bomb)
    error = refused(path, Limits(harmless=1 << 20))
    assert error.kind == "decompression_bomb"
    assert f"has {len(bomb):,} bytes" in error.detail


def test_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.json.gz", gzip.compress(json_array(ROWS)))
    error = refused(path, Limits(expanded=100_000))
    assert error.kind == "too_large"
    assert "100,000 bytes" in error.detail


def test_the_disk_is_never_filled(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.json", json_array(ROWS))
    assert refused(path, Limits(reserve=1 << 60)).kind == "no_space"


def test_columns_that_repeat_a_value_without_end_are_a_bomb(tmp_path: Path) -> None:
    text = pa().DictionaryArray.from_arrays(
        pa().array([0] * 200_000, pa().int32()), pa().array(["x" * 500])
    )
    pa("parquet").write_table(pa().table({"text": text}), tmp_path / "rows.parquet")
    assert (tmp_path / "rows.parquet").stat().st_size < 20_000
    error = refused(tmp_path / "rows.parquet", Limits(harmless=1 << 20))
    assert error.kind == "decompression_bomb"


@pytest.mark.parametrize("packer", [".gz", ".zst"])
@pytest.mark.parametrize("harm", ["cut", "changed", "garbage after"])
def test_damaged_packing_is_named_with_its_place(tmp_path: Path, packer: str, harm: str) -> None:
    data = PACKERS[packer](json_array(ROWS))
    middle = len(data) // 2
    broken = {
        "cut": data[:middle],
        "changed": data[:middle]
        + bytes(b ^ 0xFF for b in data[middle : middle + 40])
        + data[middle + 40 :],
        "garbage after": data + b"garbage",
    }[harm]
    error = refused(write(tmp_path / f"rows.json{packer}", broken))
    assert error.kind == "corrupt_file"
    assert f"of {len(broken):,}" in error.detail


@pytest.mark.parametrize("name", ["rows.csv", "rows.json", "rows.jsonl.gz"])
def test_a_file_that_changes_meanwhile_is_not_kept(tmp_path: Path, name: str) -> None:
    data = json_array(ROWS) if "json" in name else b"prompt,answer\n" + b"a,b\n" * 100_000
    path = write(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)

    def grow(share: float) -> None:
        with path.open("ab") as file:
            file.write(b"more\n")

    assert refused(path, progress=grow).kind == "changed"


def test_a_file_that_vanishes_meanwhile_is_not_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.json", json_array(ROWS))
    assert refused(path, progress=lambda _: path.unlink(missing_ok=True)).kind == "changed"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    rows = json.dumps(ROWS).encode()[1:-1]
    with gzip.open(tmp_path / "rows.json.gz", "wb", compresslevel=1) as file:
        file.write(b"[" + rows)
        for _ in range(240):
            file.write(b"," + rows)
        file.write(b"]")
    code = """
import resource, sys
from pathlib import Path
from temper.datasets.imports.cache import ImportCache
from temper.datasets.source import find_source

def peak():
    # The peak of this process alone; ru_maxrss counts what it was forked from.
    try:
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) << 10
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

folder = Path(sys.argv[1])
source = find_source(folder / "rows.json.gz")
before = peak()
lines = ImportCache(folder / "cache").lines(source)
print(lines.files["train"].stat().st_size, peak() - before)
print([name for name in ("pyarrow", "numpy") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    size, growth = map(int, done.stdout.splitlines()[0].split())
    assert size > 50 << 20
    assert growth < 20 << 20
    assert done.stdout.splitlines()[1] == "[]"


_COUNT_MEMORY = """
import resource, sys
from pathlib import Path
from temper.datasets.imports.cache import ImportCache
from temper.datasets.source import SourceError, find_source
source = find_source(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    ImportCache(Path(sys.argv[2])).lines(source)
except SourceError as error:
    print(error.kind)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_header_of_millions_of_columns_is_refused_in_little_memory(tmp_path: Path) -> None:
    table = tmp_path / "wide.csv"
    with table.open("wb") as file:
        file.write(b"prompt" + b",a" * 7_000_000 + b"\n")
        for _ in range(10):
            file.write(b"b" + b",c" * 7_000_000 + b"\n")
    command = [sys.executable, "-c", _COUNT_MEMORY, str(table), str(tmp_path / "cache")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    kind, megabytes = ran.stdout.split()
    assert kind == "too_many_columns"
    assert int(megabytes) < 150


def test_a_table_of_too_many_columns_is_refused_in_any_container(tmp_path: Path) -> None:
    wide = pa().table({f"c{n}": ["a"] for n in range(10_001)})
    pa("parquet").write_table(wide, tmp_path / "wide.parquet")
    error = refused(tmp_path / "wide.parquet")
    assert error.kind == "too_many_columns"
    assert "wide.parquet has more than 10,000 columns" in error.detail
