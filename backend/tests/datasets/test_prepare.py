"""Prepared rows are what the trainer reads; the originals stay as they are."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.cache import PreparedCache, ReportCache
from temper.datasets.prepare import NotReady, prepare
from temper.datasets.source import SourceError, find_source
from temper.datasets.validation.options import ValidationOptions
from tests.datasets.conftest import ROW, WriteRows

VALID = [ROW | {"prompt": "?"}]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jsonl")
    }


def test_sft_gets_messages_with_a_system_turn_where_there_is_one(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    plain = {"prompt": "Ünï \n 🎉", "answer": "b", "other": 1}
    folder = write_rows(train=[ROW, plain, ROW | {"system": " "}], valid=VALID)
    before = digests(folder)
    prepared = prepare(find_source(folder), "sft", tmp_path / "out")
    user = {"role": "user", "content": ROW["prompt"]}
    assistant = {"role": "assistant", "content": "5"}
    assert rows_of(tmp_path / "out/train.jsonl") == [
        {"messages": [{"role": "system", "content": ROW["system"]}, user, assistant]},
        {"messages": [user | {"content": plain["prompt"]}, assistant | {"content": "b"}]},
        {"messages": [user, assistant]},
    ]
    assert prepared.rows == {"train": 3, "valid": 1}
    assert (prepared.format, prepared.output_format) == ("prompt_answer", "messages")
    assert prepared.digests == digests(folder) == before


def test_prompt_answer_methods_get_the_keys_that_the_trainer_reads(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    typed = {"prompt": "a", "answer": "b", "type": "sum"}
    folder = write_rows(train=[ROW | {"other": [1]}, typed], valid=VALID)
    prepared = prepare(find_source(folder), "prompt_answer", tmp_path / "out")
    assert rows_of(tmp_path / "out/train.jsonl") == [ROW, typed]
    assert prepared.output_format == "prompt_answer"


@pytest.mark.parametrize(
    "row",
    [
        {
            "messages": [
                {"role": "user", "content": "a", "name": "Ada"},
                {"role": "assistant", "content": "b"},
            ],
            "tools": [{"name": "add"}],
        },
        {"prompt": "a", "completion": "b"},
        {"text": "a"},
    ],
)
def test_what_sft_reads_already_stays(
    write_rows: WriteRows, tmp_path: Path, row: dict[str, Any]
) -> None:
    folder = write_rows(train=[row | {"other": 1}] * 2)
    prepare(find_source(folder), "sft", tmp_path / "out")
    assert rows_of(tmp_path / "out/train.jsonl") == [row] * 2


def test_one_file_becomes_a_folder_with_train(write_rows: WriteRows, tmp_path: Path) -> None:
    source = find_source(write_rows(train=[ROW]) / "train.jsonl")
    prepare(source, "prompt_answer", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"train.jsonl", "prepared.json"}


def test_rows_that_are_not_ready_are_refused_and_nothing_is_left(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    folder = write_rows(train=[ROW, ROW | {"answer": 7}])
    with pytest.raises(NotReady, match=r"train\.jsonl, line 2"):
        prepare(find_source(folder), "sft", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_file_that_vanished_is_refused(write_rows: WriteRows, tmp_path: Path) -> None:
    folder = write_rows(train=[ROW])
    source = find_source(folder)
    (folder / "train.jsonl").unlink()
    with pytest.raises(SourceError, match="does not exist"):
        prepare(source, "sft", tmp_path / "out")


def test_a_file_that_changes_while_it_is_prepared_is_refused(
    write_rows: WriteRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(train=[ROW] * 3)
    import temper.datasets.prepare as module

    whole = module._write  # pyright: ignore[reportPrivateUsage]

    def write_then_change(*arguments: Any) -> Any:
        result = whole(*arguments)
        with (folder / "train.jsonl").open("a") as file:
            file.write("more\n")
        return result

    monkeypatch.setattr(module, "_write", write_then_change)
    with pytest.raises(SourceError, match="changed"):
        prepare(find_source(folder), "sft", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_preparing_again_is_a_look_in_the_cache(
    write_rows: WriteRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(train=[ROW], valid=VALID)
    cache = PreparedCache(tmp_path / "cache")
    first = cache.get(find_source(folder), "sft")
    with monkeypatch.context() as without:
        without.delattr("temper.datasets.cache.prepare")
        assert cache.get(find_source(folder), "sft") == first
    assert cache.get(find_source(folder), "prompt_answer").folder != first.folder
    (folder / "train.jsonl").write_text(json.dumps(ROW) + "\n" + json.dumps(ROW) + "\n")
    assert cache.get(find_source(folder), "sft").rows == {"train": 2, "valid": 1}


def test_a_damaged_cache_is_made_anew(write_rows: WriteRows, tmp_path: Path) -> None:
    folder = write_rows(train=[ROW])
    cache = PreparedCache(tmp_path / "cache")
    first = cache.get(find_source(folder), "sft")
    (first.folder / "train.jsonl").unlink()
    assert (cache.get(find_source(folder), "sft").folder / "train.jsonl").is_file()
    (first.folder / "prepared.json").write_text("{")
    assert cache.get(find_source(folder), "sft") == first


def test_reports_are_kept_by_what_was_asked(
    write_rows: WriteRows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(train=[ROW])
    cache = ReportCache(tmp_path / "cache")
    ready = cache.get(find_source(folder), "sft")
    assert not cache.get(find_source(folder), "sft", ValidationOptions(batch_size=2)).ready
    with monkeypatch.context() as without:
        without.delattr("temper.datasets.cache.validate")
        assert cache.get(find_source(folder), "sft") == ready
