"""Which files of a folder are which split, and what a folder without any is told."""

import os
from pathlib import Path

import pytest

from temper.datasets.source import Source, SourceError, find_source, source_key
from tests.datasets.imports.containers import write

ROW = b'{"prompt": "a", "answer": "b"}\n'
TABLE = b"prompt,answer\na,b\n"


def fill(folder: Path, *names: str) -> Path:
    """A folder with small files of these names."""
    for name in names:
        write(folder / name, TABLE if ".csv" in name else ROW)
    return folder


def found(source: Source) -> dict[str, list[str]]:
    """The names of the files of each split."""
    return {
        split: [str(part.path.relative_to(source.path)) for part in parts]
        for split, parts in source.originals.items()
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["train.jsonl"], {"train": ["train.jsonl"]}),
        (["train.csv", "dev.csv"], {"train": ["train.csv"], "valid": ["dev.csv"]}),
        (
            ["train.jsonl", "val.jsonl", "test.jsonl"],
            {"train": ["train.jsonl"], "valid": ["val.jsonl"], "test": ["test.jsonl"]},
        ),
        (
            ["train.csv", "validation.jsonl"],
            {"train": ["train.csv"], "valid": ["validation.jsonl"]},
        ),
        (["Train.csv", "EVAL.csv"], {"train": ["Train.csv"], "valid": ["EVAL.csv"]}),
        (["gsm-train.csv", "gsm-test.csv"], {"train": ["gsm-train.csv"], "test": ["gsm-test.csv"]}),
        (["export.csv"], {"train": ["export.csv"]}),
        (["data/export.csv", "README.md"], {"train": ["data/export.csv"]}),
        (["train/0.csv", "test/0.csv"], {"train": ["train/0.csv"], "test": ["test/0.csv"]}),
        (
            ["part-1.csv", "part-2.csv", "part-10.csv"],
            {"train": ["part-1.csv", "part-2.csv", "part-10.csv"]},
        ),
        (
            ["data/train-00001-of-00002.csv", "data/train-00000-of-00002.csv"],
            {"train": ["data/train-00000-of-00002.csv", "data/train-00001-of-00002.csv"]},
        ),
    ],
)
def test_names_say_the_split(
    tmp_path: Path, names: list[str], expected: dict[str, list[str]]
) -> None:
    assert found(find_source(fill(tmp_path, *names))) == expected


def test_the_trainer_s_own_names_come_first(tmp_path: Path) -> None:
    source = find_source(
        fill(tmp_path, "train.jsonl", "valid.jsonl", "validation.jsonl", "train.csv", "x/train.csv")
    )
    assert found(source) == {"train": ["train.jsonl"], "valid": ["valid.jsonl"]}
    assert source.others == ("train.csv", "validation.jsonl")
    assert not source.needs_import


@pytest.mark.parametrize(
    ("names", "kind", "says"),
    [
        ([], "missing_train", "it holds nothing"),
        (["valid.jsonl", "notes.txt"], "missing_train", "notes.txt, valid.jsonl"),
        (["a.csv", "b.csv"], "missing_train", "a.csv, b.csv"),
        (["train.csv", "train.ndjson"], "several_files", "train.csv, train.ndjson"),
        (["main/train.csv", "socratic/train.csv"], "several_configs", "main, socratic"),
        (["train_sft.csv", "train_gen.csv"], "several_configs", "gen, sft"),
        (["v1/train.csv", "v2/train.csv"], "several_configs", "v1, v2"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_is_there(
    tmp_path: Path, names: list[str], kind: str, says: str
) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        find_source(fill(tmp_path, *names))
    assert caught.value.kind == kind


def test_one_of_several_datasets_can_be_chosen(tmp_path: Path) -> None:
    fill(tmp_path, "main/train.csv", "main/test.csv", "socratic/train.csv")
    main = find_source(tmp_path, config="main")
    assert found(main) == {"train": ["main/train.csv"], "test": ["main/test.csv"]}
    assert main.others == ("socratic/train.csv",)
    assert source_key(main) != source_key(find_source(tmp_path, config="socratic"))
    with pytest.raises(SourceError, match=r"no subset 'other'; it has main, socratic"):
        find_source(tmp_path, config="other")


def test_links_are_followed_to_files_only(tmp_path: Path) -> None:
    real = write(tmp_path / "elsewhere" / "blob", TABLE)
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "train.csv").symlink_to(real)
    (folder / "test.csv").symlink_to("/dev/zero")
    (folder / "valid.csv").symlink_to(folder / "nowhere")
    assert found(find_source(folder)) == {"train": ["train.csv"]}
    (folder / "train.csv").unlink()
    (folder / "train.jsonl").symlink_to("/dev/zero")
    with pytest.raises(SourceError, match="a device, not a file"):
        find_source(folder)


def test_pipes_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train.jsonl")
    with pytest.raises(SourceError, match="a pipe, not a file") as caught:
        find_source(tmp_path)
    assert caught.value.kind == "not_a_file"


def test_loops_of_folders_end(tmp_path: Path) -> None:
    fill(tmp_path, "data/train.csv")
    (tmp_path / "data" / "again").symlink_to(tmp_path)
    assert found(find_source(tmp_path)) == {"train": ["data/train.csv"]}


def test_a_folder_of_very_many_files_is_refused(tmp_path: Path) -> None:
    for n in range(10_001):
        (tmp_path / f"{n}.txt").touch()
    with pytest.raises(SourceError, match="more than 10,000 files") as caught:
        find_source(tmp_path)
    assert caught.value.kind == "too_many_files"


def test_the_key_is_that_of_the_originals(tmp_path: Path) -> None:
    fill(tmp_path, "train-0.csv", "train-1.csv")
    before = source_key(find_source(tmp_path))
    assert source_key(find_source(tmp_path)) == before
    assert source_key(find_source(tmp_path, encoding="latin-1")) != before
    (tmp_path / "train-1.csv").write_bytes(TABLE * 2)
    assert source_key(find_source(tmp_path)) != before


def test_a_folder_that_goes_while_the_others_are_walked_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "data/train.csv")
    (tmp_path / "gone").mkdir()
    access = os.access

    def removing(path: Path, mode: int) -> bool:
        allowed = access(path, mode)
        if path.name == "gone":
            path.rmdir()
        return allowed

    monkeypatch.setattr(os, "access", removing)
    assert found(find_source(tmp_path)) == {"train": ["data/train.csv"]}
