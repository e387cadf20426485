"""How hidden states are aligned: parameters of DSLA."""

from dataclasses import replace

from temper.methods.method import Group
from temper.methods.parameter import Choice, Parameter, flag
from temper.methods.parameters import preference

GROUP = Group("latent", "Latent alignment", "How answers are told apart inside the model.")

_MARGIN: dict[str, list[str | bool]] = {"dsla_loss": ["dpo", "cpo"]}

OBJECTIVE = (
    Parameter(
        name="dsla_loss",
        label="Preference loss",
        type="choice",
        default="dpo",
        group="preference",
        help="The objective that latent alignment is added to.",
        carrier=flag("--dsla-loss"),
        acts_on="the loss: how chosen is set above rejected",
        choices=(
            Choice("dpo", "DPO", "Against a reference model, which needs its own memory."),
            Choice("orpo", "ORPO", "With the loss of the chosen answer; no reference model."),
            Choice("cpo", "CPO", "By the margin alone; no reference model."),
        ),
    ),
    preference.BETA,
    replace(preference.LOSS_TYPE, shown_when=_MARGIN),
    replace(preference.DELTA, shown_when=_MARGIN | {"dpo_cpo_loss_type": ["dpop"]}),
    replace(preference.REFERENCE_MODEL, shown_when={"dsla_loss": ["dpo"]}),
)

PARAMETERS = (
    Parameter(
        name="latent_weight",
        label="Latent weight",
        type="number",
        default=0.1,
        group="latent",
        help="How much latent alignment counts beside the preference loss.",
        raising="Hidden states are pushed apart more.",
        lowering="Closer to the plain preference loss; 0 is it.",
        carrier=flag("--latent-weight"),
        acts_on="the loss: how much hidden states count",
        minimum=0,
        recommended=(0.01, 1),
        step=0.05,
    ),
    Parameter(
        name="latent_margin",
        label="Latent margin",
        type="number",
        default=0.05,
        group="latent",
        help="By how much the chosen answer's hidden state shall be closer to the prompt's than the "
        "rejected one's, as a difference of cosines.",
        raising="Asks for a wider gap.",
        lowering="Is content with a smaller gap.",
        carrier=flag("--latent-margin"),
        acts_on="the loss on hidden states",
        minimum=0,
        recommended=(0, 0.5),
        step=0.01,
    ),
    Parameter(
        name="latent_gamma",
        label="Sharpness",
        type="number",
        default=10.0,
        group="latent",
        help="How sharply the margin divides.",
        raising="Almost a step at the margin.",
        lowering="A gentle slope around it.",
        carrier=flag("--latent-gamma"),
        acts_on="the loss on hidden states",
        minimum=0,
        exclusive_minimum=True,
        recommended=(1, 50),
        step=1,
    ),
    Parameter(
        name="latent_variant",
        label="Variant",
        type="choice",
        default="both",
        group="latent",
        help="Which of two losses is added.",
        carrier=flag("--latent-variant"),
        acts_on="the loss on hidden states",
        choices=(
            Choice("similarity", "Similarity", "Compares the answers with the prompt."),
            Choice("direction", "Direction", "Compares the way from the prompt to each answer."),
            Choice("both", "Both", "Takes the average of the two."),
        ),
    ),
    Parameter(
        name="latent_pooling",
        label="Pooling",
        type="choice",
        default="answer_mean",
        group="latent",
        help="How the hidden states of an answer become one.",
        carrier=flag("--latent-pooling"),
        acts_on="which hidden states are compared",
        choices=(
            Choice("answer_mean", "Mean of the answer", "Every token of the answer counts."),
            Choice("last_token", "Last token", "The end of the answer alone."),
            Choice("last_k_mean", "Mean of the last 8", "The last eight tokens of the answer."),
            Choice("prompt_answer_mean", "Mean of both", "The prompt's tokens count as well."),
        ),
    ),
    Parameter(
        name="latent_layer",
        label="Layer",
        type="string",
        default="final",
        group="latent",
        help="Where hidden states are taken: final, middle, late (at 80%), or the number of a layer "
        "from 0.",
        carrier=flag("--latent-layer"),
        acts_on="which hidden states are compared",
    ),
)
