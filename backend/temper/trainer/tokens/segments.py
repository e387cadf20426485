"""Tokens as text in stretches: special ones alone, what is learned and what is cut marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

SHOWN = 4000
"""Tokens of a text that are shown at most."""

_HALF = "\ufffd"


@dataclass(frozen=True)
class Stretch:
    """Tokens `start` to `end` - 1, which are alike."""

    start: int
    end: int
    special: bool
    trained: bool
    cut: bool


def segments(
    tokens: Sequence[int], tokenizer: Any, learned: range, kept: int
) -> list[dict[str, Any]]:
    """The segments of a text's first tokens; their texts together are what the tokenizer decodes."""
    shown = list(tokens[:SHOWN])
    found = stretches(shown, special_tokens(tokenizer), learned, kept)
    texts = split_text(shown, [stretch.end for stretch in found], _decoder(tokenizer))
    return [
        {
            "text": text,
            "special": stretch.special,
            "trained": stretch.trained,
            "cut": stretch.cut,
        }
        for stretch, text in zip(found, texts, strict=True)
        if text
    ]


def stretches(
    tokens: Sequence[int], special: frozenset[int], learned: range, kept: int
) -> list[Stretch]:
    """Neighbours that are alike; a special token stands alone."""
    marks = [
        (index if token in special else -1, index in learned, index >= kept)
        for index, token in enumerate(tokens)
    ]
    found: list[Stretch] = []
    for (alone, trained, cut), same in groupby(marks):
        start = found[-1].end if found else 0
        found.append(Stretch(start, start + len(list(same)), alone >= 0, trained, cut))
    return found


def split_text(
    tokens: Sequence[int], ends: Sequence[int], decode: Callable[[Sequence[int]], str]
) -> list[str]:
    """The decoded text, cut where the stretches end; a character of several tokens stays whole."""
    whole = decode(tokens)
    starts = [0, *ends[:-1]]
    pieces = [decode(tokens[start:end]) for start, end in zip(starts, ends, strict=True)]
    if "".join(pieces) == whole:
        return pieces
    # Some decoders drop a space at the beginning, and half characters decode to nothing of their own.
    texts: list[str] = []
    done = 0
    for end in ends[:-1]:
        position = max(_common(whole, decode(tokens[:end])), done)
        texts.append(whole[done:position])
        done = position
    return [*texts, whole[done:]]


def _common(whole: str, beginning: str) -> int:
    """How much of `whole` tokens decode to that may end within a character."""
    if whole.startswith(beginning):
        return len(beginning)
    complete = beginning.rstrip(_HALF)
    if whole.startswith(complete):
        return len(complete)
    return next(
        (i for i, (a, b) in enumerate(zip(whole, beginning, strict=False)) if a != b),
        min(len(whole), len(beginning)),
    )


@lru_cache(maxsize=4)
def special_tokens(tokenizer: Any) -> frozenset[int]:
    """Added tokens that mark something, such as `<|im_end|>` and `<think>`."""
    added = tokenizer.added_tokens_decoder.items()
    marks = {number for number, token in added if token.special or _is_mark(token.content)}
    return frozenset(marks | set(tokenizer.all_special_ids))


def _is_mark(text: str) -> bool:
    return text[:1] + text[-1:] in ("<>", "[]")


def _decoder(tokenizer: Any) -> Callable[[Sequence[int]], str]:
    return lambda tokens: tokenizer.decode(
        list(tokens), skip_special_tokens=False, clean_up_tokenization_spaces=False
    )
