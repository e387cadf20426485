"""Sentences about lengths: how sure they are, and what is lost beyond the limit."""

import math

from temper.datasets.token_lengths import Lengths
from temper.datasets.token_limits import ENDLESS, kept, unit


def statement(lengths: Lengths) -> str:
    """Which rows were measured, and how far shares of them can be off."""
    rows, total = lengths.rows, lengths.total
    if not rows:
        return "No row could be measured."
    if not lengths.exact:
        return (
            f"A sample of {rows:,} of {total:,} rows; shares are right within "
            f"±{margin(rows, total):.1f}% (95%), and longer rows may exist."
        )
    if rows == total:
        return f"All {total:,} rows." if total > 1 else "The only row."
    return f"{rows:,} of {total:,} lines; the others are no rows that the trainer could read."


def margin(sample: int, total: int) -> float:
    """Percentage points that a share of a uniform sample is off by at most, 19 times of 20.

    The normal approximation at the worst share, one half, drawn without putting back; rounded up.
    """
    spread = math.sqrt(0.25 / sample * max(total - sample, 0) / max(total - 1, 1))
    return math.ceil(1.96 * spread * 1000) / 10


def percent(part: int, whole: int) -> str:
    """A share, never rounded up: 100% is all of them."""
    if part == whole:
        return "100%"
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths < 990 else f"{tenths / 10:.1f}%"


def loses_sentence(lengths: Lengths, limit: int) -> str:
    """What any row over the limit loses."""
    most = kept(lengths.mode, limit)
    if most == ENDLESS:
        return "This method does not cut prompts, whatever their length."
    match unit(lengths.mode):
        case "prompt":
            return (
                f"The end of a longer prompt is cut, and with it the mark after which the model "
                f"answers{_mark(lengths)}: it would go on writing the question."
            )
        case "pair":
            return (
                f"The end of a response beyond {most:,} tokens, prompt included, is not learned; of a "
                "pair whose prompt alone is that long nothing is."
            )
        case "context":
            return "A row with a longer context is left out as a whole."
        case "row" if lengths.masked:
            return (
                f"What comes after {most:,} tokens is not learned; of a row whose prompt alone is "
                "that long nothing is."
            )
        case "row":
            return f"What comes after {most:,} tokens is not learned: the end of the last answer."


def loses_row(lengths: Lengths, limit: int, tokens: int, prompt: int) -> str:
    """Exactly what a row of so many tokens loses."""
    most = kept(lengths.mode, limit)
    gone = tokens - most
    match unit(lengths.mode):
        case "prompt":
            header = f"the mark after which the model answers{_mark(lengths)}"
            if not lengths.header:
                return f"The last {_tokens(gone)} of the prompt."
            if gone < lengths.header:
                return f"The last {_tokens(gone)} of the prompt: part of {header}."
            if gone == lengths.header:
                return f"The last {_tokens(gone)} of the prompt: {header}."
            rest = _tokens(gone - lengths.header)
            return f"The last {_tokens(gone)} of the prompt: {header}, and {rest} before it."
        case "context":
            return f"The whole row: its context is {_tokens(gone)} too long."
        case "pair" if prompt >= most:
            return f"Both responses whole: the prompt alone has {_tokens(prompt)}."
        case "pair":
            return f"The last {_tokens(gone)} of the longer response."
        case "row" if prompt >= most and lengths.masked:
            return f"The whole answer: the prompt alone has {_tokens(prompt)}. Nothing is learned."
        case "row" if lengths.masked:
            return f"The last {gone:,} of {_tokens(tokens - prompt)} that would be learned."
        case "row":
            return f"The last {gone:,} of {_tokens(tokens)}."


def _tokens(number: int) -> str:
    return f"{number:,} token" if number == 1 else f"{number:,} tokens"


def _mark(lengths: Lengths) -> str:
    text = lengths.header_text.replace("\n", "⏎")
    return f" (`{text}`)" if text.strip() else ""
