"""How long and on how much a method trains: parameters that every method has."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Parameter, Reference, flag

GROUP = Group("training", "Training", "How long the run trains, and on how much at once.")

PARAMETERS = (
    Parameter(
        name="iters",
        label="Iterations",
        type="integer",
        default=100,
        group="training",
        help="How many batches are trained on. Null when epochs are given instead.",
        raising="Trains longer; time grows in step.",
        lowering="Ends sooner, with less learned.",
        carrier=flag("--iters"),
        nullable=True,
        minimum=1,
        maximum=INT_MAX,
        scale="log",
        unit="iterations",
    ),
    Parameter(
        name="epochs",
        label="Epochs",
        type="integer",
        default=None,
        group="training",
        help="Passes over the training rows, in place of iterations: rows ÷ batch size, rounded up, "
        "times this. Null when iterations are given.",
        raising="Trains longer; many passes over few rows make the model repeat them.",
        lowering="Ends sooner.",
        carrier=flag("--epochs"),
        nullable=True,
        minimum=1,
        maximum=1_000_000,
        recommended=(1, 10),
        unit="epochs",
    ),
    Parameter(
        name="batch_size",
        label="Batch size",
        type="integer",
        default=1,
        group="training",
        help="Rows in one iteration. There must be at least as many training and validation rows.",
        raising="Steadier steps and better use of the machine, for more memory.",
        lowering="Less memory, noisier steps.",
        carrier=flag("--batch-size"),
        minimum=1,
        maximum=INT_MAX,
        recommended=(1, 64),
        unit="rows",
    ),
    Parameter(
        name="gradient_accumulation_steps",
        label="Gradient accumulation",
        type="integer",
        default=1,
        group="training",
        help="How many iterations are gathered into one update of the weights: the effective batch "
        "is batch size times this.",
        raising="Acts like a larger batch without its memory; fewer updates in the same iterations.",
        lowering="More updates, each on fewer rows.",
        carrier=flag("--gradient-accumulation-steps"),
        minimum=1,
        maximum=INT_MAX,
        recommended=(1, 64),
        unit="iterations",
    ),
    Parameter(
        name="max_seq_length",
        label="Maximum sequence length",
        type="integer",
        default=2048,
        group="training",
        help="Tokens of a row that the model sees; what is longer is cut off at the end.",
        raising="Nothing is cut, for more memory and time where rows are long.",
        lowering="Less memory; long rows lose their end.",
        carrier=flag("--max-seq-length"),
        minimum=2,
        maximum=INT_MAX,
        recommended=(128, 32768),
        scale="log",
        unit="tokens",
    ),
    Parameter(
        name="seed",
        label="Seed",
        type="integer",
        default=0,
        group="training",
        help="Start of all random draws: order of rows, LoRA's first weights, dropout, sampling.",
        carrier=flag("--seed"),
        minimum=0,
        maximum=2**32 - 1,
        effect="The trainer by itself draws LoRA's first weights before it sets the seed, so the "
        "same command run twice by hand differs. Runs started here are seeded first and repeat.",
    ),
    Parameter(
        name="resume_adapter_file",
        label="Start from an adapter",
        type="path",
        default=None,
        group="training",
        help="A .safetensors file whose weights training starts from, of the same train type and "
        "rank. Null starts afresh. Counting of iterations and the optimizer start anew.",
        carrier=flag("--resume-adapter-file"),
        nullable=True,
    ),
)

LORA_PAPER = Reference(
    "LoRA: Low-Rank Adaptation of Large Language Models", "https://arxiv.org/abs/2106.09685"
)
