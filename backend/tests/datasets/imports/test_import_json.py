"""JSON that is no JSON lines: each value stays as it was written, and broken ones stay apart."""

import json

import pytest

from temper.datasets.imports.cache import import_findings, origin_of
from temper.datasets.source import SourceError
from tests.datasets.imports.conftest import Lines
from tests.datasets.imports.containers import rows_of


def test_values_stay_as_they_are_written(lines: Lines) -> None:
    written = [
        b'{"a": 1e999, "b": 1.0, "c": 12345678901234567890123}',
        rb'{"a": "\u00e4 \ud83d", "a": "\/"}',
        b'{"a": NaN}',
        b'{"a": tru}',
        b'{"b": "} ] \\" {"}',
        b"[1, 2]",
        b'"text, with a comma"',
        b"null",
    ]
    source = lines("rows.json", b"[\n" + b",\n".join(written) + b"\n]")
    assert source.files["train"].read_bytes().splitlines() == written


def test_breaks_within_a_text_stay_breaks(lines: Lines) -> None:
    source = lines("rows.json", b'[\n{\r\n  "prompt": "a\nb\r\nc",\n  "answer": "d"\n}]')
    assert rows_of(source) == [{"prompt": "a\nb\r\nc", "answer": "d"}]


def test_each_row_leads_back_to_its_byte(lines: Lines) -> None:
    data = json.dumps([{"prompt": "ü" * n, "answer": "x"} for n in range(50)], indent=1).encode()
    source = lines("rows.json", data)
    for line in (1, 7, 50):
        origin = origin_of(source, "train", line)
        assert (origin.file, origin.line, origin.row) == ("rows.json", None, line)
        assert origin.offset is not None
        row, _ = json.JSONDecoder().raw_decode(data[origin.offset :].decode())
        assert row == rows_of(source)[line - 1]


def test_one_object_may_hold_an_array_for_each_split(lines: Lines) -> None:
    splits = {"train": [{"text": "a"}, {"text": "b"}], "validation": [{"text": "c"}], "test": []}
    source = lines("all.json", json.dumps({"name": "x", **splits}).encode())
    assert {split: rows_of(source, split) for split in source.files} == {
        "train": splits["train"],
        "valid": splits["validation"],
        "test": [],
    }
    assert origin_of(source, "valid", 1).row == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"version": 1, "whatever": [{"a": 1}, {"a": 2}]}', [{"a": 1}, {"a": 2}]),
        ('{"features": [{"name": "a"}], "rows": [{"a": 1}]}', [{"a": 1}]),
        ('{"messages": [{"role": "user"}]}', [{"messages": [{"role": "user"}]}]),
        ('{\n"a": 1\n}\n{\n"a": 2\n}\n', [{"a": 1}, {"a": 2}]),
        ('[{"a": 1},{"a": 2},]', [{"a": 1}, {"a": 2}]),
        ("[]", []),
    ],
)
def test_where_the_rows_are(lines: Lines, text: str, expected: list[object]) -> None:
    source = lines("rows.json", text.encode())
    assert rows_of(source) == expected
    assert import_findings(source) == []


def test_an_object_with_several_lists_is_refused_by_their_names(lines: Lines) -> None:
    with pytest.raises(SourceError, match="`dogs`, `cats`") as caught:
        lines("rows.json", b'{"dogs": [{"a": 1}], "cats": [{"a": 1}]}')
    assert caught.value.kind == "several_files"


def test_an_array_that_breaks_off_keeps_the_rows_before(lines: Lines) -> None:
    source = lines("rows.json", b'[{"a": 1}, {"a": 2}, {"a": "th')
    assert rows_of(source) == [{"a": 1}, {"a": 2}]
    (finding,) = import_findings(source)
    assert (finding.kind, finding.row, finding.offset) == ("truncated_line", 3, 21)


def test_something_after_the_array_is_named(lines: Lines) -> None:
    (finding,) = import_findings(lines("rows.json", b'[{"a": 1}] {"a": 2}'))
    assert (finding.kind, finding.offset) == ("invalid_json", 11)


def test_depth_and_size_cost_nothing_but_their_bytes(lines: Lines) -> None:
    deep = b'{"prompt": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    large = b'{"prompt": "' + b"x" * (10 << 20) + b'"}'
    source = lines("rows.json", b"[" + deep + b"," + large + b',{"a": 1}]')
    written = source.files["train"].read_bytes().splitlines()
    assert written[0] == deep
    # More of it than what any reader takes for too long is not kept.
    assert len(written[1]) == (8 << 20) + 1
    assert json.loads(written[2]) == {"a": 1}


def test_a_value_that_never_ends_ends_the_import_with_its_place(lines: Lines) -> None:
    source = lines("rows.json", b'[{"a": 1}, {"a": "' + b"x" * (33 << 20) + b'"}, {"a": 2}]')
    assert rows_of(source) == [{"a": 1}]
    (finding,) = import_findings(source)
    assert (finding.kind, finding.offset) == ("line_too_long", 11)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_other_unicode_encodings_are_recognised(lines: Lines, encoding: str) -> None:
    source = lines("rows.json", '[{"prompt": "Größe", "answer": "€"}]'.encode(encoding))
    assert rows_of(source) == [{"prompt": "Größe", "answer": "€"}]
