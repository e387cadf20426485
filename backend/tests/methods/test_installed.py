"""A trainer of another version: what it lacks is said and never sent."""

from pathlib import Path

import pytest

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.installed import as_installed, trainable
from temper.methods.registry import METHODS
from temper.methods.trainer_schema import TrainerSchema, compare


def recorded(version: str) -> TrainerSchema:
    """What that version of mlx-lm-lora says of itself."""
    path = Path(__file__).parent / f"trainer-{version}.json"
    return TrainerSchema.model_validate_json(path.read_text())


OLDER = recorded("3.1.3")


def test_while_the_trainer_is_unknown_nothing_is_said() -> None:
    assert as_installed(METHODS["klpo"], None) is METHODS["klpo"]


@pytest.mark.parametrize("method", ["klpo", "dsla"])
def test_a_mode_that_an_older_trainer_lacks_is_refused(method: str) -> None:
    seen = as_installed(METHODS[method], OLDER)
    assert seen.unavailable and "3.1.3" in seen.unavailable
    with pytest.raises(InvalidRequest) as caught:
        trainable(seen, {})
    assert [e.pointer for e in caught.value.errors] == ["/method"]


def test_a_parameter_that_an_older_trainer_lacks_is_never_sent() -> None:
    seen = as_installed(METHODS["online_dpo"], OLDER)
    assert [p.name for p in seen.parameters if p.unavailable] == ["micro_batch_size"]
    assert trainable(seen, {}).parameter("micro_batch_size") is None


def test_asking_for_such_a_parameter_is_refused_by_name() -> None:
    seen = as_installed(METHODS["online_dpo"], OLDER)
    with pytest.raises(InvalidRequest) as caught:
        trainable(seen, {"micro_batch_size": 2, "beta": 0.1})
    assert [e.pointer for e in caught.value.errors] == ["/parameters/micro_batch_size"]
    assert "5.10.2 has" in caught.value.errors[0].detail


def test_what_an_older_trainer_has_stays_as_it_is_but_for_its_own_defaults() -> None:
    ours, theirs = METHODS["sft"], as_installed(METHODS["sft"], OLDER)
    apart = [
        (mine.name, its.trainer_default)
        for mine, its in zip(ours.parameters, theirs.parameters, strict=True)
        if mine != its
    ]
    assert apart == [("batch_size", 4)]
    assert ours.defaults() == theirs.defaults()


def test_a_default_that_is_not_this_trainers_is_tempers() -> None:
    here = check(METHODS["sft"], {}).origins["batch_size"]
    there = check(as_installed(METHODS["sft"], OLDER), {}).origins["batch_size"]
    assert (here, there) == ("trainer_default", "temper_default")


def test_nothing_missing_leaves_the_method_whole() -> None:
    assert trainable(METHODS["sft"], {"iters": 3}) is METHODS["sft"]


def test_a_flag_of_a_newer_trainer_is_named() -> None:
    flags = (*OLDER.flags, OLDER.flags[0].model_copy(update={"name": "--brand-new"}))
    newer = OLDER.model_copy(update={"flags": flags})
    assert "--brand-new" in {d.subject for d in compare(tuple(METHODS.values()), newer)}


def test_the_oldest_version_that_the_package_asks_for_agrees_fully() -> None:
    assert compare(tuple(METHODS.values()), recorded("5.8.6")) == []
