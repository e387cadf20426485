"""Words as a shell splits them, with nothing filled in and nothing run."""

import contextlib
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.configurations.entries import Unreadable
from temper.configurations.shell_words import split_commands


def words(text: str) -> list[list[str]]:
    return [
        [word.text for word in command if not word.redirects] for command in split_commands(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b\tc", [["a", "b", "c"]]),
        ("a \\\n  b\\\r\n c", [["a", "b", "c"]]),
        ("a b#c # d e", [["a", "b#c"]]),
        ("# only a remark\na", [["a"]]),
        ("'a b' \"c 'd\" e\\ f", [["a b", "c 'd", "e f"]]),
        ('"a\\"b" "\\x"', [['a"b', "\\x"]]),
        ("$HOME/x ${A} ~/b", [["$HOME/x", "${A}", "~/b"]]),
        ("a $(rm -rf x) `b c`", [["a", "$(rm -rf x)", "`b c`"]]),
        ("a; b && c | d\ne &", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("a > log.txt 2>&1 b", [["a", "b"]]),
        ("--x='1 2' ''", [["--x=1 2", ""]]),
        ("", []),
    ],
)
def test_words_and_commands(text: str, expected: list[list[str]]) -> None:
    assert words(text) == expected


def test_a_word_knows_its_line_and_how_it_was_written() -> None:
    ((first, second),) = split_commands("one \\\n  'two  too'")
    assert (first.line, second.line, second.shown) == (1, 2, "'two  too'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a 'b", "Line 1: A single quote opens here and never closes."),
        ('a\n"b\n', "Line 2: A double quote opens here and never closes."),
        ("a `b", "Line 1: A command inside"),
        ("a $(b", "Line 1: A command inside"),
        ("x " * 3000, "longer than any command"),
    ],
)
def test_what_a_shell_would_refuse_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=r".*" + said.replace("(", r"\(")):
        split_commands(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_quoted_words_come_back(given_words: list[str]) -> None:
    assert words(shlex.join(given_words)) == [given_words]


@given(st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        split_commands(text)
