"""What makes a run fit into memory: parameters that every method has."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Parameter, Reference, flag

GROUP = Group("memory", "Memory", "What makes a run fit into memory, and its price.")

_QLORA = Reference(
    "QLoRA: Efficient Finetuning of Quantized LLMs", "https://arxiv.org/abs/2305.14314"
)


def _load_in(name: str, label: str, target: str, help: str, paper: Reference) -> Parameter:
    return Parameter(
        name=name,
        label=label,
        type="boolean",
        default=False,
        group="memory",
        help=help + " The model must not be quantized already.",
        carrier=flag(target),
        acts_on="memory, and how exact the weights are that do not train",
        exclusive_group="load_in",
        tip="The adapter is trained on top of a quantized model that does not change.",
        reference=paper,
    )


_WIDTHS = "Its layers must be multiples of 128 wide."

PARAMETERS = (
    Parameter(
        name="grad_checkpoint",
        label="Gradient checkpointing",
        type="boolean",
        default=False,
        group="memory",
        help="Computes the inside of each layer again when its gradient is due, instead of keeping "
        "it: much less memory, for more time.",
        carrier=flag("--grad-checkpoint"),
        acts_on="memory and speed only; the weights stay the same",
        reference=Reference(
            "Training Deep Nets with Sublinear Memory Cost", "https://arxiv.org/abs/1604.06174"
        ),
    ),
    _load_in(
        "load_in_4bits",
        "Load in 4 bits",
        "--load-in-4bits",
        f"Quantizes the model's weights to 4 bits while loading: about a quarter of 16-bit "
        f"memory, and less exact. {_WIDTHS}",
        _QLORA,
    ),
    _load_in(
        "load_in_6bits",
        "Load in 6 bits",
        "--load-in-6bits",
        f"As 4 bits, with less loss and more memory. {_WIDTHS}",
        _QLORA,
    ),
    _load_in(
        "load_in_8bits",
        "Load in 8 bits",
        "--load-in-8bits",
        f"As 4 bits, with hardly any loss, at half of 16-bit memory. {_WIDTHS}",
        _QLORA,
    ),
    _load_in(
        "load_in_mxfp4",
        "Load in MXFP4",
        "--load-in-mxfp4",
        "Quantizes to 4-bit floating point with one shared scale for 32 weights. Its layers must be "
        "multiples of 32 wide.",
        Reference(
            "Microscaling Data Formats for Deep Learning", "https://arxiv.org/abs/2310.10537"
        ),
    ),
    Parameter(
        name="recurrence_chunk_size",
        label="Recurrence chunk",
        type="integer",
        default=64,
        group="memory",
        help="Tokens at a time in the layers of recurrent models (Mamba and its like).",
        raising="Faster, for more memory.",
        lowering="Less memory, slower.",
        carrier=flag("--recurrence-chunk-size"),
        acts_on="memory and speed of recurrent layers",
        minimum=1,
        maximum=INT_MAX,
        recommended=(16, 1024),
        scale="log2",
        unit="tokens",
        effect="Acts only on models with recurrent layers; on all others it changes nothing.",
    ),
)
