"""What is known of rows, model and machine for a preset, without starting long work."""

from collections.abc import Mapping
from pathlib import Path

from temper import machine
from temper.datasets.source import Source, SourceError
from temper.datasets.token_lengths import Lengths
from temper.datasets.token_service import Ask, TokenService
from temper.datasets.tokens import quantiles
from temper.methods.fit import can_be_quantized
from temper.methods.method import Method
from temper.methods.presets.facts import PresetFacts, RowLengths
from temper.models.service import ResolvedModel

WITH_ANSWERS = ("grpo", "klpo")
"""The modes whose completions are held against the answers of the rows."""


def gather(
    method: Method,
    rows: Mapping[str, int] | None,
    model: ResolvedModel | None,
    lengths: Lengths | None,
) -> PresetFacts:
    """The facts, from what was found out already."""
    out = model.out if model else None
    return PresetFacts(
        train_rows=rows.get("train", 0) if rows is not None else None,
        valid_rows=rows.get("valid", 0) if rows is not None else None,
        parameters=out.parameters if out else None,
        model_bytes=out.bytes if out else None,
        layers=out.layers if out else None,
        max_position=out.max_position if out else None,
        quantizable=out is not None and can_be_quantized(out),
        lengths=_row_lengths(lengths, method.train_mode) if lengths else None,
        memory=machine.memory_bytes(),
    )


def known_lengths(
    tokens: TokenService | None,
    source: Source | None,
    method: Method,
    model: ResolvedModel | None,
    mask_prompt: bool,
) -> Lengths | None:
    """Lengths that were measured before; nothing is started, and nothing waits."""
    if tokens is None or source is None or model is None:
        return None
    folder = Path(model.location)
    if not folder.is_absolute():
        return None
    try:
        ask = Ask(source, method.dataset_shape, method.train_mode, folder, mask_prompt)
        return tokens.cached(ask)
    except SourceError:
        return None


def _row_lengths(lengths: Lengths, mode: str) -> RowLengths | None:
    shares = quantiles(lengths.tokens.counts)
    if not shares:
        return None
    answers = lengths.answers.counts if mode in WITH_ANSWERS else {}
    return RowLengths(
        p95=shares["p95"],
        p99=shares["p99"],
        longest=shares["max"],
        longest_answer=max(answers, default=None),
    )
