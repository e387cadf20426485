"""Presets that people saved, in the database."""

from pathlib import Path

import pytest

from temper.database import Database
from temper.presets.schemas import OwnPreset
from temper.presets.store import Full, NameTaken, PresetStore


@pytest.fixture
def store(tmp_path: Path) -> PresetStore:
    return PresetStore(Database(tmp_path / "temper.db"), most=3)


def a_preset(preset_id: str, **changes: object) -> OwnPreset:
    fields: dict[str, object] = {
        "id": preset_id,
        "method": "sft",
        "name": preset_id,
        "summary": "",
        "parameters": {"iters": 5, "betas": [0.9, 0.99], "epochs": None},
        "created_at": "2026-01-31T10:00:00.000Z",
    }
    return OwnPreset.model_validate(fields | changes)


def test_what_was_added_comes_back_by_method_and_name(store: PresetStore) -> None:
    second, first = a_preset("b"), a_preset("a")
    other = a_preset("c", method="grpo")
    for preset in (second, first, other):
        store.add(preset)
    assert store.all() == [other, first, second]
    assert store.all("sft") == [first, second]
    assert store.get("b") == second
    assert store.get("nobody") is None


def test_a_name_is_taken_once_for_a_method_however_it_is_written(store: PresetStore) -> None:
    store.add(a_preset("a", name="Night"))
    with pytest.raises(NameTaken):
        store.add(a_preset("b", name="night"))
    store.add(a_preset("c", name="night", method="grpo"))


def test_it_is_full_at_some_point(store: PresetStore) -> None:
    for name in "abc":
        store.add(a_preset(name))
    with pytest.raises(Full):
        store.add(a_preset("d"))
    assert store.remove("a")
    store.add(a_preset("d"))


def test_a_change_keeps_names_apart(store: PresetStore) -> None:
    for name in "ab":
        store.add(a_preset(name))
    assert store.change(a_preset("a", name="c", parameters={"rank": 4}))
    assert store.get("a") == a_preset("a", name="c", parameters={"rank": 4})
    with pytest.raises(NameTaken):
        store.change(a_preset("a", name="B"))
    assert not store.change(a_preset("gone", name="x"))


def test_what_is_gone_is_gone(store: PresetStore) -> None:
    store.add(a_preset("a"))
    assert store.remove("a")
    assert not store.remove("a")
    assert store.all() == []
