"""What validation finds, and how it says it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from temper.datasets.formats import DatasetShape
from temper.datasets.schemas import DatasetProblem, Report
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.report import place_text, render_report
from temper.datasets.validation.tally import PLACES
from temper.datasets.validation.validate import validate
from tests.datasets.conftest import ROW, WriteRows

USER = {"role": "user", "content": "What is 2 + 3?"}
ASSISTANT = {"role": "assistant", "content": "5"}


def kinds(report: Report) -> dict[str, int]:
    return {problem.kind: problem.count for problem in report.problems}


def found(report: Report, kind: str) -> DatasetProblem:
    return next(problem for problem in report.problems if problem.kind == kind)


def test_a_number_as_answer_reads_as_a_person_would_say_it(write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW, ROW, ROW | {"answer": 7}], valid=[ROW])
    place = found(validate(folder, "prompt_answer"), "number_value").places[0]
    assert place_text(place) == (
        'train.jsonl, line 3: `answer` is the number 7; the trainer needs text. Write "7".'
    )


def test_nothing_stops_at_the_first_problem(write_rows: WriteRows) -> None:
    folder = write_rows(
        train=b'\xef\xbb\xbf{"prompt": "a", "answer": 1}\n\n{"prompt": "b"}\nno\n[1]\n',
        valid=b"",
        test=b'{"prompt": "a", "answer": null}\n',
    )
    assert kinds(validate(folder, "prompt_answer")) == {
        "empty_file": 1,
        "bom": 1,
        "blank_line": 1,
        "invalid_json": 1,
        "not_an_object": 1,
        "missing_key": 1,
        "null_value": 1,
        "number_value": 1,
        "default_system": 1,
    }


def test_a_kind_keeps_its_count_and_its_first_places(write_rows: WriteRows) -> None:
    bad = {"prompt": "a", "answer": 1, "system": "s"}
    folder = write_rows(train=[bad] * 250, valid=[bad] * 250)
    problem = found(validate(folder, "sft"), "number_value")
    assert problem.count == 500
    assert [(p.file, p.line) for p in problem.places] == [
        ("train.jsonl", line) for line in range(1, PLACES + 1)
    ]


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_of_any_system_are_fine(
    write_rows: WriteRows, ending: bytes, final: bool
) -> None:
    text = ending.join([json.dumps(ROW).encode()] * 3) + (ending if final else b"")
    report = validate(write_rows(train=text, valid=[ROW | {"prompt": "?"}]), "prompt_answer")
    assert (report.ready, report.splits[0].rows) == (True, 3)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b'{"prompt": "a",\r"answer": "b"}', "carriage_return"),
        (b"   ", "blank_line"),
        (b'{"prompt": "a", "answer": "\x01"}', "invalid_json"),
        (b'{"prompt": "a", "answer": "b"} {"prompt": "a", "answer": "b"}', "invalid_json"),
        (b'{"prompt": "a", "answer": 1e999}', "number_out_of_range"),
        (b'{"prompt": "a", "answer": "b", "x": Infinity}', "not_finite"),
        (b'{"prompt": "a", "answer": ' + b"9" * 5000 + b"}", "number_out_of_range"),
        (b'{"prompt": "a", "answer": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too_deep"),
        (b'{"prompt": "a", "x": ' + b'{"x":' * 100_000 + b"1}", "too_deep"),
        (b'{"prompt": "a", "answer": "b", "prompt": "c"}', "duplicate_key"),
        (b'{"prompt": "a", "answer": "b", "x": "\xff"}', "wrong_encoding"),
        (b'{"prompt": "a", "answer": "\\ud800"}', "lone_surrogate"),
        (b'{"prompt": "a", "answer": "' + b"x" * (9 << 20) + b'"}', "line_too_long"),
    ],
)
def test_a_bad_line_among_good_ones(write_rows: WriteRows, line: bytes, kind: str) -> None:
    good = json.dumps(ROW).encode()
    folder = write_rows(train=b"\n".join([good, line, good, b""]), valid=[ROW | {"prompt": "?"}])
    problems = validate(folder, "prompt_answer").problems
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [problem.kind for problem in errors] == [kind]
    assert errors[0].places[0].line == 2
    assert len(errors[0].places[0].excerpt) < 200


def test_latin1_is_located_by_byte_and_column(write_rows: WriteRows) -> None:
    folder = write_rows(train='{"prompt": "é", "answer": "b"}\n{"prompt": "ü'.encode() + b"\xe9")
    place = found(validate(folder, "sft"), "wrong_encoding").places[0]
    assert (place.line, place.column) == (2, 14)
    assert "0xe9 (`é` in Latin-1) at offset 46" in place.detail


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b\x08\0", b"PAR1\x15", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"]
)
def test_packed_files_are_named(write_rows: WriteRows, data: bytes) -> None:
    assert "not_jsonl" in kinds(validate(write_rows(train=data), "sft"))


def test_a_json_array_over_many_lines_is_one_problem(write_rows: WriteRows) -> None:
    text = json.dumps([ROW] * 50, indent=2).encode()
    assert kinds(validate(write_rows(train=text, valid=[ROW]), "sft")) == {"json_array": 1}


@pytest.mark.parametrize(
    ("messages", "kind", "detail"),
    [
        ([USER, ASSISTANT | {"role": "gpt"}], "unknown_role", "Write `assistant`"),
        ([USER, {"content": "5"}], "unknown_role", "has no `role`"),
        ([USER, ASSISTANT | {"content": None}], "null_value", "turn 2 is null"),
        ([USER, {"role": "assistant"}], "null_value", "turn 2 is missing"),
        ([USER, ASSISTANT | {"content": [{"type": "text"}]}], "not_text", "is a list"),
        ([USER, ASSISTANT | {"content": "  "}], "empty_text", "Turn 2"),
        ([USER, ASSISTANT, USER], "no_assistant_end", "user's"),
        ([ASSISTANT], "role_order", "not the user's"),
        ([USER, {"role": "system", "content": "x"}, ASSISTANT], "role_order", "Turn 2"),
        ([USER, USER, ASSISTANT], "repeated_role", "Two user turns"),
        ([], "bad_messages", "empty"),
        ("hello", "bad_messages", "a text"),
        (["hello"], "bad_messages", "Turn 1 is a text"),
    ],
)
def test_messages(write_rows: WriteRows, messages: Any, kind: str, detail: str) -> None:
    good = {"messages": [USER, ASSISTANT]}
    report = validate(write_rows(train=[good, {"messages": messages}, good]), "sft")
    problem = found(report, kind)
    assert (problem.count, problem.places[0].line) == (1, 2)
    assert detail in problem.places[0].detail
    assert report.ready is (kind == "repeated_role")


def test_messages_may_call_tools(write_rows: WriteRows) -> None:
    call = {"role": "assistant", "tool_calls": [{"id": "1"}]}
    result = {"role": "tool", "content": "5"}
    row = {"messages": [USER, call, result, ASSISTANT], "tools": [{"name": "add"}]}
    assert validate(write_rows(train=[row] * 3), "sft").ready


@pytest.mark.parametrize(
    ("row", "sft", "prompt_answer"),
    [
        (ROW, True, True),
        ({"messages": [USER, ASSISTANT]}, True, False),
        ({"prompt": "a", "completion": "b"}, True, False),
        ({"text": "a"}, True, False),
        ({"instruction": "a", "input": "", "output": "b"}, False, False),
        ({"conversations": [{"from": "human", "value": "a"}]}, False, False),
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, False, False),
        ({"question": "a", "answer": "b"}, False, False),
        ({"prompt": "a"}, False, False),
        ({"problem": "a", "reasoning_steps": [], "solution": "b"}, False, False),
        ({"other": 1}, False, False),
    ],
)
def test_which_format_is_ready_for_what(
    write_rows: WriteRows, row: dict[str, Any], sft: bool, prompt_answer: bool
) -> None:
    folder = write_rows(train=[row] * 2, valid=[row] * 2)
    expected: dict[DatasetShape, bool] = {"sft": sft, "prompt_answer": prompt_answer}
    for shape, ready in expected.items():
        report = validate(folder, shape)
        assert report.ready is ready
        if not ready:
            assert found(report, next(iter(kinds(report)))).count == 4
            assert report.what_happens is None


def test_the_made_up_format_is_named_and_the_right_one_shown(write_rows: WriteRows) -> None:
    row = {"problem": "a", "reasoning_steps": ["x"], "solution": "b", "sparse_indicators": [1]}
    problem = found(validate(write_rows(train=[row]), "prompt_answer"), "made_up_format")
    assert "invented" in problem.fix
    assert '{"prompt": <the problem>, "answer": <the solution>' in problem.fix


def test_the_format_is_that_of_most_rows_not_of_the_first(write_rows: WriteRows) -> None:
    folder = write_rows(train=[{"text": "x"}, ROW, ROW, ROW], valid=[ROW | {"prompt": "?"}])
    report = validate(folder, "sft")
    assert report.format == "prompt_answer"
    assert [p.line for p in found(report, "mixed_formats").places] == [1]


def test_rows_without_system_are_a_warning_for_methods_that_put_in_their_own(
    write_rows: WriteRows,
) -> None:
    plain = {"prompt": "a", "answer": "b"}
    folder = write_rows(train=[ROW, plain, ROW, plain], valid=[ROW | {"prompt": "?"}])
    report = validate(folder, "prompt_answer")
    assert report.ready
    problem = found(report, "default_system")
    assert (problem.severity, [p.line for p in problem.places]) == ("warning", [2, 4])
    assert "default_system" not in kinds(validate(folder, "sft"))


def test_system_beside_prompt_completion_is_a_warning(write_rows: WriteRows) -> None:
    row = {"prompt": "a", "completion": "b", "system": "c"}
    report = validate(write_rows(train=[row]), "sft")
    assert report.ready
    assert "system_ignored" in kinds(report)


def test_train_and_valid_must_fill_a_batch(write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW] * 3, valid=[ROW | {"prompt": "?"}] * 2)
    assert validate(folder, "sft", ValidationOptions(batch_size=2)).ready
    report = validate(folder, "sft", ValidationOptions(batch_size=4))
    assert [place.detail for place in found(report, "too_few_rows").places] == [
        "3 rows, but the batch size is 4.",
        "2 rows, but the batch size is 4.",
    ]


def test_prompt_masking_needs_a_prompt(write_rows: WriteRows) -> None:
    folder = write_rows(train=[{"text": "a"}])
    assert validate(folder, "sft").ready
    assert "mask_prompt_text" in kinds(validate(folder, "sft", ValidationOptions(mask_prompt=True)))
    other = write_rows("other", train=[ROW])
    assert validate(other, "sft", ValidationOptions(mask_prompt=True)).ready


def test_rows_that_are_also_in_valid_are_a_warning(write_rows: WriteRows) -> None:
    rows = [ROW | {"prompt": str(n)} for n in range(5)]
    report = validate(write_rows(train=rows, valid=[rows[3]]), "prompt_answer")
    assert report.ready
    place = found(report, "overlap").places[0]
    assert place_text(place) == "train.jsonl, line 4: The same row is valid.jsonl, line 1."


def test_files_that_nothing_reads_are_a_warning(write_rows: WriteRows) -> None:
    report = validate(write_rows(train=[ROW], extra=[ROW]), "sft")
    assert report.ready
    assert found(report, "unread_file").places[0].file == "extra.jsonl"


def test_one_file_is_a_dataset(write_rows: WriteRows) -> None:
    path = write_rows(train=[ROW] * 2) / "train.jsonl"
    report = validate(path, "prompt_answer")
    assert report.ready
    assert [(split.split, split.rows) for split in report.splits] == [("train", 2)]


def test_paths_that_are_no_data(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    folder = tmp_path / "folder"
    (folder / "train.jsonl").mkdir(parents=True)
    expected = {
        "nothing": "missing_file",
        "pipe": "not_a_file",
        "loop": "not_a_file",
        "folder": "not_a_file",
    }
    for name, kind in expected.items():
        assert kind in kinds(validate(tmp_path / name, "sft")), name


def test_a_file_that_changes_meanwhile_is_not_ready(
    write_rows: WriteRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_rows(train=[ROW], valid=[ROW])
    keys = iter(["before", "after"])

    def key(source: object) -> str:
        return next(keys)

    monkeypatch.setattr("temper.datasets.validation.validate.source_key", key)
    report = validate(folder, "sft")
    assert (report.ready, "changed" in kinds(report)) == (False, True)


def test_the_report_in_words(write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW, ROW | {"answer": None}], valid=[ROW | {"prompt": "?"}])
    assert render_report(validate(folder, "sft")) == (
        "Not ready: 3 rows (prompt/answer/system) with an error: "
        "train.jsonl, line 2: `answer` is null; the trainer needs text.\n"
        "\n"
        "error: Values that are null (1)\n"
        "  train.jsonl, line 2: `answer` is null; the trainer needs text.\n"
        "  To do: Write the text, or delete the row: the trainer would take null for the text None.\n"
    )
    (folder / "train.jsonl").write_text(json.dumps(ROW) + "\n")
    assert render_report(validate(folder, "sft")).splitlines()[0] == (
        "Ready: 1 training and 1 validation rows (prompt/answer/system)."
    )
