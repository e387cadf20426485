"""Training for a model that will be quantized: parameters of supervised and preference methods."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Choice, Parameter, Reference, flag

GROUP = Group(
    "qat",
    "Quantization-aware training",
    "Lets the model feel, while it trains, the rounding of a later quantization.",
)

_ON: dict[str, list[str | bool]] = {"qat_enable": [True]}

PARAMETERS = (
    Parameter(
        name="qat_enable",
        label="Quantization-aware training",
        type="boolean",
        default=False,
        group="qat",
        help="Rounds the weights of the model's linear layers in each forward pass, as if "
        "quantized; what is stored stays exact.",
        carrier=flag("--qat-enable"),
        tip="Gradients pass straight through the rounding.",
        reference=Reference(
            "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only "
            "Inference",
            "https://arxiv.org/abs/1712.05877",
        ),
    ),
    Parameter(
        name="qat_bits",
        label="Bits",
        type="integer",
        default=8,
        group="qat",
        help="Bits of the imitated quantization.",
        raising="Less rounding.",
        lowering="More rounding to get used to.",
        carrier=flag("--qat-bits"),
        minimum=2,
        maximum=16,
        recommended=(4, 8),
        unit="bits",
        shown_when=_ON,
    ),
    Parameter(
        name="qat_group_size",
        label="Group size",
        type="integer",
        default=64,
        group="qat",
        help="Weights that share one scale; 0 gives the whole matrix one.",
        raising="Coarser rounding.",
        lowering="Finer rounding.",
        carrier=flag("--qat-group-size"),
        minimum=0,
        maximum=INT_MAX,
        recommended=(32, 128),
        unit="weights",
        shown_when=_ON,
    ),
    Parameter(
        name="qat_mode",
        label="Mode",
        type="choice",
        default="affine",
        group="qat",
        help="Kind of the imitated quantization.",
        carrier=flag("--qat-mode"),
        choices=(Choice("affine", "Affine", "The only one there is."),),
        shown_when=_ON,
        effect="There is one choice, and in the installed trainer it rounds symmetrically.",
    ),
    Parameter(
        name="qat_start_step",
        label="Start at update",
        type="integer",
        default=1,
        group="qat",
        help="The update after which rounding begins.",
        raising="More of the run trains without rounding.",
        lowering="More of the run trains with rounding.",
        carrier=flag("--qat-start-step"),
        minimum=1,
        maximum=INT_MAX,
        unit="updates",
        shown_when=_ON,
        effect="Keep 1: the installed trainer has compiled its training step by then, and a later "
        "start changes nothing.",
    ),
    Parameter(
        name="qat_interval",
        label="Interval",
        type="integer",
        default=1,
        group="qat",
        help="Meant as: round at every so many updates.",
        carrier=flag("--qat-interval"),
        minimum=1,
        maximum=INT_MAX,
        unit="updates",
        shown_when=_ON,
        effect="Changes nothing: once the installed trainer rounds, it rounds in every pass.",
    ),
)
