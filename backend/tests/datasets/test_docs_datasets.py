"""Every example row in the documentation is what the page says it is."""

import re
from pathlib import Path
from typing import get_args

import pytest

from temper.datasets.formats import DatasetShape
from temper.datasets.terms import Fix
from temper.datasets.validation.validate import validate

PAGE = (Path(__file__).parents[3] / "docs/datasets.md").read_text()
EXAMPLES = re.findall(r"^```jsonl ([a-z ]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHAPES: dict[DatasetShape, str] = {"sft": "sft", "prompt_answer": "grpo"}


def test_every_example_says_for_what_it_is_ready() -> None:
    assert len(EXAMPLES) == PAGE.count("```jsonl") >= 9


@pytest.mark.parametrize(("ready_for", "rows"), EXAMPLES)
def test_example_is_ready_for_what_it_says(tmp_path: Path, ready_for: str, rows: str) -> None:
    (tmp_path / "train.jsonl").write_text(rows)
    ready = {name for shape, name in SHAPES.items() if validate(tmp_path, shape).ready}
    assert ready == set(ready_for.split()) - {"none"}


def test_every_fix_is_described() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)) >= set(get_args(Fix))
