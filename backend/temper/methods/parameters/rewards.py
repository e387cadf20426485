"""Which rewards pay for a completion: parameters of the GRPO family."""

from temper.methods.method import Group
from temper.methods.parameter import Choice, Parameter, Reference, flag
from temper.rewards.library import BUILTIN, BUILTIN_NAMES

GROUP = Group("rewards", "Rewards", "What a completion is paid for.")

PARAMETERS = (
    Parameter(
        name="reward_functions",
        label="Reward functions",
        type="list",
        item_type="string",
        default=list(BUILTIN_NAMES),
        group="rewards",
        help="The functions whose rewards are added up for each completion: built-in ones, or ones "
        "that the custom file registers.",
        carrier=flag("--reward-functions"),
        acts_on="what completions are paid for",
        choices=tuple(Choice(f.name, f.label, f.pays_for) for f in BUILTIN),
        tip="The model learns exactly what is paid for, and nothing else.",
        reference=Reference(
            "DeepSeek-R1: Incentivizing Reasoning Capability in LLMs via Reinforcement Learning",
            "https://arxiv.org/abs/2501.12948",
        ),
    ),
    Parameter(
        name="reward_weights",
        label="Reward weights",
        type="list",
        item_type="number",
        default=None,
        group="rewards",
        help="One number for each reward function, in their order; null weighs all as 1.",
        raising="That function counts for more.",
        lowering="That function counts for less; below 0 it punishes.",
        carrier=flag("--reward-weights"),
        acts_on="what completions are paid for",
        minimum=-1e6,
        maximum=1e6,
        nullable=True,
        effect="Only the proportions count: advantages are divided by the spread of the rewards, "
        "so with one function its weight changes nothing.",
    ),
    Parameter(
        name="reward_functions_file",
        label="Custom reward file",
        type="path",
        default=None,
        group="rewards",
        help="A Python file that registers reward functions of your own with "
        "@register_reward_function(). They must be named in reward functions as well. It runs as "
        "you, with your rights: use only files that you trust.",
        carrier=flag("--reward-functions-file"),
        acts_on="which reward functions there are",
        nullable=True,
    ),
)
