"""How chosen answers are set above rejected ones: parameters of preference methods."""

from dataclasses import replace

from temper.methods.method import Group
from temper.methods.parameter import Choice, Parameter, Reference, flag

GROUP = Group("preference", "Preference", "How chosen answers are set above rejected ones.")

DPO_PAPER = Reference(
    "Direct Preference Optimization: Your Language Model is Secretly a Reward Model",
    "https://arxiv.org/abs/2305.18290",
)
_DPOP = Reference(
    "Smaug: Fixing Failure Modes of Preference Optimisation with DPO-Positive",
    "https://arxiv.org/abs/2402.13228",
)

BETA = Parameter(
    name="beta",
    label="Beta",
    type="number",
    default=0.1,
    group="preference",
    help="How strongly the model is held to the reference while it learns the preference.",
    raising="Stays closer to what it was.",
    lowering="Moves further from what it was.",
    carrier=flag("--beta"),
    acts_on="the loss: how strongly the margin counts",
    minimum=0,
    exclusive_minimum=True,
    recommended=(0.01, 1),
    scale="log",
    tip="The preference is a difference of log-probabilities times beta.",
    reference=DPO_PAPER,
)

LOSS_TYPE = Parameter(
    name="dpo_cpo_loss_type",
    label="Loss type",
    type="choice",
    default="sigmoid",
    group="preference",
    help="How a margin between chosen and rejected becomes a loss.",
    carrier=flag("--dpo-cpo-loss-type"),
    acts_on="the loss: what becomes of a margin",
    choices=(
        Choice("sigmoid", "Sigmoid", "The usual one: logistic loss of the margin."),
        Choice("hinge", "Hinge", "No more pull once the margin is wide enough."),
        Choice("ipo", "IPO", "Aims at a fixed margin, by the mean over tokens: learns noise less."),
        Choice("dpop", "DPOP", "Sigmoid that also punishes chosen answers becoming less likely."),
    ),
    tip="IPO keeps preference learning from running away where labels are certain.",
    reference=Reference(
        "A General Theoretical Paradigm to Understand Learning from Human Preferences",
        "https://arxiv.org/abs/2310.12036",
    ),
)

DELTA = Parameter(
    name="delta",
    label="DPOP penalty",
    type="number",
    default=50.0,
    group="preference",
    help="How hard DPOP punishes a chosen answer that becomes less likely than before.",
    raising="Chosen answers are guarded more.",
    lowering="Closer to sigmoid; 0 is sigmoid.",
    carrier=flag("--delta"),
    acts_on="the loss: what a less likely chosen answer costs",
    minimum=0,
    recommended=(1, 100),
    step=5,
    shown_when={"dpo_cpo_loss_type": ["dpop"]},
    reference=_DPOP,
    tip="Plain DPO may widen the margin while both answers become less likely.",
)

REFERENCE_MODEL = Parameter(
    name="reference_model_path",
    label="Reference model",
    type="string",
    default=None,
    group="preference",
    help="The model that changes are measured against, a folder or a hub name. Null takes the model "
    "that is trained, as it was at the start.",
    carrier=flag("--reference-model-path"),
    acts_on="what changes are measured against",
    nullable=True,
)

OF_REFERENCE = (BETA, LOSS_TYPE, DELTA, REFERENCE_MODEL)
"""With a reference model."""

WITHOUT_REFERENCE_BETA = replace(
    BETA,
    help="How steeply the margin between chosen and rejected counts. There is no reference model.",
    raising="Small margins count as settled sooner.",
    lowering="The margin must grow wider.",
)
