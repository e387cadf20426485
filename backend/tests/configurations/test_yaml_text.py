"""YAML and JSON: lines, values as the trainer reads them, and bounds."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.configurations.entries import Entry, Unreadable
from temper.configurations.json_text import read_json_text
from temper.configurations.yaml_text import read_yaml, write_yaml


def values(entries: tuple[Entry, ...]) -> dict[str, object]:
    return {entry.key: entry.value for entry in entries}


def test_keys_have_lines_and_values_the_trainer_s_types() -> None:
    text = "# about\na: 1e-4\nb:\n  c: [1, two]\n\n  d: 'no'\nyes: no\n2024-01-02: 2024-13-45\n"
    entries = read_yaml(text)
    assert values(entries) == {
        "a": 1e-4,
        "b": {"c": [1, "two"], "d": "no"},
        "yes": False,
        "2024-01-02": "2024-13-45",
    }
    assert [entry.line for entry in entries] == [2, 3, 7, 8]
    inner = entries[1].entries
    assert inner is not None
    assert [(entry.key, entry.line, entry.text) for entry in inner] == [
        ("c", 4, "c: [1, two]"),
        ("d", 6, "d: 'no'"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1\nb: *x", "Line 1: Anchors"),
        ("a: !!python/object/apply:os.system [ls]", "Line 1: The tag"),
        ("a: !!binary aGk=", "Line 1: The tag"),
        ("a: " + "[" * 50 + "]" * 50, "Line 1: This is deeper"),
        ("a: [" + "1," * 6000 + "]", "deeper or longer"),
        ("a:\n\t- b", "Line 2: found character"),
        ("a: [1", "Line 1: expected"),
        ("- a", "Line 1: It holds no mapping"),
        ("? [a]\n: b", "Line 1: A key must be plain text"),
        ("a: 1\n---\nb: 2", "Line 2: A second document"),
        ("a: 1\nb: \x07", "Line 2: It has a character"),
        ("# nothing", "There is nothing in it"),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_yaml(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Line 1: It is no JSON"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a":\n 1,}', "Line 2"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "too long"),
        ("[1]", "no JSON object"),
        ("{" + ",".join(f'"{n}": 1' for n in range(6000)) + "}", "longer than any"),
    ],
)
def test_json_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_json_text(text)


def test_json_has_lines_down_to_the_second_level_and_keeps_what_stands_twice() -> None:
    entries = read_json_text('{\n "a": {"b": [1,\n  {"c": 2}],\n "d": "}"},\n "a": 1e-5\n}')
    assert [(e.key, e.line) for e in entries] == [("a", 2), ("a", 5)]
    inner = entries[0].entries
    assert inner is not None
    assert [(e.key, e.line, e.value) for e in inner] == [("b", 2, [1, {"c": 2}]), ("d", 4, "}")]


texts = st.text(st.characters(exclude_categories=["Cs"]))
odd = st.sampled_from(["no", "1e3", "1e-05", "null", "~", "1_0", "a: b", "#x", "ü", "0x1", "-", ""])
scalars = st.none() | st.booleans() | st.integers() | texts | odd
scalars |= st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(texts | odd, scalars | st.lists(scalars, max_size=5), min_size=1))
def test_what_is_written_reads_back(document: dict[str, object]) -> None:
    assert values(read_yaml(write_yaml(document))) == document
    assert values(read_json_text(json.dumps(document, indent=1))) == document


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_yaml, read_json_text):
        with contextlib.suppress(Unreadable):
            reader(text)
