"""Reading lines in blocks keeps numbers and offsets, whatever the block size."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temper.kit.jsonl import NotRegularFile, blocks, open_regular


@given(st.binary(max_size=200), st.integers(1, 40))
def test_blocks_hold_the_file_and_know_where_each_line_is(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int
) -> None:
    path = tmp_path_factory.mktemp("lines") / "file"
    path.write_bytes(data)
    with open_regular(path) as file:
        found = list(blocks(file, size))
    assert b"".join(block.data for block in found) == data
    lines = [line for block in found for line in block.lines()]
    expected = data.removesuffix(b"\n").split(b"\n") if data else []
    assert [line for _, _, line in lines] == expected
    assert [number for number, _, _ in lines] == list(range(1, len(expected) + 1))
    assert all(data[offset : offset + len(line)] == line for _, offset, line in lines)


def test_a_line_beyond_the_cap_is_cut_and_the_next_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first\n" + b"x" * 5000 + b"\nthird\n")
    with open_regular(path) as file:
        found = list(blocks(file, size=100, longest=1000))
    cut = [block for block in found if block.cut]
    assert [block.first_line for block in cut] == [2]
    assert len(cut[0].data) == 1024
    last = found[-1]
    assert (last.first_line, last.offset, last.data) == (3, 5007, b"third\n")


def test_a_file_that_grows_is_read_as_far_as_it_reached(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one\ntwo\n")
    with open_regular(path) as file:
        reading = blocks(file, size=4)
        first = next(reading)
        with path.open("ab") as more:
            more.write(b"three\n")
        assert b"".join([first.data, *(block.data for block in reading)]) == b"one\ntwo\n"


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(NotRegularFile):
            open_regular(path)


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"one\ntwo\nthree\n")
    with open_regular(path) as file:
        assert [block.data for block in blocks(file, most=6)] == [b"one\n", b"tw"]
        assert file.tell() == 6
