"""The reward functions that the trainer brings along, as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RewardExample:
    """A completion for the answer `7`, and what the function pays for it."""

    completion: str
    reward: float


@dataclass(frozen=True)
class RewardFunction:
    """One reward function, named as the trainer registers it."""

    name: str
    label: str
    pays_for: str
    """One plain sentence."""
    maximum: float
    rule: str
    """The exact rule, for who wants to know."""
    examples: tuple[RewardExample, ...]


_WELL_FORMED = "<think> 3 + 4 </think> <answer> 7 </answer>"
_ON_LINES = "<think>\n3 + 4\n</think>\n<answer>\n7\n</answer>"

BUILTIN: tuple[RewardFunction, ...] = (
    RewardFunction(
        name="r1_accuracy_reward_func",
        label="Right answer",
        pays_for="The text inside <answer> equals the row's answer.",
        maximum=2.0,
        rule="2.0 where what stands after the last <answer> and before the next </answer>, without "
        "surrounding space, is not empty and equals the row's answer character by character. "
        "Without any <answer> the whole completion is compared.",
        examples=(
            RewardExample(_WELL_FORMED, 2.0),
            RewardExample("7", 2.0),
            RewardExample("<answer> 8 </answer>", 0.0),
            RewardExample("<answer> 7.0 </answer>", 0.0),
        ),
    ),
    RewardFunction(
        name="r1_int_reward_func",
        label="Whole number",
        pays_for="The answer is a whole number, right or wrong.",
        maximum=0.5,
        rule="0.5 where the same text consists of digits only: no sign, point, comma or space.",
        examples=(
            RewardExample("<answer> 8 </answer>", 0.5),
            RewardExample("<answer> -8 </answer>", 0.0),
            RewardExample("The sum is seven.", 0.0),
        ),
    ),
    RewardFunction(
        name="r1_strict_format_reward_func",
        label="Exact format",
        pays_for="Reasoning and answer stand in their tags, on one line, with single spaces.",
        maximum=0.5,
        rule="0.5 where the completion contains <think> .*? </think> <answer> .*? </answer>: one "
        "space inside each tag and between </think> and <answer>, no line break.",
        examples=(
            RewardExample(_WELL_FORMED, 0.5),
            RewardExample("<think>3 + 4</think><answer>7</answer>", 0.0),
            RewardExample(_ON_LINES, 0.0),
        ),
    ),
    RewardFunction(
        name="r1_soft_format_reward_func",
        label="Loose format",
        pays_for="Reasoning and answer stand in their tags, in that order, with any spacing.",
        maximum=0.5,
        rule="0.5 where the first <think>, </think>, <answer> and </answer> come in that order and "
        "something other than space stands inside both pairs.",
        examples=(
            RewardExample(_WELL_FORMED, 0.5),
            RewardExample(_ON_LINES, 0.5),
            RewardExample("<think> </think> <answer> 7 </answer>", 0.0),
            RewardExample("<answer> 7 </answer>", 0.0),
        ),
    ),
    RewardFunction(
        name="r1_count_xml",
        label="Tag count",
        pays_for="Each tag stands exactly once, and nothing follows the last one.",
        maximum=0.5,
        rule="0.125 for each of <think> followed by a line break, </think>, <answer> and </answer> "
        "that stands exactly once, less 0.001 for each character after the last </answer> (all "
        "characters where there is none), and never below 0. Without a line break after <think> at "
        "most 0.375.",
        examples=(
            RewardExample(_ON_LINES, 0.5),
            RewardExample(_WELL_FORMED, 0.375),
            RewardExample("<answer> 7 </answer> and so on", 0.24),
            RewardExample("7", 0.0),
        ),
    ),
)

BUILTIN_NAMES: tuple[str, ...] = tuple(function.name for function in BUILTIN)
