"""An import is made once for the same files, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

from temper.datasets.imports.cache import ImportCache, import_findings, origin_of, row_counts
from temper.datasets.overview import Overviews
from temper.datasets.source import find_source
from tests.datasets.imports.containers import PACKERS, json_array, jsonl, rows_of, table, write

ROWS = [{"prompt": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(10)]


def test_it_is_made_once_and_anew_when_a_file_changes(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", table(ROWS))
    cache = ImportCache(tmp_path / "cache")
    assert cache.known(find_source(path)) is None
    first = cache.lines(find_source(path))
    written = first.files["train"].stat().st_mtime_ns
    assert cache.known(find_source(path)) == first
    assert cache.lines(find_source(path)).files["train"].stat().st_mtime_ns == written
    path.write_bytes(table(ROWS[:3]))
    assert rows_of(cache.lines(find_source(path))) == ROWS[:3]


def test_what_was_removed_is_made_again(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", table(ROWS))
    cache = ImportCache(tmp_path / "cache")
    cache.lines(find_source(path)).files["train"].unlink()
    assert rows_of(cache.lines(find_source(path))) == ROWS


def test_progress_reaches_the_end_and_never_goes_back(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.json", json_array(ROWS * 20_000))
    heard: list[float] = []
    ImportCache(tmp_path / "cache").lines(find_source(path), heard.append)
    assert len(heard) > 10
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_what_a_killed_import_left_is_removed(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    imported = tmp_path / "cache" / "imported"
    for process in (gone.pid, os.getpid()):
        (imported / f".importing-{process}-x").mkdir(parents=True)
    path = write(tmp_path / "rows.csv", table(ROWS))
    ImportCache(tmp_path / "cache").lines(find_source(path))
    left = [entry.name for entry in imported.iterdir() if entry.name.startswith(".")]
    assert left == [f".importing-{os.getpid()}-x"]


def test_rows_of_several_files_lead_back_to_theirs(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    write(folder / "train-0.jsonl.gz", PACKERS[".gz"](jsonl(ROWS[:4]).rstrip(b"\n")))
    write(folder / "train-1.jsonl.gz", PACKERS[".gz"](jsonl(ROWS[4:])))
    source = ImportCache(tmp_path / "cache").lines(find_source(folder))
    assert rows_of(source) == ROWS
    assert row_counts(source) == {"train": 10}
    origins = [origin_of(source, "train", line) for line in (4, 5)]
    assert [(o.file, o.line) for o in origins] == [("train-0.jsonl.gz", 4), ("train-1.jsonl.gz", 1)]


def test_the_first_hundred_places_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", b"prompt,answer\n" + b"a,b,c\n" * 250)
    source = ImportCache(tmp_path / "cache").lines(find_source(path))
    assert len(import_findings(source)) == 100


def test_a_list_knows_the_rows_once_they_are_imported(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv.zst", PACKERS[".zst"](table(ROWS)))
    cache = ImportCache(tmp_path / "cache")
    overviews = Overviews(cache)
    (file,) = overviews.of(find_source(path)).files
    assert (file.container, file.compression, file.parts) == ("csv", "zstd", 1)
    assert (file.rows, file.bytes, file.path) == (None, path.stat().st_size, str(path))
    cache.lines(find_source(path))
    overview = overviews.of(find_source(path))
    assert (overview.files[0].rows, overview.format) == (10, "prompt_answer")
