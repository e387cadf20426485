"""The form refuses beside its fields what the server refuses: both judge the same recorded values."""

from tests.methods.form_cases import FILE, render


def test_the_recorded_cases_are_current() -> None:
    """`python -m tests.methods.form_cases`, run in `backend`, writes them anew; the panel reads them."""
    assert FILE.read_text("utf-8") == render()
