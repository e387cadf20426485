"""Bytes come in chunks as they like; lines come out, and memory stays bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.kit.lines import CONTINUED, LineSplitter


def split(*chunks: bytes, line_limit: int = 100, record_limit: int = 1000) -> list[bytes]:
    splitter = LineSplitter(line_limit, record_limit)
    lines = [line for chunk in chunks for line in splitter.feed(chunk)]
    return lines + splitter.close()


def test_lines_lose_their_newline_and_keep_everything_else() -> None:
    assert split(b"one\n\n  two\x1b[0m \x00\nthree") == [
        b"one",
        b"",
        b"  two\x1b[0m \x00",
        b"three",
    ]


def test_a_line_may_come_in_pieces() -> None:
    assert split(b"o", b"ne", b"\n", b"tw", b"o\nth", b"ree\n") == [b"one", b"two", b"three"]


def test_windows_newlines_are_newlines() -> None:
    assert split(b"one\r\n\r\ntwo\r", b"\n") == [b"one", b"", b"two"]


@pytest.mark.parametrize(
    ("drawn", "left"),
    [
        (b"\r 1%\r 2%\r 3%\n", [b" 3%"]),
        (b" 1%\r 2%\r 3%\r\n", [b" 3%"]),
        (b"\r 9%\r    \rtext\n", [b"text"]),
        (b"\r 9%\r    \r\n", []),
        (b"\r 1%\r 2%", [b" 2%"]),
    ],
)
def test_of_a_progress_bar_only_its_last_state_is_a_line(drawn: bytes, left: list[bytes]) -> None:
    assert split(drawn) == left
    assert split(*(bytes([byte]) for byte in drawn)) == left


def test_a_bar_that_is_drawn_for_hours_needs_no_memory() -> None:
    splitter = LineSplitter(line_limit=100)
    for step in range(10_000):
        assert splitter.feed(b"\r%4d of 10000, as a bar" % step) == []
    assert splitter.feed(b"\n") == [b"9999 of 10000, as a bar"]


def test_a_record_begins_its_own_line() -> None:
    assert split(b'\x1e{"a":1}\ntext\x1e{"b":2}\nmore\n') == [
        b'\x1e{"a":1}',
        b"text",
        b'\x1e{"b":2}',
        b"more",
    ]


def test_a_bar_that_a_record_interrupts_is_no_line() -> None:
    assert split(b"\r 1%\x1e{}\n\r 2%\n") == [b"\x1e{}", b" 2%"]


def test_a_long_record_stays_whole_and_one_past_all_limits_is_text() -> None:
    record = b"\x1e" + b"r" * 900
    assert split(record[:500], record[500:] + b"\n") == [record]
    pieces = split(b"\x1e" + b"r" * 2000, b"\n")
    assert len(pieces) == 21
    assert not any(piece.startswith(b"\x1e") for piece in pieces)
    assert b"".join(pieces).replace(CONTINUED, b"") == b"r" * 2000


def test_a_long_line_comes_in_marked_pieces() -> None:
    for chunks in ([b"x" * 250 + b"\n"], [b"x" * 50] * 5 + [b"\n"]):
        assert split(*chunks) == [b"x" * 100 + CONTINUED, b"x" * 100 + CONTINUED, b"x" * 50]


def test_a_long_line_is_not_cut_within_a_character() -> None:
    pieces = split(("a" + "日" * 100 + "\n").encode())
    text = "".join(piece.decode().removesuffix(CONTINUED.decode()) for piece in pieces)
    assert text == "a" + "日" * 100


@given(st.lists(st.sampled_from([b"a", b"bc", b" ", b"\n", b"\r", b"\x1e", b"\r\n"])), st.data())
def test_lines_do_not_depend_on_how_the_bytes_arrive(
    parts: list[bytes], data: st.DataObject
) -> None:
    whole = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)))))
    chunks = [whole[i:j] for i, j in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert split(*chunks, line_limit=10_000) == split(whole, line_limit=10_000)


@given(st.lists(st.binary(max_size=400)))
def test_no_bytes_are_too_odd_and_every_line_is_bounded(chunks: list[bytes]) -> None:
    for line in split(*chunks):
        assert b"\n" not in line
        assert len(line) <= (1001 if line.startswith(b"\x1e") else 100 + len(CONTINUED))
