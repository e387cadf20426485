"""The broken files are all listed, and still broken: editors and checkouts like to repair them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

BROKEN = Path(__file__).parents[3] / "test_data" / "broken"


def _not_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _not_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        return True
    return False


FRAGILE: dict[str, Callable[[bytes], bool]] = {
    "blank_line.jsonl": lambda data: b"\n\n" in data,
    "bom.jsonl": lambda data: data.startswith(b"\xef\xbb\xbf"),
    "latin1.jsonl": _not_utf8,
    "utf16.jsonl": lambda data: data.startswith(b"\xff\xfe") and _not_utf8(data),
    "nul_bytes.jsonl": lambda data: b"\x00" in data,
    "lone_surrogate.jsonl": lambda data: b"\\ud83d" in data,
    "empty_file.jsonl": lambda data: data == b"",
    "truncated.jsonl": lambda data: not data.endswith(b"\n") and _not_json(data.splitlines()[-1]),
    "invalid_json.jsonl": lambda data: _not_json(data.splitlines()[1]),
    "nan_number.jsonl": lambda data: b'"answer": NaN' in data,
    "duplicate_keys.jsonl": lambda data: data.splitlines()[1].count(b'"answer"') == 2,
    "empty_valid/valid.jsonl": lambda data: data == b"",
    "empty_test/test.jsonl": lambda data: data == b"",
    "bad_test/test.jsonl": lambda data: _not_json(data.splitlines()[1]),
}


def test_the_readme_lists_every_file_and_folder() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", (BROKEN / "README.md").read_text(), re.MULTILINE)
    present = [
        f"{path.name}/" if path.is_dir() else path.name
        for path in BROKEN.iterdir()
        if path.name != "README.md"
    ]
    assert sorted(listed) == sorted(present)


@pytest.mark.parametrize(("name", "is_broken"), FRAGILE.items(), ids=FRAGILE)
def test_a_file_still_has_its_defect(name: str, is_broken: Callable[[bytes], bool]) -> None:
    assert is_broken((BROKEN / name).read_bytes())
