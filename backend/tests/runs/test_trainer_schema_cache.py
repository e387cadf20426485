"""The installed trainer is read once, and what it said is kept."""

from pathlib import Path

import pytest

from temper.methods.registry import METHODS
from temper.methods.trainer_schema import compare
from temper.runs import trainer_schema_cache
from temper.runs.trainer_schema_cache import TrainerSchemaCache


@pytest.mark.real_trainer
def test_it_is_read_once_and_agrees_with_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = TrainerSchemaCache(tmp_path)
    assert fresh.read() is None
    fresh.load()
    schema = fresh.read()
    assert schema is not None
    assert compare(tuple(METHODS.values()), schema) == []

    def never() -> str:
        raise AssertionError("it is known already")

    monkeypatch.setattr(trainer_schema_cache, "describe_trainer", never)
    again = TrainerSchemaCache(tmp_path)
    again.start()
    assert again.read() == schema


def test_a_trainer_that_cannot_be_read_leaves_the_catalogue_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise OSError("No module named mlx")

    monkeypatch.setattr(trainer_schema_cache, "describe_trainer", broken)
    cache = TrainerSchemaCache(tmp_path)
    cache.load()
    assert cache.read() is None
    assert not list(tmp_path.iterdir())


def test_a_kept_answer_that_is_torn_is_read_anew(tmp_path: Path) -> None:
    whole = TrainerSchemaCache(tmp_path)
    (
        tmp_path / f"trainer-{trainer_schema_cache.machine.versions()['mlx-lm-lora']}.json"
    ).write_text("{")
    assert whole.read() is None
    assert TrainerSchemaCache(tmp_path).read() is None
