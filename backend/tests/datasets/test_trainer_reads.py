"""The trainer's own dataset classes: they read what validation passes, and trip over what it names."""

import json
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from temper.datasets.formats import DatasetShape
from temper.datasets.prepare import prepare
from temper.datasets.source import find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate
from tests.datasets.test_validate_any_bytes import files

pytestmark = pytest.mark.real_trainer

TEST_DATA = Path(__file__).parents[3] / "test_data"

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
TURNS = ("user", "assistant")
talks = st.lists(texts, min_size=2, max_size=4).map(
    lambda found: [{"role": TURNS[n % 2], "content": text} for n, text in enumerate(found)]
)
more = {"system": texts, "type": texts, "other": st.one_of(st.none(), st.integers(), texts)}
nearly_ready = st.one_of(
    *(
        st.lists(st.fixed_dictionaries(row, optional=more), min_size=1, max_size=4)
        for row in (
            {"prompt": texts, "answer": texts},
            {"prompt": texts, "completion": texts},
            {"messages": talks},
            {"text": texts},
        )
    )
).map(lambda rows: b"\n".join(json.dumps(row).encode() for row in rows))

MODES: dict[DatasetShape, str] = {"sft": "sft", "prompt_answer": "grpo"}


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    utils: Any = import_module("mlx_lm.utils")
    return utils.load_tokenizer(TEST_DATA / "starter-model")


def load(folder: Path, tokenizer: Any, shape: DatasetShape, *, mask: bool = False) -> list[Any]:
    """Train, valid and test as the trainer loads them, each row processed."""
    datasets: Any = import_module("mlx_lm_lora.trainer.datasets")
    config = SimpleNamespace(train_mode=MODES[shape], mask_prompt=mask)
    splits = datasets.load_local_dataset(folder, tokenizer, config)
    return [[rows.process(rows[index]) for index in range(len(rows))] for rows in splits]


@pytest.mark.parametrize("shape", MODES)
@pytest.mark.parametrize("name", ["arithmetic", "sample"])
def test_built_in_data_loads_after_preparation(
    tokenizer: Any, tmp_path: Path, name: str, shape: DatasetShape
) -> None:
    prepared = prepare(find_source(TEST_DATA / name), shape, tmp_path / "out")
    train, valid, test = load(prepared.folder, tokenizer, shape)
    counts = {"train": len(train), "valid": len(valid), "test": len(test)}
    assert counts == {"test": 0} | prepared.rows


def test_sft_sees_the_system_text_after_preparation(tokenizer: Any, tmp_path: Path) -> None:
    prepared = prepare(find_source(TEST_DATA / "arithmetic"), "sft", tmp_path / "out")
    text = tokenizer.decode(load(prepared.folder, tokenizer, "sft")[0][0])
    row = json.loads((TEST_DATA / "arithmetic/train.jsonl").read_text().splitlines()[0])
    for part in (row["system"], row["prompt"], row["answer"]):
        assert part in text


@given(st.one_of(nearly_ready, files), st.booleans())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("shape", MODES)
def test_what_validation_passes_the_trainer_loads(
    tokenizer: Any,
    tmp_path_factory: pytest.TempPathFactory,
    shape: DatasetShape,
    train: bytes,
    mask: bool,
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "train.jsonl").write_bytes(train)
    report = validate(folder, shape, ValidationOptions(mask_prompt=mask))
    event(f"ready: {report.ready}, {report.format}")
    if not report.ready:
        return
    prepared = prepare(find_source(folder), shape, folder / "out")
    assert len(load(prepared.folder, tokenizer, shape, mask=mask)[0]) == prepared.rows["train"]
    if report.format == "prompt_answer" and shape == "sft":
        return  # only prepared rows are read: the trainer has no such format for SFT
    assert len(load(folder, tokenizer, shape, mask=mask)[0]) == prepared.rows["train"]


RAISES: dict[str, DatasetShape] = {
    "bad_test": "prompt_answer",
    "blank_line.jsonl": "prompt_answer",
    "bom.jsonl": "prompt_answer",
    "empty_file.jsonl": "prompt_answer",
    "empty_test": "prompt_answer",
    "empty_valid": "prompt_answer",
    "invalid_json.jsonl": "prompt_answer",
    "json_array.jsonl": "prompt_answer",
    "latin1.jsonl": "prompt_answer",
    "lone_surrogate.jsonl": "prompt_answer",
    "made_up_format.jsonl": "sft",
    "missing_answer.jsonl": "prompt_answer",
    "missing_prompt.jsonl": "prompt_answer",
    "mixed_formats.jsonl": "prompt_answer",
    "not_objects.jsonl": "prompt_answer",
    "nul_bytes.jsonl": "prompt_answer",
    "truncated.jsonl": "prompt_answer",
    "unknown_columns.jsonl": "prompt_answer",
    "utf16.jsonl": "prompt_answer",
}
READ_WRONGLY = {
    "duplicate_keys.jsonl": "8",
    "list_answer.jsonl": "['9']",
    "nan_number.jsonl": "nan",
    "null_answer.jsonl": "None",
}


def _as_folder(name: str, tmp_path: Path) -> Path:
    path = TEST_DATA / "broken" / name
    if path.is_dir():
        return path
    (tmp_path / "train.jsonl").write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", RAISES)
def test_the_trainer_fails_on_what_validation_names(
    tokenizer: Any, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Exception, match=r".*"):
        load(_as_folder(name, tmp_path), tokenizer, RAISES[name])


@pytest.mark.parametrize("name", READ_WRONGLY)
def test_the_trainer_silently_takes_something_else(
    tokenizer: Any, tmp_path: Path, name: str
) -> None:
    train = load(_as_folder(name, tmp_path), tokenizer, "prompt_answer")[0]
    assert train[1][3] == READ_WRONGLY[name]


def test_the_trainer_puts_in_its_own_instruction_and_makes_an_empty_turn_of_null(
    tokenizer: Any, tmp_path: Path
) -> None:
    (tmp_path / "train.jsonl").write_text(
        '{"prompt": "a", "answer": "b"}\n{"prompt": "a", "answer": "b", "system": null}\n'
    )
    own, empty = (tokenizer.decode(row[0]) for row in load(tmp_path, tokenizer, "prompt_answer")[0])
    assert "Place it between <think> and </think>" in own
    assert "system" in empty
