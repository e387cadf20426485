"""The page on training methods says what the catalogue says."""

from pathlib import Path

from temper.methods.document import render
from temper.methods.registry import METHODS

PAGE = Path(__file__).parents[3] / "docs" / "training-methods.md"


def test_the_page_is_current() -> None:
    """`scripts/generate_docs.py` writes it anew."""
    assert PAGE.read_text("utf-8") == render(list(METHODS.values()))


def test_every_parameter_stands_on_it_once_for_methods_that_read_the_same_rows() -> None:
    page = render(list(METHODS.values()))
    for name in {p.name for m in METHODS.values() for p in m.parameters}:
        having = {m.dataset_shape for m in METHODS.values() if m.parameter(name)}
        in_all = all(m.parameter(name) for m in METHODS.values())
        assert page.count(f"\n| `{name}` |") == (1 if in_all else len(having)), name
