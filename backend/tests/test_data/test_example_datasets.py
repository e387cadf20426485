"""The datasets that come with Temper: sizes, format, and that the generated one is current."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEST_DATA = ROOT / "test_data"
SIZES = {
    "arithmetic/train": 200,
    "arithmetic/valid": 20,
    "arithmetic/test": 20,
    "sample/train": 10,
    "sample/valid": 2,
}


def _rows(name: str) -> list[dict[str, str]]:
    text = (TEST_DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_dataset_has_its_rows(name: str, size: int) -> None:
    assert len(_rows(name)) == size


@pytest.mark.parametrize("name", SIZES)
def test_every_row_is_prompt_answer_system_in_text(name: str) -> None:
    for row in _rows(name):
        assert list(row) == ["prompt", "answer", "system"]
        assert all(isinstance(value, str) and value.strip() for value in row.values())


@pytest.mark.parametrize("folder", ["arithmetic", "sample"])
def test_no_prompt_occurs_twice_in_any_split(folder: str) -> None:
    names = [name for name in SIZES if name.startswith(folder)]
    prompts = [row["prompt"] for name in names for row in _rows(name)]
    assert len(prompts) == len(set(prompts))


def test_the_sums_are_right() -> None:
    for name in ("arithmetic/train", "arithmetic/valid", "arithmetic/test"):
        for row in _rows(name):
            a, b = row["prompt"].removeprefix("What is ").removesuffix("?").split(" + ")
            assert int(row["answer"]) == int(a) + int(b)


def test_the_arithmetic_files_are_what_the_script_writes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_starter_model.py"
    subprocess.run([sys.executable, script, "--dataset", "--out", tmp_path], check=True)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    stored = {file.name: file.read_bytes() for file in (TEST_DATA / "arithmetic").iterdir()}
    assert written == stored
