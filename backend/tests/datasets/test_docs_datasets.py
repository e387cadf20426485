"""Every example and table in the documentation of datasets is what the pages say it is."""

import json
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from temper import demo
from temper.datasets.derived.derive import convert_files
from temper.datasets.derived.steps import TITLES
from temper.datasets.formats import FORMATS as FORMATS_KNOWN
from temper.datasets.formats import DatasetShape, recognise
from temper.datasets.imports.cache import ImportCache
from temper.datasets.imports.limits import MOST_COLUMNS, Limits
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import Source, find_source
from temper.datasets.terms import SPLITS, Fix, OutputFormat
from temper.datasets.validation.validate import validate
from temper.errors import InvalidRequest
from temper.kit.jsonl import LONGEST_LINE
from temper.methods.registry import METHODS
from temper.settings import Settings
from tests.cli.command import run_here

DOCS = Path(__file__).parents[3] / "docs"
PAGE, FORMATS = ((DOCS / name).read_text() for name in ("datasets.md", "dataset-formats.md"))
EXAMPLE = re.compile(
    r"^```(jsonl|json|csv) ([a-z ]+?)(?: to ([a-z_ ]+))?(?: map ([^\n]+))?\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
EXAMPLES = [found.groups() for page in (PAGE, FORMATS) for found in EXAMPLE.finditer(page)]
SHAPES: dict[DatasetShape, str] = {
    "sft": "sft",
    "prompt_answer": "grpo",
    "preference": "dpo",
    "token_preference": "ftpo",
    "prompts": "ppo",
}
READS: dict[DatasetShape, set[str]] = {
    "sft": {"sft"},
    "prompt_answer": {"grpo", "gspo", "dr_grpo", "dapo", "bnpo", "klpo"},
    "preference": {"dpo", "cpo", "orpo", "dsla"},
    "token_preference": {"ftpo"},
    "prompts": {"ppo", "online_dpo", "xpo", "rlhf_reinforce"},
}
"""What the pages say of the methods."""


def laid(folder: Path, container: str, rows: str) -> Source:
    """The example as a dataset, read as the server reads it."""
    folder.mkdir()
    (folder / f"train.{container}").write_text(rows)
    return ImportCache(folder.parent / "cache").lines(find_source(folder))


def ready(source: Source | Path) -> set[str]:
    return {name for shape, name in SHAPES.items() if validate(source, shape).ready}


def converted(source: Source, wanted: str, folder: Path, mapping: str = "") -> Path:
    """The dataset that a conversion makes."""
    names: dict[str, OutputFormat] = {name: name for name in get_args(OutputFormat)}
    folder.mkdir()
    columns = dict(pair.split("=") for pair in mapping.split())
    convert_files(source, ConvertRequest(format=names[wanted], mapping=columns), folder)
    return folder


def test_every_example_says_for_what_it_is_ready() -> None:
    fences = [line for line in (PAGE + FORMATS).splitlines() if re.match("```(json|csv)", line)]
    assert len(EXAMPLES) == len(fences) >= 16


@pytest.mark.parametrize(("container", "names", "to", "mapping", "rows"), EXAMPLES)
def test_example_is_ready_for_what_it_says_and_converts_to_what_it_says(
    tmp_path: Path, container: str, names: str, to: str | None, mapping: str | None, rows: str
) -> None:
    source = laid(tmp_path / "data", container, rows)
    assert ready(source) == set(names.split()) - {"none"}
    for wanted in (to or "prompt_answer" if mapping else to or "").split():
        assert ready(converted(source, wanted, tmp_path / wanted, mapping or ""))


def test_each_method_reads_what_the_pages_say() -> None:
    assert {name for names in READS.values() for name in names} == set(METHODS)
    for shape, names in READS.items():
        assert {METHODS[name].dataset_shape for name in names} == {shape}


def test_every_fix_is_described_in_the_order_in_which_fixes_are_done() -> None:
    described = re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)
    assert described == [step for step in TITLES if step in get_args(Fix)]
    assert set(described) == set(get_args(Fix))


ROWS = {
    "prompt/answer/system": "prompt_answer",
    "messages": "messages",
    "prompt/completion": "prompt_completion",
    "text": "text",
    "Alpaca, ShareGPT, question/answer": "alpaca sharegpt question_answer",
    "preference pairs": "preference",
    "token preferences": "token_preference",
    "prompts alone": "prompts_only",
}
TABLE = re.findall(r"^\| (.+?) \| (.+) \|$", FORMATS.split("## Prompt, answer")[0], re.MULTILINE)[
    1:
]


def test_the_table_of_formats_names_every_format() -> None:
    named = {name for names in ROWS.values() for name in names.split()}
    assert [title for title, _ in TABLE] == list(ROWS)
    assert set(FORMATS_KNOWN) - named == {"made_up", "preference_messages"}


@pytest.mark.parametrize(("title", "cells"), TABLE)
def test_the_table_says_what_is_ready_and_what_converts(
    tmp_path: Path, title: str, cells: str
) -> None:
    for name in ROWS[title].split():
        rows = next(rows for _, _, _, _, rows in EXAMPLES if format_of(rows) == name)
        source = laid(tmp_path / name, "jsonl", rows.splitlines()[0] + "\n")
        for shape, cell in zip(SHAPES, cells.split(" | "), strict=True):
            says = re.split(r"[,:]", cell)[0]
            assert says == what_is(source, shape, tmp_path / f"{name}-{shape}"), (name, shape)


def what_is(source: Source, shape: DatasetShape, folder: Path) -> str:
    if validate(source, shape).ready:
        return "yes"
    folder.mkdir()
    for wanted in get_args(OutputFormat):
        try:
            made = converted(source, wanted, folder / wanted)
        except InvalidRequest:
            continue
        if validate(made, shape).ready:
            return "convert"
    return "no"


def format_of(rows: str) -> str | None:
    try:
        known = recognise(json.loads(rows.splitlines()[0]))
    except ValueError:
        return None
    return known.name if known else None


def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(demo.data_folder() / "arithmetic", tmp_path / "path/to/data")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    commands = [line.split() for block in blocks for line in block.splitlines()]
    assert len(commands) == 3
    for temper, *arguments in commands:
        assert temper == "temper"
        ran = run_here(tmp_path / "home", *arguments)
        assert ran.exit_code == 0, ran.output
    assert ready(tmp_path / "mended") == {"sft", "grpo", "ppo"}
    assert {path.name for path in (tmp_path / "as-messages").glob("*.jsonl")} == {
        f"{split}.jsonl" for split in SPLITS
    }


def test_options_and_settings_of_the_page_are_there(tmp_path: Path) -> None:
    known = "".join(
        run_here(tmp_path, command, "--help", COLUMNS="400").output
        for command in ("validate", "convert")
    )
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert options and all(option in known for option in options), options
    limit = {"TEMPER_MAX_UPLOAD_BYTES": "5"}
    assert Settings.from_environment(limit).max_upload_bytes == 5
    assert Settings().max_upload_bytes == 20 << 30
    assert LONGEST_LINE == 8 << 20
    assert Limits() == Limits.of(Settings())
    assert (Limits().harmless, Limits().ratio, Limits().expanded) == (1 << 30, 100, 200 << 30)
    assert MOST_COLUMNS == 10_000
    limits = {"TEMPER_MAX_EXPANSION": "5", "TEMPER_MAX_EXPANDED_BYTES": "6"}
    assert all(name in PAGE for name in limits)
