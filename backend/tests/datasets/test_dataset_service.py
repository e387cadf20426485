"""Datasets are remembered, found again by id, name or path, derived from, and forgotten."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.service import DatasetService
from temper.datasets.validation.options import ValidationOptions
from temper.errors import Conflict, InvalidRequest, NotFound
from temper.settings import Settings
from tests.datasets.conftest import ROW, WriteRows

ROWS = [ROW | {"prompt": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(20)]


def lines(folder: str | Path, split: str) -> list[dict[str, Any]]:
    text = (Path(folder) / f"{split}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_a_path_is_registered_once(service: DatasetService, write_rows: WriteRows) -> None:
    folder = write_rows("my-data", train=ROWS, valid=ROWS[:2])
    first, new = service.register(str(folder))
    assert (new, first.name, first.origin, first.format) == (
        True,
        "my-data",
        "registered",
        "prompt_answer",
    )
    assert [(file.split, file.rows) for file in first.files] == [("train", 20), ("valid", 2)]
    assert service.register(f"{folder}/../my-data") == (first, False)


def test_home_is_a_path_too(
    service: DatasetService, write_rows: WriteRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(train=ROWS)
    monkeypatch.setenv("HOME", str(folder.parent))
    assert service.register("~/data")[0].path == str(folder)


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/no/such/place", "does not exist"),
        ("relative/path", "not an absolute path"),
        ("~nobody-of-that-name/x", "home folder"),
        ("/dev/null", "a device"),
        ("/proc/self/mem", "a view into the system"),
        ("/proc/self/fd", "a view into the system"),
        ("/sys/kernel", "a view into the system"),
        ("/x\0y", "NUL"),
        ("/" + "x" * 300, "cannot be read"),
        ("/\ud800", "not valid text"),
    ],
)
def test_a_path_that_cannot_be_used_is_refused_at_its_field(
    service: DatasetService, path: str, detail: str
) -> None:
    with pytest.raises(InvalidRequest, match=detail) as caught:
        service.register(path)
    assert caught.value.errors[0].pointer == "/path"
    assert [item.id for item in service.list(10, None).items] == ["arithmetic", "sample"]


def test_nothing_waits_for_a_pipe(service: DatasetService, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.jsonl")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "folder" / "train.jsonl")
    for path in ("rows.jsonl", "folder"):
        with pytest.raises(InvalidRequest, match="a pipe"):
            service.register(str(tmp_path / path))


def test_a_folder_without_train_says_what_it_holds(
    service: DatasetService, write_rows: WriteRows
) -> None:
    with pytest.raises(InvalidRequest, match=r"no train\.jsonl.*it holds test\.jsonl"):
        service.register(str(write_rows(test=ROWS)))


def test_the_list_is_newest_first_in_pages_with_the_built_in_ones_last(
    service: DatasetService, write_rows: WriteRows
) -> None:
    made = [service.register(str(write_rows(f"d{n}", train=ROWS)))[0].id for n in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = service.list(2, cursor)
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen[:5]) == sorted(made)
    assert seen[5:] == ["arithmetic", "sample"]
    assert len(seen) == 7


def test_a_dataset_whose_files_are_gone_says_so(
    service: DatasetService, write_rows: WriteRows
) -> None:
    folder = write_rows(train=ROWS)
    dataset = service.register(str(folder))[0]
    (folder / "train.jsonl").unlink()
    assert "no train.jsonl" in str(service.get(dataset.id).missing)
    with pytest.raises(Conflict, match="no train"):
        service.report(dataset.id, "sft", "sft")
    with pytest.raises(InvalidRequest, match="gone") as caught:
        service.usable(dataset.id, "sft")
    assert caught.value.errors[0].pointer == "/dataset"


def test_deleting_forgets_a_path_and_removes_what_temper_made(
    service: DatasetService, write_rows: WriteRows
) -> None:
    folder = write_rows(train=ROWS)
    registered = service.register(str(folder))[0]
    made = service.split(registered.id, SplitRequest())
    service.delete(registered.id)
    service.delete(made.id)
    assert (folder / "train.jsonl").is_file()
    assert not Path(made.path).exists()
    for gone in (registered.id, made.id):
        with pytest.raises(NotFound):
            service.get(gone)
    with pytest.raises(Conflict):
        service.delete("sample")


@pytest.mark.parametrize("name", ["arithmetic", "id", "path", "file"])
def test_a_plan_may_name_a_dataset_by_id_name_or_path(
    service: DatasetService, write_rows: WriteRows, name: str
) -> None:
    folder = write_rows("mine", train=ROWS)
    names = {
        "arithmetic": "arithmetic",
        "id": service.register(str(folder))[0].id,
        "path": str(folder),
        "file": str(folder / "train.jsonl"),
    }
    usable = service.usable(names[name], "prompt_answer", ValidationOptions(batch_size=4))
    expected = {"arithmetic": ("arithmetic", 200), "file": ("train", 20)}.get(name, ("mine", 20))
    assert (usable.name, usable.rows["train"]) == expected
    assert len(lines(usable.folder, "train")) == expected[1]
    assert len(usable.digests["train"]) == 64


@pytest.mark.parametrize("name", ["nothing", "/no/such/place", "relative/x", "", "\ud800", "\0"])
def test_a_plan_on_no_dataset_is_refused_at_its_field(service: DatasetService, name: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        service.usable(name, "sft")
    assert [error.pointer for error in caught.value.errors] == ["/dataset"]


def test_a_plan_on_rows_that_are_not_ready_is_refused_with_the_verdict(
    service: DatasetService, write_rows: WriteRows
) -> None:
    folder = write_rows(train=[*ROWS, ROW | {"answer": 7}])
    with pytest.raises(InvalidRequest, match=r"train\.jsonl, line 21: `answer` is the number 7"):
        service.usable(str(folder), "prompt_answer")


def test_warnings_travel_with_usable_rows(service: DatasetService, write_rows: WriteRows) -> None:
    folder = write_rows(train=[{"prompt": "a", "answer": "b"}], valid=ROWS)
    usable = service.usable(str(folder), "prompt_answer")
    assert len(usable.warnings) == 1
    assert "its own instruction" in usable.warnings[0]


def test_converting_repairs_and_leaves_the_original(
    service: DatasetService, write_rows: WriteRows
) -> None:
    text = b'\xef\xbb\xbf{"prompt": "a", "answer": 7}\n\n{"prompt": "b", "answer": "c"}\nbad\n'
    folder = write_rows(train=text)
    source = service.register(str(folder))[0]
    request = ConvertRequest(
        format="messages",
        fixes=["strip_bom", "drop_blank_lines", "coerce_numbers", "drop_bad_rows"],
    )
    made = service.convert(source.id, request)
    assert (made.origin, made.format, made.files[0].rows) == ("converted", "messages", 2)
    assert lines(made.path, "train")[0]["messages"][-1]["content"] == "7"
    assert made.lineage["source"] == source.id
    assert made.lineage["dropped"] == {"train": 2}
    assert (folder / "train.jsonl").read_bytes() == text
    assert service.report(made.id, "sft", "sft").ready


def test_a_conversion_that_stops_leaves_nothing(
    service: DatasetService, settings: Settings, write_rows: WriteRows
) -> None:
    source = service.register(str(write_rows(train=[ROW, ROW | {"answer": 7}])))[0]
    with pytest.raises(InvalidRequest, match=r"line 2: .*`coerce_numbers` or `drop_bad_rows`"):
        service.convert(source.id, ConvertRequest(format="messages"))
    assert list(settings.datasets.iterdir()) == []
    assert len(service.list(10, None).items) == 3


def test_a_format_that_no_method_reads_needs_a_target(
    service: DatasetService, write_rows: WriteRows
) -> None:
    source = service.register(str(write_rows(train=[{"instruction": "a", "output": "b"}])))[0]
    with pytest.raises(InvalidRequest) as caught:
        service.convert(source.id, ConvertRequest())
    assert caught.value.errors[0].pointer == "/format"
    made = service.convert(source.id, ConvertRequest(format="prompt_answer"))
    assert lines(made.path, "train") == [{"prompt": "a", "answer": "b"}]


def test_a_split_is_the_same_for_the_same_seed_and_loses_no_row(
    service: DatasetService, write_rows: WriteRows
) -> None:
    source = service.register(str(write_rows(train=ROWS[:15], valid=ROWS[15:])))[0]

    def split(seed: int) -> dict[str, list[dict[str, Any]]]:
        made = service.split(source.id, SplitRequest(valid=0.2, test=0.1, seed=seed))
        return {name: lines(made.path, name) for name in ("train", "valid", "test")}

    first = split(7)
    assert {name: len(rows) for name, rows in first.items()} == {"train": 14, "valid": 4, "test": 2}
    assert split(7) == first
    assert split(8) != first
    dealt = [row for rows in first.values() for row in rows]
    assert sorted(map(str, dealt)) == sorted(map(str, ROWS))


@pytest.mark.parametrize(("valid", "test"), [(0.5, 0.5), (0.9, 0.2), (0.4, 0.4)])
def test_a_split_that_leaves_nothing_to_train_on_is_refused(
    service: DatasetService, write_rows: WriteRows, valid: float, test: float
) -> None:
    source = service.register(str(write_rows(train=[ROW])))[0]
    with pytest.raises(InvalidRequest):
        service.split(source.id, SplitRequest(valid=valid, test=test))


def test_rows_as_stored_and_as_rendered(service: DatasetService, write_rows: WriteRows) -> None:
    deep = b'{"x": ' + b"[" * 200 + b"]" * 200 + b"}"
    wide = json.dumps({"text": "x" * 300_000}).encode()
    good = json.dumps(ROW).encode()
    folder = write_rows(train=b"\n".join([good, b"bad", b"", deep, wide, b'{"x": NaN}', good]))
    source = service.register(str(folder))[0]
    page = service.rows(source.id, "train", 0, 5)
    assert (page.total, page.next_cursor) == (7, 5)
    assert page.items[0].row == ROW
    assert str(page.items[0].rendered).startswith("[system]\nAnswer with a number.\n\n[user]")
    assert [item.row is None for item in page.items] == [False, True, True, True, True]
    assert page.items[1].raw == "bad"
    assert len(str(page.items[4].raw)) == 4000
    rest = service.rows(source.id, "train", 5, 5)
    assert [item.index for item in rest.items] == [5, 6]
    assert rest.next_cursor is None
    assert service.rows(source.id, "train", 99, 5).items == []
    with pytest.raises(InvalidRequest):
        service.rows(source.id, "test", 0, 5)


def test_pages_deep_in_a_large_file(service: DatasetService, tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    path.write_text(
        "".join(json.dumps({"text": f"{n} " + "x" * 200}) + "\n" for n in range(20_000))
    )
    source = service.register(str(path))[0]
    page = service.rows(source.id, "train", 17_003, 3)
    assert [item.row["text"].split()[0] for item in page.items] == ["17003", "17004", "17005"]
    assert page.total == 20_000
