"""Parameters of supervised fine-tuning alone."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Choice, Parameter, Reference, flag

GROUP = Group("loss", "Loss", "What counts as wrong.")

PARAMETERS = (
    Parameter(
        name="mask_prompt",
        label="Learn from answers only",
        type="boolean",
        default=False,
        group="loss",
        help="Leaves the prompt out of the loss, so the model learns to answer and not to ask. "
        "Impossible with plain text rows, which have no prompt.",
        carrier=flag("--mask-prompt"),
        acts_on="which tokens are learned from",
    ),
    Parameter(
        name="sft_loss_type",
        label="Loss type",
        type="choice",
        default="nll",
        group="loss",
        help="How wrong tokens are weighed.",
        carrier=flag("--sft-loss-type"),
        acts_on="the loss: how much each token counts",
        choices=(
            Choice("nll", "NLL", "The usual one: negative log-likelihood of each token."),
            Choice("chunked_nll", "Chunked NLL", "The same, summed in pieces of 256 tokens."),
            Choice("dft", "DFT", "Weighs each token by how likely the model finds it already."),
        ),
        effect="nll and chunked_nll train the same but for rounding; only dft differs.",
        tip="Dynamic fine-tuning tones down tokens that the model finds very unlikely.",
        reference=Reference(
            "On the Generalization of SFT: A Reinforcement Learning Perspective with Reward "
            "Rectification",
            "https://arxiv.org/abs/2508.05629",
        ),
    ),
)

LONG_CONTEXT = (
    Parameter(
        name="efficient_long_context",
        label="Long rows in pieces",
        type="boolean",
        default=False,
        group="memory",
        help="Trains rows of more than 512 tokens piece by piece, for less memory. Experimental in "
        "the trainer: gradients do not reach back over a piece's edge.",
        carrier=flag("--efficient-long-context"),
        acts_on="memory, and gradients of long rows",
        effect="Acts only on rows of more than 512 tokens.",
    ),
)

TEST_GROUP = Group("test", "Final test", "A last measurement, on rows kept aside.")

TEST = (
    Parameter(
        name="test",
        label="Test at the end",
        type="boolean",
        default=False,
        group="test",
        help="Measures loss and perplexity on the dataset's test rows after training, and writes "
        "them to the log. The dataset must have test rows.",
        carrier=flag("--test"),
        acts_on="what is measured after training",
    ),
    Parameter(
        name="test_batches",
        label="Test batches",
        type="integer",
        default=500,
        group="test",
        help="Batches in the final test; -1 takes all test rows.",
        raising="A steadier figure, for more time.",
        lowering="Quicker.",
        carrier=flag("--test-batches"),
        acts_on="what is measured after training",
        minimum=-1,
        maximum=INT_MAX,
        excluded=(0,),
        scale="log",
        unit="batches",
        shown_when={"test": [True]},
    ),
)
