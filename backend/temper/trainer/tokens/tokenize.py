"""Prepared rows through the trainer's own dataset classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from temper.datasets.token_limits import ENDLESS, unit


@dataclass(frozen=True)
class Tokenized:
    """What becomes of one row before any limit is applied."""

    texts: tuple[list[int], ...]
    """One, or for a preference pair the chosen and the rejected one."""
    prompt: int = 0
    """Tokens at the beginning of each text that are not learned."""
    answer: int = 0
    """GRPO: tokens of the answer, which is never shown to the model."""


@dataclass(frozen=True)
class Refused:
    """The trainer's class cannot read the row, or leaves it out."""

    detail: str


def tokenized(
    rows: Sequence[dict[str, Any]], tokenizer: Any, mode: str, mask_prompt: bool
) -> list[Tokenized | Refused]:
    """What the trainer makes of each row."""
    if unit(mode) != "context":
        try:
            return _through(rows, tokenizer, mode, mask_prompt)
        except Exception:  # one of them; which one, the next lines find out
            pass
    return [_alone(row, tokenizer, mode, mask_prompt) for row in rows]


def _alone(row: dict[str, Any], tokenizer: Any, mode: str, mask: bool) -> Tokenized | Refused:
    try:
        made = _through([row], tokenizer, mode, mask)
    except Exception as error:  # templates raise whatever they like
        words = " ".join(str(error).split())[:300] or type(error).__name__
        return Refused(f"The chat template or the trainer refuses the row: {words}")
    return made[0] if made else Refused(_LEFT_OUT)


_LEFT_OUT = (
    "The trainer leaves the row out: `rejected_decoded` and at least one other text of "
    "`multi_chosen_decoded` must each be exactly one token of this model."
)


def _through(
    rows: Sequence[dict[str, Any]], tokenizer: Any, mode: str, mask: bool
) -> list[Tokenized | Refused]:
    module: Any = import_module("mlx_lm_lora.trainer.datasets")
    # The trainer refuses to mask texts; their lengths are the same without.
    masked = mask and "text" not in rows[0]
    config = SimpleNamespace(train_mode=mode, mask_prompt=masked, max_seq_length=ENDLESS)
    dataset = module.create_dataset(list(rows), tokenizer, config)
    return [_of(dataset.process(dataset[index]), mode) for index in range(len(dataset))]


def _of(made: Any, mode: str) -> Tokenized:
    if mode == "sft":
        if isinstance(made, tuple):
            tokens, offset = cast("tuple[list[int], int]", made)
            return Tokenized((tokens,), offset)
        return Tokenized((made,))
    if mode in ("grpo", "klpo"):
        return Tokenized((made[0],), len(made[0]), len(made[1]))
    if unit(mode) == "pair":
        return Tokenized((made["chosen"], made["rejected"]), made["chosen_prompt_length"])
    tokens = made["prompt_ids" if unit(mode) == "context" else "prompt"]
    return Tokenized((tokens,), len(tokens))


def header(tokenizer: Any) -> list[int]:
    """The tokens after which the model begins to answer, where the template ends with any."""
    says = [{"role": "user", "content": "?"}]
    try:
        without: list[int] = tokenizer.apply_chat_template(says)
        asked: list[int] = tokenizer.apply_chat_template(says, add_generation_prompt=True)
    except Exception:  # then its rows are refused as well, and say why
        return []
    return asked[len(without) :] if asked[: len(without)] == without else []
