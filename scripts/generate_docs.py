#!/usr/bin/env python3
"""Write the pages of the documentation that come from the code."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "backend"))

from temper.methods import document, document_parameters  # noqa: E402
from temper.methods.registry import METHODS  # noqa: E402

PAGES = {
    "training-methods.md": document.render,
    "parameters.md": document_parameters.render,
}


def main() -> None:
    for name, render in PAGES.items():
        (ROOT / "docs" / name).write_text(render(list(METHODS.values())), encoding="utf-8")
        print(f"Wrote docs/{name}")


if __name__ == "__main__":
    main()
