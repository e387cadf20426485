"""What the methods share that learn from preference pairs: groups and parameters."""

from dataclasses import replace

from temper.methods.method import Group
from temper.methods.parameter import Parameter, put_first
from temper.methods.parameters import (
    adapter,
    cadence,
    memory,
    optimizer,
    preference,
    quantization,
    training,
)

COST = "about 2 times SFT: each row is a chosen and a rejected answer"
COST_WITH_REFERENCE = (
    "about 3 times SFT: each row is a chosen and a rejected answer, and the reference reads both"
)

_REWORDED = {
    "max_seq_length": (
        "Tokens of prompt and answer that the model sees; what is beyond is cut off. A row whose "
        "prompt fills the limit teaches nothing."
    ),
    "batch_size": (
        "Pairs in one iteration. There must be at least as many training and validation rows."
    ),
}


def groups(*own: Group, quantized: bool = False) -> tuple[Group, ...]:
    """The groups of a form, the method's own ones after the training itself."""
    rest = (optimizer.GROUP, adapter.GROUP, memory.GROUP, cadence.GROUP)
    return (training.GROUP, *own, *rest, *((quantization.GROUP,) if quantized else ()))


def family(
    *own: Parameter, first: tuple[str, ...] = ("beta",), quantized: bool = False
) -> tuple[Parameter, ...]:
    """The parameters of a method that learns from pairs, with its own among them."""
    parameters = (
        *training.PARAMETERS,
        *own,
        *optimizer.PARAMETERS,
        *adapter.PARAMETERS,
        *memory.PARAMETERS,
        *cadence.PARAMETERS,
        *(quantization.PARAMETERS if quantized else ()),
    )
    reworded = tuple(replace(p, help=_REWORDED.get(p.name, p.help)) for p in parameters)
    shown = ("iters", "batch_size", "learning_rate", "max_seq_length", *first, "rank")
    return put_first(reworded, *shown[:6])


LOSS_UNDER_TEMPER = replace(
    preference.LOSS_TYPE,
    effect="Only under Temper: by hand the installed trainer's DPO always takes sigmoid.",
)
