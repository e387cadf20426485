"""BNPO: GRPO with the loss of the batch normalized by its tokens."""

from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.policy import COST, GROUPS, family

BNPO = Method(
    id="bnpo",
    title="BNPO",
    family="rewards",
    summary="GRPO in which each token of the batch counts the same.",
    description=(
        "What the installed trainer calls BNPO divides the loss by all tokens of the batch instead "
        "of by each completion's own length, so that a token of a long completion counts as much as "
        "one of a short completion. Its paper normalizes rewards by a beta distribution as well; the "
        "trainer does not. Choose it where GRPO lets long completions off too lightly. It needs the "
        "same data as GRPO."
    ),
    train_mode="grpo",
    dataset_shape="prompt_answer",
    relative_cost=COST,
    paper=Reference(
        "BNPO: Beta Normalization Policy Optimization", "https://arxiv.org/abs/2506.02864"
    ),
    groups=GROUPS,
    parameters=family(grpo_loss_type="bnpo"),
    identity={"grpo_loss_type": "bnpo"},
)
