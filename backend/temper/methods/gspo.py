"""Group sequence policy optimization."""

from temper.methods.method import Method
from temper.methods.parameters.rollouts import GSPO_PAPER
from temper.methods.policy import COST, GROUPS, family

GSPO = Method(
    id="gspo",
    title="GSPO",
    family="rewards",
    summary="GRPO that weighs whole completions instead of tokens.",
    description=(
        "Group sequence policy optimization is GRPO with importance sampling for whole completions: "
        "one ratio of new to old probability for each, instead of one for each token, which its "
        "authors found steadier for mixture-of-experts models and long answers. That matters where a "
        "rollout is used for several updates. The installed trainer uses each rollout for one, where "
        "every ratio is 1: there GSPO and GRPO are the same mathematics and differ by rounding only. "
        "It needs the same data as GRPO: prompts and something to check against, no preference pairs."
    ),
    train_mode="grpo",
    dataset_shape="prompt_answer",
    relative_cost=COST,
    paper=GSPO_PAPER,
    groups=GROUPS,
    parameters=family(importance_sampling_level="sequence"),
    identity={"importance_sampling_level": "sequence"},
)
