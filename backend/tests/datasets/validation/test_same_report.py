"""However the bytes are read, whole or by halves, by one process or by several, the report is the same."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from temper.datasets.formats import DatasetShape
from temper.datasets.validation import ranges
from temper.datasets.validation.validate import validate
from tests.datasets.validation.dataset_files import contents, jsonl, shapes, write
from tests.examples import examples

FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(contents(), contents(), shapes)
@settings(max_examples=examples(200), deadline=None, suppress_health_check=FIXTURES)
def test_line_by_line_says_what_whole_blocks_say(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    train: bytes,
    valid: bytes,
    shape: DatasetShape,
) -> None:
    folder = write(tmp_path_factory, train=train, valid=valid)
    quick = validate(folder, shape)
    with monkeypatch.context() as slowly:
        slowly.setattr("temper.datasets.validation.batch._prove", _never)
        assert validate(folder, shape) == quick


@given(contents(), contents(), shapes)
@settings(max_examples=examples(200), deadline=None, suppress_health_check=FIXTURES)
def test_small_blocks_say_what_large_ones_say(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    train: bytes,
    valid: bytes,
    shape: DatasetShape,
) -> None:
    folder = write(tmp_path_factory, train=train, valid=valid)
    whole = validate(folder, shape)
    with monkeypatch.context() as small:
        small.setattr(ranges, "BLOCK", 64)
        assert validate(folder, shape) == whole


@given(contents(), contents(), contents(), shapes)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=FIXTURES)
def test_three_processes_say_what_one_says(
    tmp_path_factory: pytest.TempPathFactory,
    train: bytes,
    valid: bytes,
    test: bytes,
    shape: DatasetShape,
) -> None:
    folder = write(tmp_path_factory, train=train, valid=valid, test=test)
    assert validate(folder, shape, processes=3, large=100) == validate(folder, shape)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_too_many_errors_end_a_file_at_the_same_line(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr("temper.datasets.validation.engine.ENOUGH", 50)
    monkeypatch.setattr("temper.datasets.validation.scan.scan.__defaults__", (50,))
    rows = [{"prompt": str(n), "answer": n if n % 3 else "a"} for n in range(500)]
    folder = write(tmp_path_factory, train=jsonl(*rows), valid=jsonl(*rows[:9]))
    report = validate(folder, "sft", processes=processes, large=1000)
    numbers, gave_up = report.problems[:2]
    assert (numbers.kind, numbers.count, gave_up.kind) == ("number_value", 51 + 6, "gave_up")
    assert [place.line for place in gave_up.places] == [77]
    assert [split.rows for split in report.splits] == [77, 9]


def test_a_child_that_is_killed_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    folder = write(tmp_path_factory, train=jsonl(*({"text": str(n)} for n in range(3000))))
    expected = validate(folder, "sft")
    parent = os.getpid()
    genuine = os.read

    def read(handle: int, count: int) -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return genuine(handle, count)

    monkeypatch.setattr(os, "read", read)
    assert validate(folder, "sft", processes=2, large=1000) == expected


def _never(*unused: Any) -> None:
    return None
