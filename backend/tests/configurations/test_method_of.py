"""Which method a mode of the trainer with its settings is."""

import pytest

from temper.configurations.method_of import method_of
from temper.methods.registry import METHODS


@pytest.mark.parametrize(
    ("settings", "method"),
    [
        ({}, "grpo"),
        ({"grpo_loss_type": "grpo", "importance_sampling_level": "token"}, "grpo"),
        ({"importance_sampling_level": "sequence"}, "gspo"),
        ({"grpo_loss_type": "dr_grpo"}, "dr_grpo"),
        ({"grpo_loss_type": "dr_grpo", "importance_sampling_level": "sequence"}, "dr_grpo"),
        ({"grpo_loss_type": "bnpo"}, "bnpo"),
        ({"grpo_loss_type": "bnpo", "epsilon_high": 0.28}, "dapo"),
        ({"grpo_loss_type": ["bnpo"]}, "grpo"),
    ],
)
def test_the_grpo_family_is_told_apart_by_its_settings(
    settings: dict[str, object], method: str
) -> None:
    found = method_of("grpo", settings)
    assert found is not None
    assert found.id == method


def test_every_mode_has_a_method_and_no_other_has() -> None:
    for method in METHODS.values():
        settings = {**method.defaults(), **method.identity}
        assert method_of(method.train_mode, settings) is method
    assert method_of("sft2", {}) is None
