"""Whole datasets converted: counts, lineage, rejected rows, and an original that stays as it was."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from temper import __version__
from temper.datasets.derived.derive import Derived, convert_files
from temper.datasets.imports.cache import ImportCache
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import find_source
from temper.errors import InvalidRequest
from tests.datasets.conftest import ROW, WriteRows

BROKEN = (
    b'\xef\xbb\xbf{"prompt": "a", "answer": 7.50}\n'
    b"\n"
    b'{"prompt": "b", "answer": "c"}\r\n'
    b"nonsense\n"
    b'{"prompt": "B ", "answer": "C"}\n'
    b'{"prompt": "b", "answer": "c"}'
)


def convert(folder: Path, **request: Any) -> tuple[Derived, Path]:
    out = folder.parent / f"out-{len(list(folder.parent.iterdir()))}"
    out.mkdir()
    return convert_files(find_source(folder), ConvertRequest(**request), out), out


def digest(folder: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())]


@pytest.mark.parametrize("fix", ["strip_bom", "drop_blank_lines", "coerce_numbers", "trim_texts"])
def test_one_fix_leaves_every_other_line_as_it_is(write_rows: WriteRows, fix: str) -> None:
    folder = write_rows(train=BROKEN)
    before = digest(folder)
    made, out = convert(folder, fixes=[fix])
    changed = {change.line for change in made.changes}
    old, new = BROKEN.split(b"\n"), (out / "train.jsonl").read_bytes().split(b"\n")
    kept = [line for number, line in enumerate(old, 1) if number not in changed]
    assert all(line in new for line in kept)
    assert made.steps == {fix: len(changed)}
    assert digest(folder) == before
    assert [path.name for path in out.iterdir()] == ["train.jsonl"]


def test_the_lineage_says_how_to_make_it_again(write_rows: WriteRows) -> None:
    folder = write_rows(train=BROKEN, valid=[ROW])
    made, _ = convert(
        folder, format="prompt_answer", fixes=["drop_bad_rows", "coerce_numbers", "deduplicate"]
    )
    assert made.rows == {"train": 3, "valid": 1}
    assert made.left_out == {"train": 3}
    lineage = made.lineage
    assert lineage["source_path"] == str(folder)
    assert lineage["source_digests"]["train"] == hashlib.sha256(BROKEN).hexdigest()
    assert lineage["temper"] == __version__
    assert (lineage["step"], lineage["format"]) == ("convert", "prompt_answer")
    assert lineage["fixes"] == ["coerce_numbers", "drop_bad_rows", "deduplicate"]
    assert [(step["step"], step["rows"]) for step in lineage["steps"]] == [
        ("coerce_numbers", 1),
        ("format", 2),
        ("drop_bad_rows", 1),
        ("deduplicate", 1),
    ]
    assert (lineage["rows"], lineage["dropped"]) == ({"train": 3, "valid": 1}, {"train": 3})


def test_marked_rows_are_kept_beside_the_others_with_the_reason(write_rows: WriteRows) -> None:
    folder = write_rows(train=BROKEN)
    _, out = convert(folder, fixes=["coerce_numbers", "mark_bad_rows"])
    rejected = [json.loads(line) for line in (out / "rejected.jsonl").read_text().splitlines()]
    assert [(each["file"], each["line"], each["text"]) for each in rejected] == [
        ("train.jsonl", 4, "nonsense")
    ]
    assert "no JSON object" in rejected[0]["reason"]
    source = find_source(out)
    assert list(source.files) == ["train"]
    assert source.others == ()


def test_duplicates_go_after_the_first_and_overlap_goes_from_train(write_rows: WriteRows) -> None:
    rows = [{"prompt": p, "answer": "x", "id": n} for n, p in enumerate(["a", "b", "a", "A ", "c"])]
    folder = write_rows(train=rows, valid=[{"prompt": "C", "answer": "x"}])

    def prompts(*fixes: str) -> list[str]:
        _, out = convert(folder, fixes=fixes)
        return [json.loads(line)["prompt"] for line in (out / "train.jsonl").open()]

    assert prompts("deduplicate") == ["a", "b", "A ", "c"]
    assert prompts("deduplicate_normalised") == ["a", "b", "c"]
    assert prompts("drop_overlap") == ["a", "b", "a", "A "]
    assert prompts("drop_overlap", "deduplicate_normalised", "deduplicate") == ["a", "b"]


def test_lines_that_are_no_rows_are_never_duplicates(write_rows: WriteRows) -> None:
    folder = write_rows(train=b"x\nx\n\n\n" + json.dumps(ROW).encode(), valid=b"x\nx\n")
    made, out = convert(folder, fixes=["deduplicate", "drop_overlap"])
    assert (out / "train.jsonl").read_bytes() == (folder / "train.jsonl").read_bytes()
    assert made.left_out == {}


def test_each_row_of_a_mixed_file_is_recognised_by_itself(write_rows: WriteRows) -> None:
    rows = [
        {"instruction": "1", "output": "a"},
        {"conversations": [{"from": "human", "value": "2"}, {"from": "gpt", "value": "a"}]},
        {"question": "3", "answer": "a"},
        {"prompt": "4", "chosen": "a", "rejected": "b"},
    ]
    _, out = convert(write_rows(train=rows), format="prompt_answer")
    made = [json.loads(line) for line in (out / "train.jsonl").open()]
    assert made == [{"prompt": str(n), "answer": "a"} for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32-be"])
def test_other_encodings_become_utf_8(write_rows: WriteRows, encoding: str) -> None:
    text = '{"prompt": "Größe?", "answer": "é"}\n' * 2
    folder = write_rows(train=text.encode(encoding))
    made, out = convert(folder, fixes=["re_encode", "strip_bom"])
    assert (out / "train.jsonl").read_text("utf-8") == text
    assert made.steps["re_encode"] == 2
    with pytest.raises(InvalidRequest, match="`re_encode`"):
        convert(folder, format="messages")


def test_a_mixed_file_keeps_its_lines_in_utf_8(write_rows: WriteRows) -> None:
    good = '{"prompt": "é", "answer": "Ã©"}'.encode()
    folder = write_rows(train=good + b'\n{"prompt": "\xe9", "answer": "a"}\n')
    _, out = convert(folder, fixes=["re_encode"])
    assert (
        out / "train.jsonl"
    ).read_bytes() == good + '\n{"prompt": "é", "answer": "a"}\n'.encode()


def test_refusals_name_the_first_places_and_what_would_help(write_rows: WriteRows) -> None:
    long = {"messages": [{"role": r, "content": "x"} for r in ("user", "assistant") * 2]}
    rows = [ROW, ROW | {"answer": 7}, *([long] * 7)]
    with pytest.raises(InvalidRequest) as caught:
        convert(write_rows(train=rows), format="prompt_completion")
    detail = caught.value.detail
    assert "train.jsonl, line 2: `answer` is not text." in detail
    assert "line 3: The conversation has the turns user, assistant, user, assistant" in detail
    assert "3 more rows" in detail
    assert "Add the fix `coerce_numbers` or `drop_bad_rows` or `mark_bad_rows`." in detail
    allowed = caught.value.errors[0].allowed
    assert allowed == "coerce_numbers, drop_bad_rows, mark_bad_rows, last_exchange"
    assert "last_exchange" in detail
    # The part of it is for people, who get buttons: no words of the API.
    words = caught.value.errors[0].detail
    assert "line 2: `answer` is not text." in words
    assert not [word for word in ("/fixes", "drop_bad_rows", "multi_turn") if word in words]


@pytest.mark.parametrize("mapping", [{"prompt": "Nope"}, {"answer": "ask", "system": "a.b"}])
def test_a_column_that_no_row_has_is_refused_with_those_there_are(
    write_rows: WriteRows, mapping: dict[str, str]
) -> None:
    folder = write_rows(train=[{"ask": "a", "a": {"c": 1}}] * 3)
    with pytest.raises(InvalidRequest) as caught:
        convert(folder, mapping=mapping)
    (error,) = caught.value.errors
    key = "prompt" if "prompt" in mapping else "system"
    assert error.pointer == f"/mapping/{key}"
    assert f"No row has the column `{mapping[key]}`." in error.detail
    assert error.allowed == "ask, a, a.c"


def test_a_column_that_only_a_late_row_has_is_mapped(write_rows: WriteRows) -> None:
    made, _ = convert(
        write_rows(train=[ROW] * 3 + [{"ask": "a"}]),
        mapping={"prompt": "ask"},
    )
    assert made.rows == {"train": 4}


def test_why_rows_were_left_out_stands_in_the_lineage(write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW, ROW | {"answer": " "}, ROW | {"answer": None}, {"x": 1}])
    made, _ = convert(folder, format="prompt_answer", fixes=["mark_bad_rows"])
    reasons = {reason["kind"]: reason["rows"] for reason in made.lineage["reasons"]}
    assert sum(reasons.values()) == 3
    assert reasons["empty_text"] == 1


def test_very_long_lines_are_copied_or_left_out(write_rows: WriteRows) -> None:
    long = json.dumps({"prompt": "x" * (9 << 20), "answer": "a"}).encode()
    text = b"\n" + long + b"\n" + json.dumps(ROW).encode() + b"\n" + long
    folder = write_rows(train=text)
    made, out = convert(folder, fixes=["drop_blank_lines", "deduplicate"])
    assert (out / "train.jsonl").read_bytes() == text[1:]
    made, out = convert(folder, fixes=["drop_bad_rows"])
    assert (out / "train.jsonl").read_bytes() == json.dumps(ROW).encode() + b"\n"
    assert made.rows == {"train": 1}
    with pytest.raises(InvalidRequest, match="line 2: The line is longer than 8 MB"):
        convert(folder, format="messages")


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        ({}, "/format"),
        ({"mapping": {"promt": "x"}}, "/mapping/promt"),
        ({"fixes": ["drop_bad_rows"], "bad_kinds": ["odd"]}, "/bad_kinds"),
        ({"fixes": ["drop_bad_rows"], "bad_kinds": ["null_value"]}, "/fixes"),
    ],
)
def test_what_cannot_be_done_is_refused_at_its_field(
    write_rows: WriteRows, request_: dict[str, Any], pointer: str
) -> None:
    folder = write_rows(train=[{"prompt": "a", "answer": None}])
    with pytest.raises(InvalidRequest) as caught:
        convert(folder, **request_)
    assert caught.value.errors[0].pointer == pointer


def test_an_empty_file_beside_train_is_left_out(write_rows: WriteRows) -> None:
    folder = write_rows(train=b"\n" + json.dumps(ROW).encode(), test=b"")
    made, out = convert(folder, fixes=["drop_blank_lines"])
    assert [path.name for path in out.iterdir()] == ["train.jsonl"]
    assert made.rows == {"train": 1}


def test_places_of_imported_rows_are_those_of_the_original(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("prompt,answer\na,1\nb,\nc,3\n")
    lines = ImportCache(tmp_path / "cache").lines(find_source(table))
    out = tmp_path / "out"
    out.mkdir()
    made = convert_files(lines, ConvertRequest(fixes=["mark_bad_rows"]), out)
    (rejected,) = [json.loads(line) for line in (out / "rejected.jsonl").open()]
    assert (rejected["file"], rejected["line"], rejected["row"]) == ("table.csv", 3, 2)
    assert made.lineage["source_digests"]["train"] == hashlib.sha256(table.read_bytes()).hexdigest()


def test_progress_never_goes_back(write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW] * 20_000, valid=[ROW] * 10)
    seen: list[float] = []
    out = folder.parent / "out"
    out.mkdir()
    convert_files(find_source(folder), ConvertRequest(format="messages"), out, seen.append)
    assert len(seen) > 5
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
