"""Directional and similarity-aware latent alignment."""

from temper.methods import pairs
from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.parameters import latent, preference

DSLA = Method(
    id="dsla",
    title="DSLA",
    family="preferences",
    summary="Preference pairs, told apart inside the model as well.",
    description=(
        "Directional and similarity-aware latent alignment adds to a preference loss (DPO, ORPO or "
        "CPO) one on the model's hidden states: that of the chosen answer shall lie closer to the "
        "prompt's than that of the rejected one. It is young and experimental; choose it to try "
        "whether it helps where plain DPO plateaus, and compare the two. Prompt and answer must fit "
        "into the maximum length, or the trainer stops."
    ),
    train_mode="dsla",
    dataset_shape="preference",
    relative_cost=pairs.COST_WITH_REFERENCE,
    paper=Reference(
        "Directional and Similarity-aware Latent Alignment, as the trainer describes it",
        "https://github.com/Goekdeniz-Guelmez/mlx-lm-lora#directional-and-similarity-aware-latent-alignment-dsla",
    ),
    groups=pairs.groups(preference.GROUP, latent.GROUP, quantized=True),
    parameters=pairs.family(
        *latent.OBJECTIVE, *latent.PARAMETERS, first=("dsla_loss", "beta"), quantized=True
    ),
)
