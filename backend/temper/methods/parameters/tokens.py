"""How single tokens are preferred: parameters of FTPO."""

from temper.methods.method import Group
from temper.methods.parameter import Parameter, flag

GROUP = Group(
    "tokens", "Token preference", "How far chosen tokens are raised, and what holds the rest."
)

PARAMETERS = (
    Parameter(
        name="clip_epsilon_logits",
        label="Margin",
        type="number",
        default=2.0,
        group="tokens",
        help="The lead in logits at which a chosen token counts as won and is no longer raised.",
        raising="Chosen tokens must win more clearly.",
        lowering="A narrow win is enough; less of the model changes.",
        carrier=flag("--clip-epsilon-logits"),
        acts_on="the loss: when a chosen token has won",
        minimum=0,
        exclusive_minimum=True,
        recommended=(0.5, 5),
        step=0.5,
        unit="logits",
    ),
    Parameter(
        name="lambda_mse",
        label="Hold on other tokens",
        type="number",
        default=0.4,
        group="tokens",
        help="How strongly the logits of all other tokens are held to the reference model's.",
        raising="The rest of the model's choices stay as they were.",
        lowering="Lets other tokens drift.",
        carrier=flag("--lambda-mse"),
        acts_on="the loss: how other tokens are held",
        minimum=0,
        recommended=(0, 2),
        step=0.1,
    ),
    Parameter(
        name="lambda_mse_target",
        label="Hold on chosen and rejected",
        type="number",
        default=0.05,
        group="tokens",
        help="How strongly chosen and rejected tokens are held, beyond the free range.",
        raising="They move less far.",
        lowering="They move as far as the margin asks.",
        carrier=flag("--lambda-mse-target"),
        acts_on="the loss: how chosen and rejected tokens are held",
        minimum=0,
        recommended=(0, 1),
        step=0.05,
    ),
    Parameter(
        name="tau_mse_target",
        label="Free range",
        type="number",
        default=1.0,
        group="tokens",
        help="How far chosen and rejected tokens may move before they are held.",
        raising="They move more freely.",
        lowering="They are held sooner.",
        carrier=flag("--tau-mse-target"),
        acts_on="the loss: how chosen and rejected tokens are held",
        minimum=0,
        recommended=(0, 5),
        step=0.5,
        unit="logits",
    ),
)
