"""How much of each row a preset lets the model see, where the lengths of the rows are known."""

from temper.datasets.token_limits import ENDLESS, kept
from temper.datasets.tokens import step_for
from temper.methods.presets.choices import Choices, Level

MOST: dict[Level, int] = {"quick": 4096, "balanced": 8192, "thorough": 32768}
STOPS_AT_LONG_ROWS = "dsla"
"""The mode whose trainer stops where prompt and answer do not fit."""


def choose_lengths(choices: Choices) -> None:
    """The limit of a sequence: only what is longer than the default asks for another one."""
    lengths = choices.facts.lengths
    mode = choices.method.train_mode
    usual = choices.whole("max_seq_length")
    if lengths is None or lengths.longest <= usual or kept(mode, usual) == ENDLESS:
        return
    most = MOST["thorough"] if mode == STOPS_AT_LONG_ROWS else MOST[choices.level]
    if choices.facts.max_position is not None:
        most = min(most, choices.facts.max_position)
    if most <= usual:
        return
    if lengths.longest <= most:
        limit = min(most, step_for(lengths.longest))
        reason = f"The longest row has {lengths.longest:,} tokens: so nothing is cut."
    else:
        share, length = (95, lengths.p95) if choices.level == "quick" else (99, lengths.p99)
        limit = min(most, step_for(max(usual, length)))
        held = f"{share}% of your rows fit" if limit >= length else "More of your rows fit"
        reason = (
            f"{held} in {limit:,} tokens; the longest has {lengths.longest:,}, and what is beyond is "
            "cut."
        )
    choices.choose("max_seq_length", limit, reason)
