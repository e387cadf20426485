"""Each file of test_data/broken is found out, by kind and line; the good data is ready."""

from pathlib import Path

import pytest

from temper import demo
from temper.datasets.formats import DatasetShape
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.validate import validate

TEST_DATA = Path(__file__).parents[3] / "test_data"
BROKEN = TEST_DATA / "broken"

SHAPES: tuple[DatasetShape, ...] = ("sft", "prompt_answer")

# file: (kind, file, line) for SFT, at batch size 2; for prompt_answer methods too, but for WRONG_FORMAT.
EXPECTED: dict[str, tuple[str, str, int | None]] = {
    "bad_test": ("invalid_json", "test.jsonl", 2),
    "blank_line.jsonl": ("blank_line", "blank_line.jsonl", 3),
    "bom.jsonl": ("bom", "bom.jsonl", 1),
    "duplicate_keys.jsonl": ("duplicate_key", "duplicate_keys.jsonl", 2),
    "empty_file.jsonl": ("empty_file", "empty_file.jsonl", None),
    "empty_prompt.jsonl": ("empty_text", "empty_prompt.jsonl", 2),
    "empty_test": ("empty_file", "test.jsonl", None),
    "empty_valid": ("empty_file", "valid.jsonl", None),
    "invalid_json.jsonl": ("invalid_json", "invalid_json.jsonl", 2),
    "json_array.jsonl": ("json_array", "json_array.jsonl", 1),
    "latin1.jsonl": ("wrong_encoding", "latin1.jsonl", 2),
    "list_answer.jsonl": ("not_text", "list_answer.jsonl", 2),
    "lone_surrogate.jsonl": ("lone_surrogate", "lone_surrogate.jsonl", 2),
    "made_up_format.jsonl": ("made_up_format", "made_up_format.jsonl", 1),
    "messages_bad_role.jsonl": ("unknown_role", "messages_bad_role.jsonl", 2),
    "messages_without_assistant.jsonl": (
        "no_assistant_end",
        "messages_without_assistant.jsonl",
        2,
    ),
    "missing_answer.jsonl": ("missing_key", "missing_answer.jsonl", 2),
    "missing_prompt.jsonl": ("missing_key", "missing_prompt.jsonl", 2),
    "mixed_formats.jsonl": ("mixed_formats", "mixed_formats.jsonl", 2),
    "nan_number.jsonl": ("not_finite", "nan_number.jsonl", 2),
    "no_train": ("missing_train", "no_train", None),
    "not_objects.jsonl": ("not_an_object", "not_objects.jsonl", 1),
    "nul_bytes.jsonl": ("nul_byte", "nul_bytes.jsonl", 2),
    "null_answer.jsonl": ("null_value", "null_answer.jsonl", 2),
    "null_system.jsonl": ("null_system", "null_system.jsonl", 2),
    "number_answer.jsonl": ("number_value", "number_answer.jsonl", 2),
    "one_row.jsonl": ("too_few_rows", "one_row.jsonl", None),
    "prompt_as_messages.jsonl": ("not_text", "prompt_as_messages.jsonl", 2),
    "truncated.jsonl": ("truncated_line", "truncated.jsonl", 4),
    "unknown_columns.jsonl": ("wrong_format", "unknown_columns.jsonl", 1),
    "utf16.jsonl": ("wrong_encoding", "utf16.jsonl", 1),
    "valid_smaller_than_batch": ("too_few_rows", "valid.jsonl", None),
}
WRONG_FORMAT = ("messages_bad_role.jsonl", "messages_without_assistant.jsonl")


def test_every_broken_file_has_an_expectation() -> None:
    assert {path.name for path in BROKEN.iterdir() if path.suffix != ".md"} == set(EXPECTED)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", EXPECTED)
def test_defect_is_named_with_file_and_line(name: str, shape: DatasetShape) -> None:
    kind, file, line = EXPECTED[name]
    if shape == "prompt_answer" and name in WRONG_FORMAT:
        kind, line = "wrong_format", 1
    report = validate(BROKEN / name, shape, ValidationOptions(batch_size=2))
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert [problem.kind for problem in errors] == [kind]
    place = errors[0].places[0]
    assert (place.file, place.line) == (file, line)
    assert place.detail.endswith(".")
    assert errors[0].fix
    assert not report.ready
    for split in report.splits:
        path = BROKEN / name if (BROKEN / name).is_file() else BROKEN / name / split.file
        assert split.bytes == path.stat().st_size
    assert report.verdict.startswith("Not ready: ")
    assert place.detail in report.verdict


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("arithmetic", {"train": 200, "valid": 20, "test": 20}),
        ("sample", {"train": 10, "valid": 2}),
    ],
)
def test_built_in_data_is_ready_without_a_single_remark(
    name: str, rows: dict[str, int], shape: DatasetShape
) -> None:
    report = validate(demo.data_folder() / name, shape, ValidationOptions(batch_size=2))
    assert report.ready
    assert report.problems == []
    assert {split.split: split.rows for split in report.splits} == rows
    assert report.format == "prompt_answer"
