"""Long work is done by a child process, small work here, and both come to the same."""

import gzip
import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from temper.database import Database
from temper.datasets.derived.remembered import MappingStore
from temper.datasets.derived.service import DerivedService
from temper.datasets.failures import WorkBrokeOff, WorkCancelled
from temper.datasets.requests import ConvertRequest
from temper.datasets.service import DatasetService
from temper.datasets.source import find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.work import SMALL_BYTES, DatasetWork, is_small
from temper.errors import Conflict, InvalidRequest, NotFound
from temper.settings import Settings
from tests.datasets.conftest import ROW

CSV = "prompt,answer\nWhat is 2 + 3?,5\nWhat is 4 + 4?,8\n"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[DatasetWork]:
    made = DatasetWork(tmp_path / "cache")
    yield made
    made.close()


def until(condition: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def workers() -> list[psutil.Process]:
    return [
        child
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE and "temper.datasets.worker" in child.cmdline()
    ]


def large_file(path: Path, megabytes: int) -> Path:
    """As many rows as come to about this size; the same million bytes again and again."""
    rows = (json.dumps(ROW | {"prompt": f"{n}: " + "x" * 400}) + "\n" for n in range(2000))
    text = "".join(rows).encode()
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(text)
    return path


def test_small_json_lines_start_no_process(work: DatasetWork, tmp_path: Path) -> None:
    path = tmp_path / "small.jsonl"
    path.write_text(json.dumps(ROW) + "\n")
    assert work.report(find_source(path), "sft", ValidationOptions()).ready
    assert work.prepared(find_source(path), "sft").rows == {"train": 1}
    assert work.jobs.items() == []
    assert workers() == []


def test_other_containers_are_read_by_a_child(work: DatasetWork, tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text(CSV)
    source = find_source(path)
    assert not is_small(source)
    report = work.report(source, "prompt_answer", ValidationOptions())
    assert (report.ready, report.splits[0].rows) == (True, 2)
    assert work.known_lines(source) == work.lines(source)
    prepared = work.prepared(source, "prompt_answer")
    assert json.loads((prepared.folder / "train.jsonl").read_text().splitlines()[1]) == {
        "prompt": "What is 4 + 4?",
        "answer": "8",
    }
    assert {job.kind for job in work.jobs.items()} == {"import", "validate", "prepare"}


def test_a_second_look_takes_no_work(work: DatasetWork, tmp_path: Path) -> None:
    path = large_file(tmp_path / "large.jsonl", 2)
    source = find_source(path)
    first = work.report(source, "sft", ValidationOptions())
    assert work.report(source, "sft", ValidationOptions()) == first
    assert len(work.jobs.items()) == 1
    path.write_text(json.dumps(ROW) + "\n")
    assert work.report(find_source(path), "sft", ValidationOptions()).splits[0].rows == 1


def test_the_size_decides_and_both_ways_say_the_same(work: DatasetWork, tmp_path: Path) -> None:
    path = large_file(tmp_path / "large.jsonl", 2)
    with path.open("a") as file:
        file.write('{"prompt": "a", "answer": 7}\n\n')
    source = find_source(path)
    assert path.stat().st_size > SMALL_BYTES
    there = work.report(source, "prompt_answer", ValidationOptions())
    from temper.datasets.validation.validate import validate

    assert there == validate(source, "prompt_answer")


def test_a_file_that_cannot_be_imported_is_not_ready_and_says_why(
    work: DatasetWork, tmp_path: Path
) -> None:
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"PAR1 and nothing more")
    report = work.report(find_source(path), "sft", ValidationOptions())
    assert not report.ready
    assert [problem.kind for problem in report.problems] == ["corrupt_file"]


def test_every_way_works_on_a_csv(
    service: DatasetService, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "sums.csv"
    path.write_text(CSV)
    made = service.register(str(path))[0]
    assert service.rows(made.id, "train", 1, 5).items[0].row["answer"] == "8"
    assert service.usable(made.id, "prompt_answer").rows == {"train": 2}
    converted = service.convert(made.id, ConvertRequest(format="messages"))
    assert service.report(converted.id, "sft", "sft").ready
    assert service.get(made.id).files[0].rows == 2
    with pytest.raises(InvalidRequest, match="`poems`"):
        service.convert(made.id, ConvertRequest(format="messages", mapping={"poems": "x"}))
    assert [path.name for path in settings.datasets.iterdir()] == [converted.id]
    assert path.read_text() == CSV


def begun(work: DatasetWork) -> str:
    """The id of the only job, once its child is in the middle of it."""
    until(lambda: any((job.progress or 0) > 0 for job in work.jobs.items()))
    return work.jobs.items()[0].id


def test_called_off_work_ends_at_once_and_who_waits_is_told(
    work: DatasetWork, tmp_path: Path
) -> None:
    source = find_source(large_file(tmp_path / "large.jsonl", 80))
    errors: list[Exception] = []

    def wait() -> None:
        try:
            work.report(source, "sft", ValidationOptions())
        except Exception as error:
            errors.append(error)

    waiting = [threading.Thread(target=wait) for _ in range(2)]
    for thread in waiting:
        thread.start()
    work.jobs.cancel(begun(work))
    for thread in waiting:
        thread.join(30)
    assert [type(error) for error in errors] == [WorkCancelled, WorkCancelled]
    until(lambda: workers() == [])
    assert work.report(source, "sft", ValidationOptions()).splits[0].rows > 0


def test_a_child_that_is_killed_is_a_problem_and_the_next_one_works(
    work: DatasetWork, tmp_path: Path
) -> None:
    source = find_source(large_file(tmp_path / "large.jsonl", 80))
    killer = threading.Thread(
        target=lambda: (begun(work), os.kill(workers()[0].pid, signal.SIGKILL))
    )
    killer.start()
    with pytest.raises(WorkBrokeOff, match="SIGKILL"):
        work.report(source, "sft", ValidationOptions())
    killer.join()
    assert work.report(source, "sft", ValidationOptions()).splits[0].rows > 0


def test_a_conversion_that_is_called_off_leaves_nothing(
    service: DatasetService, settings: Settings, tmp_path: Path
) -> None:
    made = service.register(str(large_file(tmp_path / "large.jsonl", 80)))[0]
    cancelling = threading.Thread(target=lambda: service.jobs.cancel(begun(service.work)))
    cancelling.start()
    with pytest.raises(Conflict, match="cancelled"):
        service.convert(made.id, ConvertRequest(format="messages"))
    cancelling.join()
    until(lambda: list(settings.datasets.iterdir()) == [])


def test_imports_keep_to_the_limits_of_the_settings(settings: Settings, tmp_path: Path) -> None:
    strict = replace(settings, max_expanded_bytes=100)
    service = DatasetService(strict, Database(strict.database))
    path = tmp_path / "sums.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode() * 10))
    report = service.report(service.register(str(path))[0].id, "sft", "sft")
    service.close()
    assert "more than 100 bytes when unpacked" in report.verdict
    assert "TEMPER_MAX_EXPANDED_BYTES" in report.verdict


def test_work_goes_by_the_name_of_its_dataset(
    service: DatasetService, settings: Settings, tmp_path: Path
) -> None:
    with service.new_files() as folder:
        large_file(folder / "train.jsonl", 20)
        made = service.adopt(folder, "My chats", "uploaded")
    reading = threading.Thread(target=lambda: service.report(made.id, "sft", "sft"))
    reading.start()
    begun(service.work)
    assert [job.title for job in service.jobs.items()] == ["Checking My chats"]
    reading.join()


def test_a_look_at_the_columns_is_not_taken_for_a_check(
    service: DatasetService, tmp_path: Path
) -> None:
    made = service.register(str(large_file(tmp_path / "large.jsonl", 20)))[0]
    derived = DerivedService(service, MappingStore(Database(tmp_path / "mappings.db")))
    assert derived.columns(made.id).rows_seen == 10_000
    assert [job.kind for job in service.jobs.items()] == ["columns"]


@pytest.mark.parametrize("origin", ["uploaded", "registered"])
def test_who_waits_for_a_dataset_that_is_deleted_is_told_so(
    service: DatasetService, tmp_path: Path, origin: str
) -> None:
    if origin == "uploaded":
        with service.new_files() as folder:
            large_file(folder / "train.jsonl", 80)
            made = service.adopt(folder, "large", "uploaded")
    else:
        made = service.register(str(large_file(tmp_path / "large.jsonl", 80)))[0]
    deleting = threading.Thread(target=lambda: (begun(service.work), service.delete(made.id)))
    deleting.start()
    with pytest.raises(NotFound, match="The dataset was deleted while it was read"):
        service.report(made.id, "sft", "sft")
    deleting.join()
    until(lambda: all(job.state == "cancelled" for job in service.jobs.items()))


def test_what_a_killed_server_left_is_removed_at_the_next_start(
    service: DatasetService, settings: Settings
) -> None:
    left = [settings.datasets / ".new-abc", settings.cache / "prepared" / ".preparing-abc"]
    for folder in left:
        folder.mkdir(parents=True)
    service.open()
    assert not any(folder.exists() for folder in left)


def test_closing_leaves_no_child_behind(work: DatasetWork, tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text(CSV)
    work.lines(find_source(path))
    assert len(workers()) == 1
    work.close()
    until(lambda: workers() == [])
