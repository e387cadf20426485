"""What `max_seq_length` leaves of a row, by the trainer's own mode.

Facts of mlx-lm-lora 5.10.2; tests hold each against its batches.
"""

from typing import Literal

Unit = Literal["row", "prompt", "pair", "context"]
"""What has the length that the limit is for: the whole row, its prompt, the longer response of a pair
with the prompt before it, or the context before one token."""

ENDLESS = 2**31 - 1

_UNITS: dict[str, Unit] = {
    "sft": "row",
    "grpo": "prompt",
    "klpo": "prompt",
    "online_dpo": "prompt",
    "xpo": "prompt",
    "ppo": "prompt",
    "rlhf_reinforce": "prompt",
    "dpo": "pair",
    "cpo": "pair",
    "dsla": "pair",
    "orpo": "pair",
    "ftpo": "context",
}
MODES = tuple(_UNITS)


def unit(mode: str) -> Unit:
    """What the limit of this mode is for. Raises KeyError for a mode that is not known."""
    return _UNITS[mode]


def kept(mode: str, limit: int) -> int:
    """How many tokens of a row are kept at most."""
    if mode == "orpo":
        # Its batches are padded to a multiple of 8 after the limit is applied.
        return -(-limit // 8) * 8
    if mode == "xpo":
        # It takes max_seq_length and reads it nowhere.
        return ENDLESS
    return limit


def learned(mode: str, limit: int, tokens: int, prompt: int) -> range:
    """The tokens of a text on which the loss is taken; `prompt` is how many it is masked by."""
    if unit(mode) not in ("row", "pair"):
        return range(0)
    # The first token is only ever read: there is nothing before it to predict it from.
    return range(max(prompt, 1), max(min(tokens, kept(mode, limit)), prompt, 1))
