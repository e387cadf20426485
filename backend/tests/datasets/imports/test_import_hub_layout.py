"""Hugging Face's two layouts, written by its own library."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.imports.cache import ImportCache, origin_of
from temper.datasets.source import SourceError, find_source
from tests.datasets.imports.containers import Rows, rows_of

ROWS: Rows = [
    {"messages": [{"role": "user", "content": f"{n}"}, {"role": "assistant", "content": "x"}]}
    for n in range(10)
]


@pytest.fixture(scope="module")
def hf() -> Any:
    """The `datasets` library, which has no types."""
    return importlib.import_module("datasets")


def imported(tmp_path: Path, folder: Path, **options: str) -> Any:
    """The folder as JSON lines."""
    return ImportCache(tmp_path / "cache").lines(find_source(folder, **options))


def test_save_to_disk_of_one_dataset(hf: Any, tmp_path: Path) -> None:
    hf.Dataset.from_list(ROWS).save_to_disk(tmp_path / "saved", num_shards=3)
    source = imported(tmp_path, tmp_path / "saved")
    assert rows_of(source) == ROWS
    # 10 rows in 3 shards: 4, 3 and 3.
    origin = origin_of(source, "train", 6)
    assert (origin.file, origin.row) == ("data-00001-of-00003.arrow", 2)


def test_save_to_disk_of_several_splits(hf: Any, tmp_path: Path) -> None:
    splits = {"train": ROWS, "validation": ROWS[:3], "test": ROWS[3:5]}
    saved = hf.DatasetDict({name: hf.Dataset.from_list(rows) for name, rows in splits.items()})
    saved.save_to_disk(tmp_path / "saved")
    source = imported(tmp_path, tmp_path / "saved")
    assert {split: len(rows_of(source, split)) for split in source.files} == {
        "train": 10,
        "valid": 3,
        "test": 2,
    }


def test_a_saved_folder_whose_shard_is_gone(hf: Any, tmp_path: Path) -> None:
    hf.Dataset.from_list(ROWS).save_to_disk(tmp_path / "saved", num_shards=2)
    (tmp_path / "saved" / "data-00001-of-00002.arrow").unlink()
    with pytest.raises(SourceError, match=r"data-00001-of-00002\.arrow, which state\.json names"):
        find_source(tmp_path / "saved")


def test_a_state_that_names_files_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text("{}\n")
    folder = tmp_path / "saved"
    folder.mkdir()
    state = {"_data_files": [{"filename": "../train.jsonl"}]}
    (folder / "state.json").write_text(json.dumps(state))
    with pytest.raises(SourceError, match=r"no train\.jsonl"):
        find_source(folder)


@pytest.fixture
def repository(hf: Any, tmp_path: Path) -> Path:
    """A clone of a hub repository: Parquet shards of two subsets, without a README.md."""
    folder = tmp_path / "clone"
    for config, rows in (("main", ROWS), ("small", ROWS[:4])):
        (folder / config).mkdir(parents=True)
        data = hf.Dataset.from_list(rows)
        for index in range(2):
            shard = data.shard(2, index, contiguous=True)
            shard.to_parquet(folder / config / f"train-{index:05}-of-00002.parquet")
        data.select([0]).to_parquet(folder / config / "test-00000-of-00001.parquet")
    return folder


README = """---
license: mit
configs:
- config_name: main
  data_files:
  - split: train
    path: main/train-*
  - split: test
    path: main/test-*
- config_name: small
  data_files: small/train-*.parquet
{default}---
# A dataset
"""


def test_shards_are_one_split_in_order(repository: Path, tmp_path: Path) -> None:
    source = imported(tmp_path, repository, config="main")
    assert rows_of(source) == ROWS
    assert len(rows_of(source, "test")) == 1
    assert [len(source.originals[split]) for split in source.files] == [2, 1]


def test_several_subsets_are_named(repository: Path, tmp_path: Path) -> None:
    for readme in ("", README.format(default="")):
        (repository / "README.md").write_text(readme)
        with pytest.raises(SourceError, match=r"several datasets: main, small\."):
            find_source(repository)
        with pytest.raises(SourceError, match=r"no subset 'big'; it has main, small\."):
            find_source(repository, config="big")
        assert rows_of(imported(tmp_path, repository, config="small")) == ROWS[:4]


def test_the_default_subset_needs_no_choice(repository: Path, tmp_path: Path) -> None:
    (repository / "README.md").write_text(README.format(default="  default: true\n"))
    source = imported(tmp_path, repository)
    assert rows_of(source) == ROWS[:4]
    assert list(source.files) == ["train"]


def test_the_hub_s_cache_is_all_links(repository: Path, tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshots" / "abc"
    (snapshot / "data").mkdir(parents=True)
    for index, file in enumerate(sorted((repository / "main").iterdir())):
        blob = tmp_path / f"blob{index}"
        file.rename(blob)
        (snapshot / "data" / file.name).symlink_to(blob)
    assert rows_of(imported(tmp_path, snapshot)) == ROWS


@pytest.mark.parametrize(
    "readme", ["---\nconfigs: 7\n---", "---\n[[[\n---", "---\nconfigs:\n- {}\n---"]
)
def test_a_readme_that_makes_no_sense_says_nothing(tmp_path: Path, readme: str) -> None:
    (tmp_path / "README.md").write_text(readme)
    (tmp_path / "train.csv").write_text("prompt,answer\na,b\n")
    assert list(find_source(tmp_path).files) == ["train"]
