"""Files that are long, or that change under the reader; progress; and what a server need not load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from temper.datasets.validation import ranges
from temper.datasets.validation.engine import Task, look_at_rows
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.ranges import blocks
from temper.datasets.validation.validate import validate
from temper.kit.jsonl import LONGEST_LINE
from tests.datasets.validation.dataset_files import found, jsonl, kinds, write

ROWS = jsonl(*({"text": f"This is row {n}."} for n in range(2000)))


def test_progress_goes_from_nothing_to_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write(tmp_path_factory, train=ROWS * 30, valid=ROWS)
    said: list[float] = []
    validate(folder, "sft", progress=said.append)
    assert said == sorted(said)
    assert (said[0] < 0.5, said[-1], len(said) > 5) == (True, 1.0, True)


@pytest.mark.parametrize("what", ["truncate", "append", "unlink", "empty"])
def test_a_file_that_changes_under_the_reader(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(ranges, "BLOCK", 1000)
    path = write(tmp_path_factory, train=ROWS + ROWS) / "train.jsonl"

    def change(share: float) -> None:
        if 0.2 < share < 0.9 and path.exists():
            if what == "append":
                with path.open("ab") as file:
                    file.write(b"no row\n")
            elif what == "unlink":
                path.unlink()
            else:
                os.truncate(path, 0 if what == "empty" else len(ROWS) + 7)

    report = validate(path, "sft", progress=change)
    assert "changed" in kinds(report)
    assert not report.ready


def test_rows_found_again_may_be_gone_by_then(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "BLOCK", 1000)
    path = write(tmp_path_factory, train=ROWS + ROWS) / "train.jsonl"

    def change(share: float) -> None:
        if share >= 0.89:
            os.truncate(path, 500)

    assert not validate(path, "sft", progress=change).ready


@pytest.mark.parametrize("ending", [b"\n", b""])
@pytest.mark.parametrize("more", [0, 1])
def test_a_line_is_too_long_from_one_byte_on(tmp_path: Path, ending: bytes, more: int) -> None:
    line = b'{"text": "' + b"x" * (LONGEST_LINE - 12 + more) + b'"}'
    (tmp_path / "train.jsonl").write_bytes(b'{"text": "a"}\n' + line + ending)
    report = validate(tmp_path, "sft")
    assert report.ready is (more == 0)
    assert report.splits[0].rows == 2
    if more:
        place = found(report, "line_too_long").places[0]
        assert (place.line, place.offset, len(place.excerpt) < 200) == (2, 14, True)


@pytest.mark.parametrize("block", [1, 5, 64])
@pytest.mark.parametrize("data", [b"", b"\n", b"a\nbb\n\nccc", b"a\nbb\n\nccc\n", b"x" * 200])
def test_each_line_belongs_to_one_stretch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, block: int
) -> None:
    monkeypatch.setattr(ranges, "BLOCK", block)
    path = tmp_path / "file"
    path.write_bytes(data)
    with path.open("rb") as file:
        for step in (1, 2, 3, 7, 300):
            read = b"".join(
                part.data
                for begin in range(0, len(data), step)
                for part in blocks(file.fileno(), begin, min(begin + step, len(data)), len(data))
            )
            assert read == data


def test_no_file_at_all_is_no_fault() -> None:
    task = Task(None, "sft", ValidationOptions())
    assert look_at_rows(task, [], lambda share: None, 4, 100) == {}


def test_who_does_not_validate_does_not_load_numpy() -> None:
    program = "import sys, temper.datasets.validation.validate; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[3])
