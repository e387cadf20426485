"""Group relative policy optimization."""

from temper.methods.method import Method
from temper.methods.parameters.rollouts import DEEPSEEKMATH
from temper.methods.policy import COST, GROUPS, family

GRPO = Method(
    id="grpo",
    title="GRPO",
    family="rewards",
    summary="Lets the model try, and strengthens what is rewarded.",
    description=(
        "Group relative policy optimization samples a group of completions for each prompt, lets "
        "reward functions judge them, and makes those above their group's mean more likely. Choose "
        "it where an answer is easier to check than to write: sums, code, formats. It needs prompts "
        "and something to check against, not written answers, and no preference pairs and no judge "
        "model. The model must succeed now and then from the start: a group in which all rewards "
        "are equal teaches nothing, so train with SFT first where it never does. The installed "
        "trainer uses each rollout for one update."
    ),
    train_mode="grpo",
    dataset_shape="prompt_answer",
    relative_cost=COST,
    paper=DEEPSEEKMATH,
    groups=GROUPS,
    parameters=family(),
)
