"""From the trainer's mode and settings to the method that people call by its name."""

from collections.abc import Mapping

from temper.methods.method import Method
from temper.methods.registry import METHODS


def method_of(mode: str, settings: Mapping[str, object]) -> Method | None:
    """The method that these settings of a mode make; None for a mode that there is not.

    A loss decides before the level of importance sampling: the latter changes nothing while each
    rollout is used for one update. DAPO and BNPO share a loss; a clip of its own upwards makes DAPO.
    """
    of_mode = [method for method in METHODS.values() if method.train_mode == mode]
    named = [
        method
        for method in of_mode
        if method.identity and all(settings.get(k) == v for k, v in method.identity.items())
    ]
    named.sort(key=lambda method: "grpo_loss_type" not in method.identity)
    ids = {method.id for method in named}
    if {"dapo", "bnpo"} <= ids:
        return METHODS["dapo" if settings.get("epsilon_high") is not None else "bnpo"]
    plain = next((method for method in of_mode if not method.identity), None)
    return named[0] if named else plain
