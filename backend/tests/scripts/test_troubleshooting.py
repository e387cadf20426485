"""docs/troubleshooting.md explains every line that a start can stop with, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8").replace("`", "")
EXPLAINED = [
    row for row in re.findall(r"^\| (.+?) \| ", PAGE, re.MULTILINE) if "the line" not in row
]
SCRIPTS = [*ROOT.glob("scripts/*.sh"), *ROOT.glob("scripts/lib/*.sh")]
SOURCES = [
    *SCRIPTS,
    *ROOT.glob("backend/temper/*.py"),
    *ROOT.glob("backend/temper/datasets/**/*.py"),
    *ROOT.glob("backend/temper/runs/*.py"),
]
STOPS = [
    line.strip()
    for script in SCRIPTS
    for line in script.read_text("utf-8").splitlines()
    if re.search(r'\b(fail|explain) "(?!\$1)', line)
]


@pytest.mark.parametrize("stop", STOPS)
def test_every_stop_is_explained(stop: str) -> None:
    assert any(row in stop for row in EXPLAINED)


@pytest.mark.parametrize("row", EXPLAINED)
def test_every_explained_line_is_one_that_is_said(row: str) -> None:
    said = "\n".join(source.read_text("utf-8") for source in SOURCES)
    assert all(piece.strip() in said for piece in row.split("…"))
