"""The table of faults in docs/reliability.md."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "reliability.md"


@dataclass(frozen=True)
class Row:
    """One fault, how the run ends, and the words."""

    fault: str
    outcome: str
    words: str

    def says(self, words: str) -> bool:
        """Whether these are its words; `…` stands for anything."""
        pattern = ".+".join(map(re.escape, self.words.split("…")))
        return re.fullmatch(pattern, words) is not None


def rows() -> list[Row]:
    """The first table of the document."""
    table = DOCUMENT.read_text().split("|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return [Row(fault, outcome, words) for fault, outcome, words in cells]
