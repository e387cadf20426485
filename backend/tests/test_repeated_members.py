"""Members of JSON objects that stand twice are found, wherever they are."""

import pytest

from temper.repeated_members import repeated_members


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"a": 1, "b": 1}', []),
        (b'{"a": 1, "a": 1}', ["/a"]),
        (b'{"a": 1, "\\u0061": 1}', ["/a"]),
        (b'{"a": {"b": 1, "b": 2}, "c": [1, {"d~/": 1, "d~/": 1}]}', ["/a/b", "/c/1/d~0~1"]),
        (b'{"a": {"b": 1, "b": 2}, "a": 1}', ["/a"]),
        (b'{"a": 1, "a": ', []),
        (b"[" * 100_000, []),
        (b"\xff", []),
        (b"", []),
    ],
)
def test_a_member_that_stands_twice_is_pointed_at(body: bytes, pointers: list[str]) -> None:
    assert repeated_members(body) == pointers
