"""How a preset samples completions."""

from temper.datasets.tokens import step_for
from temper.methods.presets.choices import Choices, Level
from temper.methods.presets.facts import Size

GROUPS: dict[Size, dict[Level, int]] = {
    "tiny": {"quick": 8, "balanced": 8, "thorough": 16},
    "small": {"quick": 8, "balanced": 8, "thorough": 16},
    "medium": {"quick": 4, "balanced": 8, "thorough": 16},
    "large": {"quick": 4, "balanced": 8, "thorough": 8},
}
TOKENS: dict[Level, int] = {"quick": 256, "balanced": 512, "thorough": 1024}
TOKENS_OF_TINY: dict[Level, int] = {"quick": 128, "balanced": 128, "thorough": 256}
MOST_TOKENS = 2048
_REASONING = 64
"""Tokens around an answer in which it is found."""


def choose_rollouts(choices: Choices) -> None:
    """Group, temperature, length and beta, where the method samples completions."""
    level, size = choices.level, choices.facts.size
    group = GROUPS[size][level]
    choices.choose(
        "group_size",
        group,
        f"{group} completions of each prompt are compared: fewer are often all right or all wrong, "
        "and teach nothing.",
    )
    if choices.method.family == "rewards":
        choices.choose(
            "temperature", 1.0, "Completions that differ are what rewards can tell apart."
        )
    _length(choices)
    # A method whose own idea is to do without KL keeps it so.
    beta = choices.method.parameter("beta")
    if choices.has("group_size") and beta is not None and beta.default != 0:
        value = 0.02 if size == "tiny" else 0.04
        reason = "Loose enough that rewards move the model, tight enough that it does not forget."
        choices.choose("beta", value, reason)


def _length(choices: Choices) -> None:
    facts, level = choices.facts, choices.level
    tiny = facts.size == "tiny"
    length = (TOKENS_OF_TINY if tiny else TOKENS)[level]
    reason = {
        "quick": "Short completions keep a first try short.",
        "balanced": "A model so small writes short answers." if tiny else "",
        "thorough": "Room to reason before the answer.",
    }[level]
    answer = facts.lengths.longest_answer if facts.lengths else None
    if answer is not None and answer + _REASONING > length:
        length = min(MOST_TOKENS, step_for(answer + _REASONING))
        reason = f"The longest answer of your rows has {answer:,} tokens: a completion needs room for it."
    if facts.max_position is not None and length > facts.max_position:
        length = facts.max_position
        reason = f"The model was made for {length:,} tokens."
    choices.choose("max_completion_length", length, reason)
