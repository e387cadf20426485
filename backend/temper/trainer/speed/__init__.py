"""What makes training faster or smaller without changing its mathematics.

`TEMPER_PLAIN` turns it off: `1` for all, or names such as `group_generation,shared_reference`.
"""

import os
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from temper.trainer import upstream
from temper.trainer.speed.group_generation import together
from temper.trainer.speed.lasting_batches import LastingBatches
from temper.trainer.speed.shared_reference import share_reference

PLAIN = "TEMPER_PLAIN"


def install(trainer: ModuleType, args: Any) -> None:
    """Replace what this run can win from, before the model is loaded."""
    if args.train_mode == "grpo" and enabled("group_generation"):
        grpo = upstream.module("grpo_trainer")
        upstream.replace(grpo, "BatchGenerator", lambda build: together(build, args.group_size))
    if args.train_mode == "grpo" and enabled("shared_reference"):
        share_reference(trainer, args)
    if args.train_mode == "sft" and enabled("lasting_batches"):
        batches = LastingBatches(upstream.module("sft_trainer").iterate_batches)
        upstream.replace(trainer, "train_sft", batches.given_to)


def enabled(name: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this one was not turned off."""
    plain = environment.get(PLAIN, "").replace(" ", "")
    return plain != "1" and name not in plain.split(",")
