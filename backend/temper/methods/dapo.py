"""DAPO: decoupled clip and dynamic sampling policy optimization."""

from temper.methods.method import Method
from temper.methods.parameters.rollouts import DAPO_PAPER
from temper.methods.policy import COST, GROUPS, family

DAPO = Method(
    id="dapo",
    title="DAPO",
    family="rewards",
    summary="GRPO by token, with a wider limit upwards.",
    description=(
        "DAPO changes GRPO in four ways: each token of the batch counts the same, clipping allows "
        "more upwards than downwards, groups without a spread of rewards are sampled again, and "
        "overlong completions are punished softly. Of these the installed trainer has the first, "
        "which acts, and the second, which does not act while each rollout is used for one update. "
        "Choose it where long completions matter and each of their tokens shall count. It needs the "
        "same data as GRPO."
    ),
    train_mode="grpo",
    dataset_shape="prompt_answer",
    relative_cost=COST,
    paper=DAPO_PAPER,
    groups=GROUPS,
    parameters=family(grpo_loss_type="bnpo", epsilon_high=0.28, beta=0.0),
    identity={"grpo_loss_type": "bnpo"},
)
