"""Contrastive preference optimization."""

from temper.methods import pairs
from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.parameters import preference

CPO = Method(
    id="cpo",
    title="CPO",
    family="preferences",
    summary="Preference pairs without a reference model.",
    description=(
        "Contrastive preference optimization widens the margin between chosen and rejected answers "
        "as DPO does, but without a reference model: less memory and time, and nothing that holds "
        "the model back. Choose it where memory is short and the pairs are good; watch the "
        "validation loss. Its paper adds the likelihood of the chosen answer; the installed trainer "
        "does not, so chosen answers may become less likely as well: take the DPOP loss where that "
        "happens."
    ),
    train_mode="cpo",
    dataset_shape="preference",
    relative_cost=pairs.COST,
    paper=Reference(
        "Contrastive Preference Optimization: Pushing the Boundaries of LLM Performance in Machine "
        "Translation",
        "https://arxiv.org/abs/2401.08417",
    ),
    groups=pairs.groups(preference.GROUP),
    parameters=pairs.family(
        preference.WITHOUT_REFERENCE_BETA, preference.LOSS_TYPE, preference.DELTA
    ),
    drops_leftover_gradients=True,
)
