"""Final token preference optimization."""

from dataclasses import replace

from temper.methods import pairs
from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.parameters import preference, tokens

FTPO = Method(
    id="ftpo",
    title="FTPO",
    family="preferences",
    summary="Prefers single tokens at the end of a text.",
    description=(
        "Final token preference optimization looks at one place of a text only: the next token. It "
        "raises chosen tokens above a rejected one and holds all others to a reference model. It is "
        "made to take back overused words and loops with little harm to the rest. Rows hold a text "
        "with the chat template already applied, one rejected token and several chosen ones, such "
        "as the Antidoom tools write. Rows whose tokens are no single tokens for this "
        "model, or whose text is too long, are dropped by the trainer."
    ),
    train_mode="ftpo",
    dataset_shape="token_preference",
    relative_cost="about 2 times SFT: the reference reads each text as well",
    paper=Reference("Antidoom", "https://github.com/Liquid4All/antidoom"),
    groups=pairs.groups(tokens.GROUP),
    parameters=pairs.family(
        *tokens.PARAMETERS,
        replace(preference.REFERENCE_MODEL, group="tokens"),
        first=("clip_epsilon_logits", "lambda_mse"),
    ),
    drops_leftover_gradients=True,
)
