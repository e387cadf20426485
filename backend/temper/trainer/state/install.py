"""Puts the saving and restoring of the training state between the trainer's command and its loops."""

import functools
from types import ModuleType
from typing import Any

from temper.trainer import upstream
from temper.trainer.progress import Progress
from temper.trainer.state.loop import CARRIED
from temper.trainer.state.training_state import TrainingState

STREAMS = {
    "klpo": ("klpo_trainer", "iterate_grpo_batches"),
    "dsla": ("dsla_trainer", "iterate_dsla_batches"),
    "ftpo": ("ftpo_trainer", "iterate_ftpo_batches"),
}
"""The modes whose loop takes all its batches from one stream, and where it finds that by name."""


def install(
    trainer: ModuleType, args: Any, state: TrainingState, progress: Progress, lasting_sft: bool
) -> None:
    """Follow what this run trains with. To be called before anything else replaces the loops."""
    follow = state.order.follow
    if args.train_mode == "sft" and lasting_sft:
        upstream.replace(upstream.module("sft_trainer"), "iterate_batches", follow)
    elif args.train_mode == "grpo":
        # Its stream is the default of an argument, bound when the function was made.
        followed = follow(upstream.module("grpo_trainer").iterate_grpo_batches)
        upstream.replace(
            trainer, "train_grpo", lambda train: functools.partial(train, iterate_batches=followed)
        )
    elif args.train_mode in STREAMS:
        module, name = STREAMS[args.train_mode]
        upstream.replace(upstream.module(module), name, follow)
    for name in CARRIED:
        upstream.replace(trainer, name, state.watch)
    progress.on_loop = state.enter_loop
