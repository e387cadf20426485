"""Rows longer than the sequence length, which the trainer cuts in silence."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, cast

from temper.trainer.records import Records

LOOKED_AT = 1000
"""Rows of an SFT dataset, which are turned into tokens here first (the trainer keeps the result)."""


def warn(args: Any, rows: Sequence[Any], records: Records) -> None:
    """Count the training rows that will be cut, and say what is lost with what is cut."""
    if args.train_mode in ("grpo", "klpo"):
        lengths = [len(row[0]) for row in rows]
        lost = (
            "The end of the prompt is cut, and with it the mark after which the answer begins. Raise "
            "the maximum sequence length, or shorten the prompts."
        )
    elif args.train_mode == "sft":
        lengths = [len(tokens_of(row)) for row in islice(rows, LOOKED_AT)]
        lost = (
            "What comes after is not learned. Raise the maximum sequence length, or shorten rows."
        )
    else:
        return
    limit = args.max_seq_length
    cut = sum(length > limit for length in lengths)
    if cut:
        records.warn(
            "rows-cut",
            f"{cut} of {'the first ' if len(lengths) < len(rows) else ''}{len(lengths)} training rows "
            f"are longer than {limit} tokens, the longest {max(lengths)}. {lost}",
        )


def tokens_of(row: Any) -> Any:
    """The tokens of a row of an SFT dataset; with prompt masking the prompt's length stands beside."""
    return cast("tuple[Any, Any]", row)[0] if isinstance(row, tuple) else row
