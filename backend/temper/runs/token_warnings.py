"""What a plan says of rows that its model would not see whole, where their lengths are known already."""

from collections.abc import Mapping
from pathlib import Path

from temper.datasets.source import Source, SourceError
from temper.datasets.token_problems import tokens_advice
from temper.datasets.token_service import Ask, TokenService
from temper.methods.method import Method
from temper.methods.parameter import Value
from temper.models.service import ResolvedModel
from temper.runs.schemas import PlanWarning


def token_warnings(
    tokens: TokenService,
    source: Source,
    method: Method,
    model: ResolvedModel,
    values: Mapping[str, Value],
) -> tuple[PlanWarning, ...]:
    """Warnings from lengths that were measured before; a plan never waits for a tokenizer."""
    folder, limit = Path(model.location), values.get("max_seq_length")
    if not folder.is_absolute() or not isinstance(limit, int):
        return ()
    masked = values.get("mask_prompt") is True
    most = values.get("max_completion_length")
    try:
        ask = Ask(source, method.dataset_shape, method.train_mode, folder, masked)
        lengths = tokens.cached(ask)
    except SourceError:
        return ()
    if lengths is None:
        return ()
    found = tokens_advice(
        lengths,
        limit,
        max_completion_length=most if isinstance(most, int) else None,
        most=model.out.max_position,
    )
    return tuple(
        PlanWarning(
            pointer=f"/parameters/{advice.parameter}" if advice.parameter else "/dataset",
            message=advice.text,
        )
        for advice in found
    )
