"""Metrics as comma-separated values."""

import csv
import io
from typing import Any


def as_csv(columns: dict[str, list[Any]]) -> str:
    """A heading and a row for each iteration; empty where nothing was reported."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()
