"""JSON pointers."""

from temper.kit.pointer import escaped, pointer


def test_a_step_keeps_its_slashes_and_tildes() -> None:
    assert escaped("a/b~c") == "a~1b~0c"


def test_a_pointer_leads_through_names_and_numbers() -> None:
    assert pointer("rows", 3, "a/b") == "/rows/3/a~1b"
    assert pointer() == ""
