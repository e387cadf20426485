"""Direct preference optimization."""

from temper.methods import pairs
from temper.methods.method import Method
from temper.methods.parameters import preference

DPO = Method(
    id="dpo",
    title="DPO",
    family="preferences",
    summary="Learns from pairs of a better and a worse answer.",
    description=(
        "Direct preference optimization makes chosen answers likelier than rejected ones, measured "
        "against a reference model that keeps it from going astray. Choose it where people, or a "
        "better model, have said which of two answers is better: tone, safety, style, helpfulness. "
        "Train with SFT on the chosen answers first where the model writes nothing like them yet. "
        "Where answers can be checked by a rule, a method of the GRPO family needs no pairs. With "
        "LoRA the reference is the model without its adapter and needs no second copy."
    ),
    train_mode="dpo",
    dataset_shape="preference",
    relative_cost=pairs.COST_WITH_REFERENCE,
    paper=preference.DPO_PAPER,
    groups=pairs.groups(preference.GROUP, quantized=True),
    parameters=pairs.family(
        preference.BETA,
        pairs.LOSS_UNDER_TEMPER,
        preference.DELTA,
        preference.REFERENCE_MODEL,
        quantized=True,
    ),
    drops_leftover_gradients=True,
)
