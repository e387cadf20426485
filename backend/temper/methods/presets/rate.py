"""How large the steps of a preset are."""

from temper.methods.method import Family
from temper.methods.presets.choices import Choices
from temper.methods.presets.facts import SIZES, model_in_words
from temper.methods.wording import number

RATES: dict[Family, tuple[float, float, float, float]] = {
    "answers": (2e-4, 1e-4, 5e-5, 2e-5),
    "preferences": (5e-5, 2e-5, 1e-5, 5e-6),
    "rewards": (1e-4, 2e-5, 1e-5, 5e-6),
    "judge": (5e-5, 2e-5, 1e-5, 5e-6),
}
"""For LoRA at its default scale of 10, by the size of the model from tiny to large."""
_LOWEST = 1e-6
_WARMED = 20
"""Updates from which on a warm-up is worth its lost first one."""

_WHY: dict[Family, str] = {
    "answers": "Imitating answers bears large steps",
    "preferences": "Preference pairs overshoot easily",
    "rewards": "Rewards are a noisy guide, and large steps lose what the model knew",
    "judge": "A judge is a noisy guide, and large steps lose what the model knew",
}


def choose_rate(choices: Choices) -> None:
    """Learning rate, schedule and warm-up; after the number of updates is known."""
    family = choices.method.family
    rate = RATES[family][SIZES.index(choices.facts.size)]
    notes = [_WHY[family], f"this suits {model_in_words(choices.facts)}"]
    if choices.level == "thorough":
        rate, halved = rate / 2, "half of what a shorter run takes, as there are more updates"
        notes.append(halved)
    if choices.trains_everything:
        rate = max(_LOWEST, rate / 10)
        notes.append("a tenth of what an adapter takes, as every weight moves")
    choices.choose("learning_rate", float(f"{rate:.2g}"), f"{'; '.join(notes)}.")
    if choices.level == "quick":
        return
    choices.choose(
        "lr_schedule",
        "cosine_decay",
        "The rate falls along half a cosine, so that the run settles at its end.",
    )
    updates = choices.updates
    if updates >= _WARMED:
        warmup = min(100, max(2, round(updates * 0.05)))
        choices.choose(
            "warmup",
            warmup,
            f"The rate climbs over the first {number(warmup)} of {updates:,} updates, while the "
            "optimizer knows little yet.",
        )
