#!/usr/bin/env python3
"""Write the pages of the documentation that come from the code."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "backend"))

from temper.methods.document import render  # noqa: E402
from temper.methods.registry import METHODS  # noqa: E402


def main() -> None:
    page = ROOT / "docs" / "training-methods.md"
    page.write_text(render(list(METHODS.values())), encoding="utf-8")
    print(f"Wrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
