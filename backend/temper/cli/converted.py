"""What `temper convert` says of what it wrote."""

from pathlib import Path
from typing import Any

from temper.datasets.imports.folders import REJECTED

_BAD_ROWS = ("drop_bad_rows", "mark_bad_rows")
_LEAVING_OUT = (
    "drop_blank_lines",
    "deduplicate",
    "deduplicate_normalised",
    "drop_overlap",
    *_BAD_ROWS,
)
"""Steps that leave rows out."""


def told(done: dict[str, Any], output: Path) -> str:
    """Rows written, rows left out and why, and where those are."""
    lineage = done["lineage"]
    written = ", ".join(f"{n:,} {split} {_rows(n)}" for split, n in done["rows"].items())
    converted = lineage if lineage["step"] == "convert" else lineage.get("before", {})
    lines = [f"{output}: {written}"]
    for step in converted.get("steps", []):
        if step["rows"] and step["step"] in _LEAVING_OUT:
            lines += [f"  {step['title']}: {step['rows']:,}"]
            if step["step"] in _BAD_ROWS:
                lines += [f"    {why['title']}: {why['rows']:,}" for why in converted["reasons"]]
    if (output / REJECTED).is_file():
        lines += [f"  Each of these rows, with its reason, is in {output / REJECTED}"]
    return "\n".join(lines)


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
