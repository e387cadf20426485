"""Tables: cells are text, what is no proper table is named with its place."""

import pytest

from temper.datasets.imports.cache import bad_lines, import_findings, origin_of
from temper.datasets.source import SourceError
from tests.datasets.imports.conftest import Lines
from tests.datasets.imports.containers import rows_of


def test_cells_are_text_and_rows_lead_back_to_their_line(lines: Lines) -> None:
    source = lines("a.csv", b'prompt,answer\n"one\ntwo",1\n\n"three",2.0\n')
    assert rows_of(source) == [
        {"prompt": "one\ntwo", "answer": "1"},
        {"prompt": "three", "answer": "2.0"},
    ]
    origins = [origin_of(source, "train", line) for line in (1, 2)]
    assert [(o.file, o.line, o.row, o.offset) for o in origins] == [
        ("a.csv", 2, 1, None),
        ("a.csv", 5, 2, None),
    ]


@pytest.mark.parametrize(
    "cell",
    ['[{""role"": ""user"", ""content"": ""hi""}]', "[{'role': 'user', 'content': 'hi'}]"],
)
def test_messages_become_lists(lines: Lines, cell: str) -> None:
    text = f'messages,prompt,answer\n"{cell}","[1, 2]","[3]"\n'
    assert rows_of(lines("a.csv", text.encode())) == [
        {"messages": [{"role": "user", "content": "hi"}], "prompt": "[1, 2]", "answer": "[3]"}
    ]


def test_empty_optional_cells_are_left_out(lines: Lines) -> None:
    source = lines("a.csv", b"prompt,answer,system,type,tools\na,,,,\nb,c,d,e,[]\n")
    assert rows_of(source) == [
        {"prompt": "a", "answer": ""},
        {"prompt": "b", "answer": "c", "system": "d", "type": "e", "tools": []},
    ]


def test_rows_with_more_or_fewer_cells_are_kept_and_named(lines: Lines) -> None:
    source = lines("a.csv", b"prompt,answer\na,b\nc,d,e\nf\n")
    assert rows_of(source) == [
        {"prompt": "a", "answer": "b"},
        {"prompt": "c", "answer": "d"},
        {"prompt": "f"},
    ]
    assert [(f.kind, f.line, f.row) for f in import_findings(source)] == [
        ("csv_columns", 3, 2),
        ("csv_columns", 4, 3),
    ]
    assert bad_lines(source, "train") == {2, 3}


def test_a_quote_that_is_never_closed_is_named_by_its_line(lines: Lines) -> None:
    source = lines("a.csv", b'prompt,answer\na,b\n"c,d\ne,f\n')
    assert rows_of(source) == [{"prompt": "a", "answer": "b"}]
    assert [(f.kind, f.line) for f in import_findings(source)] == [("csv_quotes", 3)]


@pytest.mark.parametrize(
    "first",
    ["What is 2 + 3?,5", "1,2", "the same,the same", "A long sentence that is no name,x"],
)
def test_a_first_row_that_is_no_header_is_a_row(lines: Lines, first: str) -> None:
    source = lines("a.csv", f"{first}\nWhat is 3 + 4?,7\n".encode())
    prompt, answer = first.split(",")
    assert rows_of(source)[0] == {"column_1": prompt, "column_2": answer}
    assert [(f.kind, f.line) for f in import_findings(source)] == [("csv_header", 1)]


def test_a_header_of_unusual_names_is_a_header(lines: Lines) -> None:
    source = lines("a.csv", b",Frage,Richtige Antwort\n0,a,b\n1,c,d\n")
    assert rows_of(source)[1] == {"column_1": "1", "Frage": "c", "Richtige Antwort": "d"}
    assert import_findings(source) == []


def test_two_columns_of_one_name_are_told_apart(lines: Lines) -> None:
    source = lines("a.csv", b"prompt,prompt\na,b\n")
    assert rows_of(source) == [{"prompt": "a", "prompt_2": "b"}]
    assert import_findings(source)[0].kind == "csv_header"


def test_spreadsheets_say_their_delimiter(lines: Lines) -> None:
    assert rows_of(lines("a.csv", b"sep=;\r\nprompt;answer\r\na,1;b\r\n")) == [
        {"prompt": "a,1", "answer": "b"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_unicode_in_any_encoding(lines: Lines, encoding: str) -> None:
    source = lines("a.csv", "prompt,answer\nGröße,€\n".encode(encoding))
    assert rows_of(source) == [{"prompt": "Größe", "answer": "€"}]
    assert import_findings(source) == []


def test_latin_1_is_named_by_its_byte_and_read_right_on_request(lines: Lines) -> None:
    data = "prompt,answer\nok,ok\nGröße,€\n".encode("cp1252")
    source = lines("a.csv", data)
    (finding,) = import_findings(source)
    assert (finding.kind, finding.line, finding.offset) == (
        "wrong_encoding",
        3,
        data.index(b"\xf6"),
    )
    assert bad_lines(source, "train") == set()
    fixed = lines("a.csv", encoding="cp1252")
    assert rows_of(fixed) == [{"prompt": "ok", "answer": "ok"}, {"prompt": "Größe", "answer": "€"}]
    assert import_findings(fixed) == []


def test_lines_in_another_encoding_are_read_on_request(lines: Lines) -> None:
    source = lines("a.jsonl", '{"prompt": "Größe"}\n'.encode("latin-1"), encoding="latin-1")
    assert rows_of(source) == [{"prompt": "Größe"}]
    assert origin_of(source, "train", 1).line == 1


@pytest.mark.parametrize(
    ("encoding", "what"), [("klingon", "no encoding"), ("utf-16", "cannot be")]
)
def test_an_encoding_that_does_not_fit_is_refused(lines: Lines, encoding: str, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        lines("a.csv", b"prompt,answer\na,b\x00\xd8\n", encoding=encoding)
    assert caught.value.kind == "wrong_encoding"


def test_nul_bytes_are_named(lines: Lines) -> None:
    source = lines("a.csv", b"prompt,answer\na\0,b\n")
    assert [(f.kind, f.line, f.offset) for f in import_findings(source)] == [("nul_byte", 2, 15)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (b"x" * (17 << 20) + b",a\n", "line_too_long"),
        (b'"' + b"xxxxxxxxxxxxxxx\n" * (2 << 20), "csv_quotes"),
    ],
)
def test_cells_without_end_end_the_import(lines: Lines, row: bytes, kind: str) -> None:
    source = lines("a.csv", b"prompt,answer\na,b\n" + row)
    assert len(rows_of(source)) == 1
    assert [(f.kind, f.line) for f in import_findings(source)] == [(kind, 3)]


def test_commas_within_quotes_are_no_columns(lines: Lines) -> None:
    text = "a,b " * 20_000
    source = lines("a.csv", f'prompt,answer\n"{text}","x\n{text}\n"\n'.encode())
    assert import_findings(source) == []
    assert rows_of(source) == [{"prompt": text, "answer": f"x\n{text}\n"}]


def test_a_row_of_too_many_cells_is_cut_and_named(lines: Lines) -> None:
    wide = b"c," * 1_000_000 + b"c\n"
    source = lines("a.csv", b"prompt,answer\n" + wide + b"q\0,r\n")
    wide_row, nul = import_findings(source)
    assert (wide_row.kind, wide_row.line) == ("csv_columns", 2)
    assert "10,001 cells, more than the header's 2" in wide_row.detail
    assert (nul.kind, nul.line, nul.offset) == ("nul_byte", 3, 14 + len(wide) + 1)
