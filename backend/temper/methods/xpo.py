"""Exploratory preference optimization."""

from temper.methods import online
from temper.methods.method import Method
from temper.methods.parameters import judge, preference

XPO = Method(
    id="xpo",
    title="XPO",
    family="judge",
    summary="Online DPO that is paid for trying what is new.",
    description=(
        "Exploratory preference optimization is online DPO with a bonus for completions that the "
        "reference model finds unlikely, so that the model does not settle on the first good way. "
        "It needs only prompts and a judge model. Choose it where online DPO stops improving early. "
        "The installed trainer samples at temperature 0.8, whatever is asked."
    ),
    train_mode="xpo",
    dataset_shape="prompts",
    relative_cost=online.COST,
    paper=judge.XPO_PAPER,
    groups=online.GROUPS,
    parameters=online.family(
        judge.ALPHA, *preference.OF_REFERENCE, without=("group_size", "temperature")
    ),
    completions_per_prompt=2,
)
