"""Supervised fine-tuning."""

from temper.methods.method import Method
from temper.methods.parameter import Reference, put_first
from temper.methods.parameters import (
    adapter,
    cadence,
    memory,
    optimizer,
    quantization,
    supervised,
    training,
)

SFT = Method(
    id="sft",
    title="SFT",
    family="answers",
    summary="Shows the model answers to imitate.",
    description=(
        "Supervised fine-tuning trains the model to write the answers in your rows, token by token. "
        "It is the place to start: to teach a format, a tone, a task or facts that your rows show, "
        "and to prepare a model for reinforcement learning, which can only strengthen what the model "
        "already does now and then. It needs good answers: the model learns their mistakes as well. "
        "The installed trainer draws a fresh random batch for each iteration, so an epoch is a "
        "number of rows and some rows may come twice before others come once."
    ),
    train_mode="sft",
    dataset_shape="sft",
    relative_cost="1: the yardstick for the others",
    paper=Reference(
        "Training language models to follow instructions with human feedback",
        "https://arxiv.org/abs/2203.02155",
    ),
    groups=(
        training.GROUP,
        optimizer.GROUP,
        supervised.GROUP,
        adapter.GROUP,
        memory.GROUP,
        cadence.GROUP,
        quantization.GROUP,
        supervised.TEST_GROUP,
    ),
    parameters=put_first(
        (
            *training.PARAMETERS,
            *optimizer.PARAMETERS,
            *supervised.PARAMETERS,
            *adapter.PARAMETERS,
            *memory.PARAMETERS,
            *supervised.LONG_CONTEXT,
            *cadence.PARAMETERS,
            *quantization.PARAMETERS,
            *supervised.TEST,
        ),
        "iters",
        "batch_size",
        "learning_rate",
        "max_seq_length",
        "mask_prompt",
        "rank",
    ),
    drops_leftover_gradients=True,
)
