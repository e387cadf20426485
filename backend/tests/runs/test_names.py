"""Names that Temper makes of what people called their data."""

import pytest

from temper.runs.names import LONGEST, visible
from temper.runs.resume import resumed_name
from temper.runs.schemas import RunPatch


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("SFT on my\u202fdata", "SFT on my data"),
        ("a\xa0b\tc\n", "a b c"),
        ("half \ud800", "half"),
        ("näh 数", "näh 数"),
        ("\u200b", ""),
        ("x" * 300, "x" * LONGEST),
    ],
)
def test_a_name_can_be_shown_and_given(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert not shown or RunPatch(name=shown).name == shown


def test_a_resumed_run_says_where_it_goes_on_however_long_the_name_is() -> None:
    assert resumed_name("long (resumed at 4)", 8) == "long (resumed at 8)"
    name = resumed_name("n\u202f" * 200 + " (resumed at 4)", 12)
    assert RunPatch(name=name).name == name
    assert name.endswith(" (resumed at 12)") and len(name) >= LONGEST - 1
