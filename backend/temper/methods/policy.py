"""What the methods of the GRPO family share: groups and parameters."""

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

GROUPS: tuple[Group, ...] = (
    training.GROUP,
    rollouts.ROLLOUT_GROUP,
    rewards.GROUP,
    rollouts.OBJECTIVE_GROUP,
    optimizer.GROUP,
    adapter.GROUP,
    memory.GROUP,
    cadence.GROUP,
)

_REWORDED = {
    "batch_size": (
        "Prompts in one iteration, each with its group of completions. There must be at least as "
        "many training and validation rows. The plain trainer also generates this many completions "
        "at once."
    ),
    "max_seq_length": (
        "Tokens of a prompt that the model sees; a longer prompt loses its end, where the question "
        "and the turn to answer stand."
    ),
}


def family(**defaults: Value) -> tuple[Parameter, ...]:
    """The parameters of the GRPO family, with defaults of one member."""
    parameters = (
        *training.PARAMETERS,
        *rollouts.ROLLOUTS,
        *rewards.PARAMETERS,
        *rollouts.OBJECTIVE,
        *optimizer.PARAMETERS,
        *adapter.PARAMETERS,
        *memory.PARAMETERS,
        *cadence.PARAMETERS,
    )
    reworded = tuple(
        replace(p, default=defaults.get(p.name, p.default), help=_REWORDED.get(p.name, p.help))
        for p in parameters
    )
    return put_first(
        reworded,
        "iters",
        "group_size",
        "temperature",
        "max_completion_length",
        "reward_functions",
        "learning_rate",
    )
