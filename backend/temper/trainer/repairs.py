"""What the trainer's command line breaks or forgets, put right before it trains."""

import functools
from types import ModuleType
from typing import Any

from temper.trainer import upstream

XPO_ALPHA = "xpo_alpha"
"""The key of the YAML that carries XPO's alpha: the trainer's own flag takes text apart by letters."""


def install(trainer: ModuleType, args: Any) -> None:
    """Hand the trainer what it was asked for. Changes `args` in place."""
    if args.train_mode == "xpo":
        args.alpha = getattr(args, XPO_ALPHA, None) or [1e-5]
    if args.train_mode == "dpo":
        # `train_dpo` takes its loss from a keyword that the command line never passes on.
        upstream.replace(trainer, "train_dpo", lambda train: with_loss(train, args))
    if args.train_mode == "cpo" and not upstream.mlx().metal.is_available():
        # Its compiled step fails on the CPU backend: `IndexError: _Map_base::at`.
        upstream.mlx().disable_compile()


def with_loss(train: Any, args: Any) -> Any:
    """The same training, with the loss type that was asked for."""
    return functools.partial(train, loss_type=args.dpo_cpo_loss_type)
