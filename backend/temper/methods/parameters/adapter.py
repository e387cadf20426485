"""Which weights are trained: parameters that every method has."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Choice, Parameter, Reference, flag, yaml_key
from temper.methods.parameters.training import LORA_PAPER

GROUP = Group("adapter", "What is trained", "Which weights change, and how many.")

_ADAPTERS: dict[str, list[str | bool]] = {"train_type": ["lora", "dora"]}

PARAMETERS = (
    Parameter(
        name="train_type",
        label="Train type",
        type="choice",
        default="lora",
        group="adapter",
        help="Small added weights (LoRA, DoRA), or all weights of the model.",
        carrier=flag("--train-type"),
        acts_on="which weights are trained",
        choices=(
            Choice("lora", "LoRA", "Adds two thin matrices to each layer and trains those only."),
            Choice("dora", "DoRA", "LoRA that also trains the size of each column; slower."),
            Choice("full", "Full", "Trains every weight: most memory, largest result."),
        ),
        reference=Reference(
            "DoRA: Weight-Decomposed Low-Rank Adaptation", "https://arxiv.org/abs/2402.09353"
        ),
    ),
    Parameter(
        name="num_layers",
        label="Layers",
        type="integer",
        default=-1,
        group="adapter",
        help="How many layers get an adapter, counted from the last; -1 means all.",
        raising="More of the model adapts, for more memory.",
        lowering="Less memory; early layers stay as they are.",
        carrier=flag("--num-layers"),
        acts_on="which layers are trained",
        minimum=-1,
        maximum=INT_MAX,
        excluded=(0,),
        step=1,
        unit="layers",
        shown_when=_ADAPTERS,
    ),
    Parameter(
        name="rank",
        label="Rank",
        type="integer",
        default=8,
        group="adapter",
        help="Width of the added matrices: how much the adapter can hold.",
        raising="Can learn more, for more memory and a larger adapter.",
        lowering="A smaller adapter that learns less.",
        carrier=yaml_key("lora_parameters.rank"),
        acts_on="the size of the adapter",
        minimum=1,
        maximum=65536,
        recommended=(4, 256),
        scale="log2",
        shown_when=_ADAPTERS,
        tip="LoRA writes the change of a matrix as a product of two matrices of this width.",
        reference=LORA_PAPER,
    ),
    Parameter(
        name="scale",
        label="Scale",
        type="number",
        default=10.0,
        group="adapter",
        help="What the adapter's output is multiplied by. It is alpha ÷ rank where other tools "
        "speak of alpha.",
        raising="Acts like a higher learning rate on the adapter.",
        lowering="A weaker adapter.",
        carrier=yaml_key("lora_parameters.scale"),
        acts_on="how strongly the adapter acts",
        minimum=0,
        exclusive_minimum=True,
        recommended=(0.5, 40),
        scale="log",
        shown_when=_ADAPTERS,
    ),
    Parameter(
        name="dropout",
        label="Dropout",
        type="number",
        default=0.0,
        group="adapter",
        help="Share of the adapter's inputs that is left out at random in training.",
        raising="Guards against learning few rows by heart.",
        lowering="Learns the rows more exactly; 0 turns it off.",
        carrier=yaml_key("lora_parameters.dropout"),
        acts_on="which of the adapter's inputs are used while it trains",
        minimum=0,
        maximum=1,
        exclusive_maximum=True,
        recommended=(0, 0.2),
        step=0.05,
        shown_when=_ADAPTERS,
    ),
)
