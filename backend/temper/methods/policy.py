"""What the methods share that sample completions, and the GRPO family: groups and parameters."""

from collections.abc import Mapping
from dataclasses import replace

from temper.methods.method import Group
from temper.methods.parameter import Parameter, Value, put_first
from temper.methods.parameters import (
    adapter,
    cadence,
    memory,
    optimizer,
    rewards,
    rollouts,
    training,
)

COST = (
    "3 to 5 times SFT or more: every iteration writes a whole group of completions token by token "
    "before it learns from them"
)


def policy_groups(*own: Group) -> tuple[Group, ...]:
    """The groups of a method that samples completions, its own ones after the rollouts."""
    rest = (optimizer.GROUP, adapter.GROUP, memory.GROUP, cadence.GROUP)
    return (training.GROUP, rollouts.ROLLOUT_GROUP, *own, *rest)


GROUPS: tuple[Group, ...] = policy_groups(rewards.GROUP, rollouts.OBJECTIVE_GROUP)

_REWORDED = {
    "batch_size": (
        "Prompts in one iteration, each with its completions. There must be at least as many "
        "training and validation rows. The plain trainer also generates this many completions at "
        "once."
    ),
    "max_seq_length": (
        "Tokens of a prompt that the model sees; a longer prompt loses its end, where the question "
        "and the turn to answer stand."
    ),
}


def policy_parameters(
    *own: Parameter,
    without: tuple[str, ...] = (),
    first: tuple[str, ...],
    defaults: Mapping[str, Value] | None = None,
) -> tuple[Parameter, ...]:
    """The parameters of a method that samples completions, its own ones after the rollouts."""
    given = defaults or {}
    parameters = (
        *training.PARAMETERS,
        *rollouts.ROLLOUTS,
        *own,
        *optimizer.PARAMETERS,
        *adapter.PARAMETERS,
        *memory.PARAMETERS,
        *cadence.PARAMETERS,
    )
    reworded = tuple(
        replace(p, default=given.get(p.name, p.default), help=_REWORDED.get(p.name, p.help))
        for p in parameters
        if p.name not in without
    )
    return put_first(reworded, "iters", "learning_rate", *first)


def family(**defaults: Value) -> tuple[Parameter, ...]:
    """The parameters of the GRPO family, with defaults of one member."""
    return policy_parameters(
        *rewards.PARAMETERS,
        *rollouts.OBJECTIVE,
        first=("group_size", "temperature", "max_completion_length", "reward_functions"),
        defaults=defaults,
    )
