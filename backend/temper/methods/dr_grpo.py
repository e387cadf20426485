"""Dr. GRPO: GRPO done right."""

from temper.methods.method import Method
from temper.methods.parameters.rollouts import DR_GRPO_PAPER
from temper.methods.policy import COST, GROUPS, family

DR_GRPO = Method(
    id="dr_grpo",
    title="Dr. GRPO",
    family="rewards",
    summary="GRPO done right: without its bias towards length.",
    description=(
        "Dr. GRPO means GRPO done right. Its paper takes two biases out of GRPO: dividing each "
        "completion's loss by its own length, which lets wrong answers grow long, and dividing "
        "advantages by the group's deviation, which favours questions that are very easy or very "
        "hard. The installed trainer takes out the first, by dividing by the maximum completion "
        "length instead; it goes on dividing advantages by their deviation. Choose it where answers "
        "grow longer without growing better. It needs the same data as GRPO: prompts and something "
        "to check against, no preference pairs."
    ),
    train_mode="grpo",
    dataset_shape="prompt_answer",
    relative_cost=COST,
    paper=DR_GRPO_PAPER,
    groups=GROUPS,
    parameters=family(grpo_loss_type="dr_grpo"),
    identity={"grpo_loss_type": "dr_grpo"},
)
