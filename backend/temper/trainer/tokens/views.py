"""The task that shows rows as the model will see them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from temper.datasets.token_limits import kept, learned, unit
from temper.kit.tasks import Progress
from temper.trainer.tokens.prepared import preparer
from temper.trainer.tokens.segments import SHOWN, segments
from temper.trainer.tokens.tokenize import Refused, Tokenized, header, tokenized
from temper.trainer.tokens.tokenizers import tokenizer_of

_PAIR = ("chosen", "rejected")


def views(request: dict[str, Any], progress: Progress) -> list[dict[str, Any]]:
    """For each of `lines` its views, or why there is none."""
    files = {split: Path(path) for split, path in request["files"].items()}
    tokenizer = tokenizer_of(request["model"], request["model_state"])
    prepare = preparer(files, request["state"], request["shape"])
    mode, limit = request["mode"], request["limit"]
    answers: list[dict[str, Any]] = []
    for line in request["lines"]:
        progress(len(answers) / len(request["lines"]))
        row = prepare(line.encode())
        if row is None:
            answers.append({"views": [], "problem": _NO_ROW})
            continue
        made = tokenized([row], tokenizer, mode, request["mask_prompt"] and mode == "sft")[0]
        if isinstance(made, Refused):
            answers.append({"views": [], "problem": made.detail})
        else:
            answers.append({"views": views_of(made, tokenizer, mode, limit), "problem": None})
    return answers


_NO_ROW = "The line is no such row as the others; the report says what is wrong with it."


def views_of(row: Tokenized, tokenizer: Any, mode: str, limit: int) -> list[dict[str, Any]]:
    """A view for each text that the trainer makes of the row."""
    most = kept(mode, limit)
    found: list[dict[str, Any]] = []
    for index, tokens in enumerate(row.texts):
        spans = learned(mode, limit, len(tokens), row.prompt)
        found.append(
            {
                "tokens": len(tokens),
                "segments": segments(tokens, tokenizer, spans, most),
                "parts": [_PAIR[index]] if len(row.texts) > 1 else [],
                "note": " ".join(_notes(tokens, tokenizer, mode, limit, spans, row.answer)),
            }
        )
    return found


def _notes(
    tokens: list[int], tokenizer: Any, mode: str, limit: int, spans: range, answer: int
) -> list[str]:
    notes: list[str] = []
    size, most = len(tokens), kept(mode, limit)
    if unit(mode) == "row" and not spans:
        notes.append("Nothing of this row is learned.")
    elif unit(mode) == "row" and size < most:
        notes.append(f"One token of padding after the end ({_padding(tokenizer)}) is learned too.")
    elif unit(mode) == "pair" and not spans:
        notes.append("Nothing is learned of this text: no token of the response is left.")
    elif unit(mode) == "prompt":
        notes.append(_SAMPLED)
        if answer:
            notes.append(f"The answer ({answer:,} tokens) is only held against the completions.")
    elif unit(mode) == "context":
        notes.append(_DROPPED if size > most else _NEXT_TOKEN)
    if unit(mode) == "prompt" and size > most:
        mark = _header_text(tokenizer)
        lost = f" ({mark})" if mark else ""
        notes.append(f"The cut takes the mark after which the model answers{lost}.")
    if size > SHOWN:
        notes.append(f"The first {SHOWN:,} of {size:,} tokens are shown.")
    return notes


_SAMPLED = "The model goes on from here: its completions are sampled, and those are trained on."
_NEXT_TOKEN = (
    "The one token that comes next is trained: `rejected_decoded` is made less likely, "
    "`multi_chosen_decoded` more."
)
_DROPPED = "The row is left out: its context is longer than the limit."


@lru_cache(maxsize=4)
def _header_text(tokenizer: Any) -> str:
    mark: list[int] = header(tokenizer)
    return repr(tokenizer.decode(mark)) if mark else ""


@lru_cache(maxsize=4)
def _padding(tokenizer: Any) -> str:
    return f"id 0, {tokenizer.decode([0])!r}"
