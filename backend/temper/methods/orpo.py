"""Odds ratio preference optimization."""

from dataclasses import replace

from temper.methods import pairs
from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.parameters import preference

ORPO_PAPER = Reference(
    "ORPO: Monolithic Preference Optimization without Reference Model",
    "https://arxiv.org/abs/2403.07691",
)

ORPO = Method(
    id="orpo",
    title="ORPO",
    family="preferences",
    summary="SFT and preference in one, without a reference model.",
    description=(
        "Odds ratio preference optimization learns the chosen answers as SFT does and at the same "
        "time makes rejected ones less likely. It needs no reference model and no SFT run before "
        "it. Choose it to teach a base model from preference pairs in one go. Rows may carry a "
        "`preference_score` that weighs how much better the chosen answer is."
    ),
    train_mode="orpo",
    dataset_shape="preference",
    relative_cost=pairs.COST,
    paper=ORPO_PAPER,
    groups=pairs.groups(preference.GROUP, quantized=True),
    parameters=pairs.family(
        replace(
            preference.BETA,
            minimum=0,
            exclusive_minimum=False,
            help="How much the preference counts beside learning the chosen answer.",
            acts_on="the loss: how much the preference counts",
            raising="The preference counts more.",
            lowering="Closer to SFT on the chosen answers; 0 is it.",
            tip="The preference is a ratio of odds: how much likelier one answer is than not.",
            reference=ORPO_PAPER,
        ),
        quantized=True,
    ),
    drops_leftover_gradients=True,
)
