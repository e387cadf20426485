"""What must hold between reward functions, their weights and the custom file."""

import difflib
from collections.abc import Iterator
from typing import cast

from temper.errors import FieldError
from temper.methods.draft import Draft, ParameterWarning, Problem, Rule, pointer
from temper.methods.wording import counted, shown
from temper.rewards.library import BUILTIN_NAMES


def _reward_names(draft: Draft) -> Iterator[Problem]:
    names = cast("list[str]", draft.values["reward_functions"])
    here = pointer("reward_functions")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        yield FieldError(here, f"Names {', '.join(twice)} more than once")
    unknown = [name for name in names if name not in BUILTIN_NAMES]
    if draft.values["reward_functions_file"] is not None:
        if not unknown:
            yield ParameterWarning(
                pointer("reward_functions_file"),
                "Is loaded, but none of its functions is named in the reward functions.",
            )
        return
    for name in unknown[:5]:
        near = difflib.get_close_matches(name, BUILTIN_NAMES, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        yield FieldError(
            here,
            f"There is no built-in reward function {shown(name)}{hint} "
            "A function of your own needs reward_functions_file.",
            ", ".join(BUILTIN_NAMES),
        )


def _reward_weights(draft: Draft) -> Iterator[Problem]:
    names = cast("list[str]", draft.values["reward_functions"])
    weights = cast("list[float] | None", draft.values["reward_weights"])
    here = pointer("reward_weights")
    if weights is None:
        return
    if len(weights) != len(names):
        yield FieldError(
            here,
            f"Has {counted(len(weights), 'weight')} for {counted(len(names), 'reward function')}",
            f"{counted(len(names), 'number')}, or null",
        )
    elif not any(weights):
        yield FieldError(here, "Are all 0: every reward would be 0 and nothing would be learned")
    elif len(weights) == 1 and draft.method.train_mode == "grpo":
        message = (
            "With one reward function a weight below 0 punishes what it pays for."
            if weights[0] < 0
            else "With one reward function its weight changes nothing."
        )
        yield ParameterWarning(here, message)


REWARD_RULES = (
    Rule(("reward_functions", "reward_functions_file"), _reward_names),
    Rule(("reward_functions", "reward_weights"), _reward_weights),
)
