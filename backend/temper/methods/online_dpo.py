"""Online direct preference optimization."""

from temper.methods import online
from temper.methods.method import Method
from temper.methods.parameters import preference

ONLINE_DPO = Method(
    id="online_dpo",
    title="Online DPO",
    family="judge",
    summary="The model writes pairs, a judge model prefers, DPO learns.",
    description=(
        "Online DPO samples two completions for each prompt, lets a judge model say which is better, "
        "and learns from that pair as DPO does. It needs only prompts. Choose it where no rule can "
        "check an answer but a stronger model can tell good from bad. A judge that is not stronger "
        "than the model teaches its own whims; an answer of the judge that is no choice counts as "
        "the second completion being better, and the log says so."
    ),
    train_mode="online_dpo",
    dataset_shape="prompts",
    relative_cost=online.COST,
    paper=online.ONLINE_DPO_PAPER,
    groups=online.GROUPS,
    parameters=online.family(*preference.OF_REFERENCE),
    completions_per_prompt=2,
)
