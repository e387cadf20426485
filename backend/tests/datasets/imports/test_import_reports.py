"""A report on imported rows speaks of a person's own files."""

import json
from pathlib import Path

from temper.datasets.imports.cache import ImportCache
from temper.datasets.schemas import DatasetProblem, Report
from temper.datasets.source import find_source
from temper.datasets.validation.validate import validate
from tests.datasets.imports.containers import parquet, write


def report_on(path: Path, tmp_path: Path) -> Report:
    """The report for methods that read prompt/answer rows."""
    source = ImportCache(tmp_path / "cache").lines(find_source(path))
    return validate(source, "prompt_answer")


def problem(report: Report, kind: str) -> DatasetProblem:
    """The problem of a kind."""
    return next(problem for problem in report.problems if problem.kind == kind)


def test_a_sound_table_is_ready(tmp_path: Path) -> None:
    path = write(tmp_path / "train.csv", b"prompt,answer,system\nWhat is 2 + 3?,5,Answer\n")
    report = report_on(path, tmp_path)
    assert report.ready
    assert [(split.file, split.rows, split.bytes) for split in report.splits] == [
        ("train.csv", 1, path.stat().st_size)
    ]


def test_rows_of_a_table_have_the_line_they_begin_on(tmp_path: Path) -> None:
    text = 'prompt,answer\n"What is\n2 + 3?",5\nWhat is 3 + 4?,\n"What is\n2 + 3?",5\n'
    report = report_on(write(tmp_path / "train.csv", text.encode()), tmp_path)
    (empty,) = problem(report, "empty_text").places
    assert (empty.file, empty.line, empty.row, empty.offset, empty.column) == (
        "train.csv",
        4,
        2,
        None,
        None,
    )
    assert "train.csv, line 4" in report.verdict
    assert "train.csv, line 2" in problem(report, "duplicate").places[0].detail


def test_what_the_import_found_stands_in_the_way(tmp_path: Path) -> None:
    path = write(tmp_path / "train.csv", b"prompt,answer\na,b\nc,d,e\n" + "ä,f\n".encode("latin-1"))
    report = report_on(path, tmp_path)
    assert not report.ready
    assert report.ready_for == []
    (place,) = problem(report, "csv_columns").places
    assert (place.file, place.line, place.row) == ("train.csv", 3, 2)
    assert problem(report, "csv_columns").repair == "drop_bad_rows"
    assert problem(report, "wrong_encoding").places[0].offset == 24
    assert problem(report, "wrong_encoding").repair == "re_encode"


def test_rows_of_an_array_have_their_byte(tmp_path: Path) -> None:
    rows = [{"prompt": "a", "answer": "b"}, {"prompt": "c", "answer": 7}]
    data = json.dumps(rows, indent=2).encode()
    (place,) = problem(
        report_on(write(tmp_path / "train.json", data), tmp_path), "number_value"
    ).places
    assert (place.file, place.line, place.row) == ("train.json", None, 2)
    assert place.offset == data.rindex(b"{")


def test_rows_of_columns_have_their_number(tmp_path: Path) -> None:
    data = parquet([{"prompt": "a", "answer": "b"}, {"prompt": "c", "answer": None}])
    report = report_on(write(tmp_path / "train.parquet", data), tmp_path)
    (place,) = problem(report, "null_value").places
    assert (place.file, place.line, place.row) == ("train.parquet", None, 2)
    assert "train.parquet, row 2" in report.verdict


def test_a_workbook_that_is_called_a_table_is_named(tmp_path: Path) -> None:
    report = report_on(write(tmp_path / "train.csv", b"PK\x03\x04" + b"\0\xff" * 500), tmp_path)
    assert "a zip file" in problem(report, "not_jsonl").places[0].detail


def test_what_could_not_be_read_is_not_called_empty(tmp_path: Path) -> None:
    report = report_on(write(tmp_path / "train.json", b"[" * 100_000), tmp_path)
    assert "The file ends before the value that begins at byte 1 is complete" in report.verdict
    assert "empty_file" not in {problem.kind for problem in report.problems}
    (nothing := tmp_path / "nothing").mkdir()
    report = report_on(write(nothing / "train.json", b"[]"), tmp_path)
    assert [problem.kind for problem in report.problems] == ["empty_file", "no_valid"]


def test_places_in_later_shards_lead_to_their_row_of_the_split(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    folder.mkdir()
    sound = b"prompt,answer\n" + b"".join(b"q%d,a\n" % n for n in range(5))
    write(folder / "train-00000-of-00002.csv", sound)
    write(folder / "train-00001-of-00002.csv", b'prompt,answer\n"two\nlines",a\nb, \nc\n')
    report = report_on(folder, tmp_path)
    (empty,) = problem(report, "empty_text").places
    assert (empty.file, empty.row, empty.line) == ("train-00001-of-00002.csv", 2, 4)
    assert (empty.split, empty.position) == ("train", 7)
    (short,) = problem(report, "csv_columns").places
    assert (short.row, short.split, short.position) == (3, "train", 8)
