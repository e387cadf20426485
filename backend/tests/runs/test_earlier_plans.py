"""Plans that earlier versions wrote into run folders are read all the same."""

from temper.runs.schemas import EffectiveValue


def test_a_value_from_before_defaults_were_told_apart_is_read() -> None:
    stored = {"value": 8, "origin": "default", "carrier": "--group-size", "effect": None}
    read = EffectiveValue.model_validate(stored)
    assert (read.origin, read.acts_on) == ("temper_default", "")
