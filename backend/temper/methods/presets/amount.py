"""How much a preset trains: rows at once, updates, iterations."""

import math
from dataclasses import dataclass

from temper.methods.method import Family
from temper.methods.presets.choices import Choices, Level
from temper.methods.presets.facts import SIZES, rows_in_words


@dataclass(frozen=True)
class Amount:
    """Numbers by the size of the model, from tiny to large."""

    batch: tuple[int, int, int, int]
    together: int
    """Rows in one update of the weights."""
    passes: tuple[int, int, int]
    """Over fewer than 1,000 rows, fewer than 10,000, and more."""
    least: int
    most: int
    """Iterations, however few or many rows there are."""


Kind = str
"""A family of methods; those that sample groups of completions are one of their own."""

QUICK: dict[Kind, tuple[tuple[int, int, int, int], tuple[int, int, int, int]]] = {
    "answers": ((8, 4, 2, 1), (50, 50, 40, 30)),
    "preferences": ((4, 2, 2, 1), (40, 40, 30, 20)),
    "groups": ((1, 1, 1, 1), (40, 30, 20, 20)),
    "rewards": ((4, 4, 2, 2), (40, 40, 30, 20)),
    "judge": ((2, 2, 2, 2), (30, 20, 20, 20)),
}
"""Rows at once and iterations of a quick try, by the size of the model."""

AMOUNTS: dict[Kind, dict[Level, Amount]] = {
    "answers": {
        "balanced": Amount((8, 4, 4, 1), 8, (3, 2, 1), 40, 2_000),
        "thorough": Amount((8, 4, 4, 1), 16, (5, 3, 2), 100, 10_000),
    },
    "preferences": {
        "balanced": Amount((4, 2, 2, 1), 8, (2, 1, 1), 40, 2_000),
        "thorough": Amount((4, 2, 2, 1), 16, (3, 2, 1), 100, 6_000),
    },
    "groups": {
        "balanced": Amount((4, 2, 1, 1), 4, (1, 1, 1), 60, 500),
        "thorough": Amount((4, 2, 1, 1), 8, (2, 2, 1), 120, 2_000),
    },
    "rewards": {
        "balanced": Amount((8, 4, 4, 2), 8, (2, 1, 1), 60, 500),
        "thorough": Amount((8, 8, 4, 2), 16, (3, 2, 1), 120, 2_000),
    },
    "judge": {
        "balanced": Amount((4, 4, 2, 2), 4, (1, 1, 1), 40, 300),
        "thorough": Amount((4, 4, 2, 2), 8, (2, 1, 1), 80, 1_000),
    },
}

FEWEST_UPDATES = 20
"""With fewer, gathering iterations costs more than steadier updates are worth."""
ROOMY = 2048
"""Tokens of a row for which the batches above are meant."""


def choose_amount(choices: Choices) -> None:
    """Batch size, iterations and accumulation, which hang together."""
    kind = kind_of(choices)
    at = SIZES.index(choices.facts.size)
    if choices.level == "quick":
        batches, lengths = QUICK[kind]
        _batch(choices, batches[at], kind)
        steps = choices.whole("gradient_accumulation_steps")
        total = _filled(lengths[at], steps)
        choices.choose(
            "iters",
            total,
            f"Enough to see the curve move without a long wait: {seen_in_words(choices, total)}.",
        )
        return
    amount = AMOUNTS[kind][choices.level]
    _batch(choices, amount.batch[at], kind)
    passes = amount.passes[_reach(choices.facts.rows)]
    wanted = math.ceil(passes * choices.facts.rows / choices.whole("batch_size"))
    total = min(amount.most, max(amount.least, wanted))
    _accumulation(choices, amount.together, total)
    steps = choices.whole("gradient_accumulation_steps")
    total = _filled(total, steps)
    choices.choose("iters", total, _length(choices, passes, wanted, total, amount))


def kind_of(choices: Choices) -> Kind:
    """Which numbers a method takes."""
    family: Family = choices.method.family
    return "groups" if choices.has("group_size") else family


def _reach(rows: int) -> int:
    return 0 if rows < 1_000 else 1 if rows < 10_000 else 2


def _batch(choices: Choices, usual: int, kind: Kind) -> None:
    limit = choices.facts.largest_batch
    length = choices.whole("max_seq_length")
    # The judged methods learn nothing from one prompt alone (PPO), and their completions are short.
    roomy = usual if kind == "judge" else max(1, usual * ROOMY // max(ROOMY, length))
    batch = min(roomy, limit)
    if batch < roomy:
        reason = f"There are no more rows to fill a batch with: the smallest file has {limit:,}."
    elif roomy < usual:
        reason = f"Rows of up to {length:,} tokens take room: so many fit where {usual} short ones would."
    elif kind == "groups":
        reason = f"{batch} prompts at once, each with its group of completions."
    elif kind == "judge":
        reason = f"{batch} prompts at once: with one alone some judged methods learn nothing."
    else:
        reason = f"{batch} rows at once use the machine better than one, and make steadier steps."
    choices.choose("batch_size", batch, reason)


def _accumulation(choices: Choices, together: int, total: int) -> None:
    """Fewer where the run is short; of a length that is given, one that divides it."""
    batch = choices.whole("batch_size")
    steps = max(1, together // batch)
    fixed = choices.asked.get("iters") is not None or choices.asked.get("epochs") is not None
    length = choices.iterations if fixed else total
    while steps > 1 and (length // steps < FEWEST_UPDATES or (fixed and length % steps)):
        steps -= 1
    choices.choose(
        "gradient_accumulation_steps",
        steps,
        f"{steps} iterations of {batch} make one update of {steps * batch} rows: steadier, in the same memory.",
    )


def _filled(total: int, steps: int) -> int:
    """The next number of iterations that leaves no update unfinished."""
    return -(-total // steps) * steps


def _length(choices: Choices, passes: int, wanted: int, total: int, amount: Amount) -> str:
    batch = choices.whole("batch_size")
    rows = rows_in_words(choices.facts)
    epoch = math.ceil(choices.facts.rows / batch)
    if wanted > amount.most:
        return (
            f"{rows} at batch size {batch} would make {epoch:,} iterations an epoch: after {total:,} "
            f"of them {seen_in_words(choices, total)}. Raise it where the validation curve still falls."
        )
    if wanted < amount.least:
        few = "is little" if choices.facts.rows == 1 else "are few"
        return (
            f"{rows} {few}: {total:,} iterations at batch size {batch} are the least that shows "
            f"anything, so {seen_in_words(choices, total)}."
        )
    return (
        f"{rows} at batch size {batch} make {epoch:,} iterations an epoch; {total:,} see each row "
        f"{_times(passes)}."
    )


def seen_in_words(choices: Choices, total: int) -> str:
    """How much of the rows so many iterations see: `each row is seen twice`."""
    seen = total * choices.whole("batch_size") / choices.facts.rows
    if seen >= 0.95:
        return f"each row is seen {_times(round(seen))}"
    if seen < 0.01:
        return "fewer than 1% of the rows are seen"
    return f"about {seen:.0%} of the rows are seen"


def _times(count: int) -> str:
    return {1: "about once", 2: "about twice"}.get(count, f"about {count:,} times")
