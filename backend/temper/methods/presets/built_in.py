"""The three presets that every method has, resolved for what is known of rows, model and machine."""

from collections.abc import Mapping
from typing import get_args

from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.methods.presets.adapter import choose_adapter
from temper.methods.presets.amount import choose_amount, seen_in_words
from temper.methods.presets.cadence import choose_cadence
from temper.methods.presets.choices import Choices, Level, Preset
from temper.methods.presets.facts import PresetFacts
from temper.methods.presets.lengths import choose_lengths
from temper.methods.presets.rate import choose_rate
from temper.methods.presets.rollouts import choose_rollouts

LEVELS: tuple[Level, ...] = get_args(Level)
TITLES: dict[Level, str] = {
    "quick": "Quick try",
    "balanced": "Balanced",
    "thorough": "Thorough",
}


def built_in(
    level: Level, method: Method, facts: PresetFacts, asked: Mapping[str, Value] | None = None
) -> Preset:
    """What the preset sets for this method.

    It builds on the values of `asked`: with a batch size of one's own it counts other iterations.
    """
    choices = Choices(level, method, facts, asked or {})
    # In this order: each builds on those before it.
    choose_lengths(choices)
    choose_amount(choices)
    choose_rate(choices)
    choose_adapter(choices)
    choose_rollouts(choices)
    choose_cadence(choices)
    names = [p.name for p in method.parameters if p.name in choices.chosen]
    return Preset(
        id=level,
        title=TITLES[level],
        summary=_summary(choices),
        parameters={name: choices.chosen[name] for name in names},
        reasons={name: choices.reasons[name] for name in names},
    )


def _summary(choices: Choices) -> str:
    total = choices.iterations
    match choices.level:
        case "quick":
            return f"{total:,} iterations to see whether it learns at all."
        case "balanced":
            seen = seen_in_words(choices, total)
            return f"A sound first run: {total:,} iterations, in which {seen}."
        case "thorough":
            return (
                f"Longer and finer: {total:,} iterations at a lower rate, with checkpoints to "
                "choose from."
            )
