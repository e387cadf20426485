"""From measured lengths and a limit to what a person reads; pure, and quick for any limit."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from temper.datasets.imports.manifest import RowOrigin
from temper.datasets.terms import Split
from temper.datasets.token_lengths import FileRows, Lengths
from temper.datasets.token_limits import ENDLESS, kept
from temper.datasets.token_schemas import CutPlace, TokenAdvice, TokenRange, TokensReport
from temper.datasets.token_words import loses_row, loses_sentence, percent, statement

PLACES = 100
Origin = Callable[[Split, int], RowOrigin]
"""Where a line of a split stands in the file that a person has."""
BARS = 40
_BEYOND = 0.995
"""The share of rows that get bars of their own; the longest few stand together in the last."""
_STEPS = tuple(sorted({*(2**n for n in range(5, 21)), *(3 * 2**n for n in range(5, 19))}))
_SHARES = (0.95, 0.99, 1.0)


def tokens_report(
    lengths: Lengths,
    limit: int,
    *,
    dataset: str,
    method: str,
    model: str,
    most: int | None = None,
    origin: Origin | None = None,
) -> TokensReport:
    """The report for this limit; `most` is what the model was made for."""
    counts, rows = lengths.tokens.counts, lengths.rows
    return TokensReport(
        state="done",
        progress=1.0,
        dataset=dataset,
        method=method,
        model=model,
        limit=limit,
        rows=rows,
        total_rows=lengths.total,
        exact=lengths.exact,
        statement=statement(lengths),
        histogram=histogram(counts),
        quantiles=quantiles(counts),
        over_limit=over(counts, kept(lengths.mode, limit)),
        loses=loses_sentence(lengths, limit),
        cut=list(islice(cut_places(lengths, limit, origin), PLACES)),
        advice=advice(lengths, limit, most),
    )


def histogram(counts: Mapping[int, int]) -> list[TokenRange]:
    """About forty bars of the same round width; the last one reaches to the longest row."""
    if not counts:
        return []
    longest = max(counts)
    width = _round_width(max(1, min(longest, quantile(counts, _BEYOND) * 3 // 2) + 1))
    last = min(BARS - 1, longest // width)
    bars = [0] * (last + 1)
    for length, rows in counts.items():
        bars[min(length // width, last)] += rows
    ends = [*range(width, (last + 1) * width, width), max((last + 1) * width, longest + 1)]
    return [
        TokenRange(start=index * width, end=end, rows=rows)
        for index, (end, rows) in enumerate(zip(ends, bars, strict=True))
    ]


def quantiles(counts: Mapping[int, int]) -> dict[str, int]:
    """Lengths that so many percent of the rows do not exceed."""
    if not counts:
        return {}
    named = {f"p{percent}": quantile(counts, percent / 100) for percent in (50, 90, 95, 99)}
    return named | {"max": max(counts)}


def quantile(counts: Mapping[int, int], share: float) -> int:
    """The smallest length that at least this share of the rows does not exceed."""
    wanted, seen = share * sum(counts.values()), 0
    for length in sorted(counts):
        seen += counts[length]
        if seen >= wanted:
            return length
    return max(counts)


def over(counts: Mapping[int, int], limit: int) -> int:
    """How many rows are longer."""
    return sum(rows for length, rows in counts.items() if length > limit)


def advice(lengths: Lengths, limit: int, most: int | None = None) -> list[TokenAdvice]:
    """Limits in usual steps that leave 95, 99 and 100 percent of the rows whole."""
    counts, rows = lengths.tokens.counts, lengths.rows
    found: dict[int, TokenAdvice] = {}
    if not rows or kept(lengths.mode, limit) == ENDLESS:
        return []
    for share in _SHARES:
        length = quantile(counts, share)
        step = step_for(length)
        if most is not None and step > most:
            # What the model was made for is worth more than a round number.
            step = most
        fit = rows - over(counts, step)
        who = "rows" if lengths.exact else "measured rows"
        sentence = f"{percent(fit, rows)} of the {who} fit in {step:,} tokens"
        found[step] = TokenAdvice(
            sentence=f"{sentence}, the most this model was made for."
            if step == most
            else f"{sentence}.",
            share=fit / rows,
            parameters={"max_seq_length": step},
        )
    return list(found.values())


def step_for(length: int) -> int:
    """The smallest usual limit that is no less."""
    return next((step for step in _STEPS if step >= length), length)


def cut_places(lengths: Lengths, limit: int, origin: Origin | None = None) -> Iterator[CutPlace]:
    """The rows that are cut, in file order."""
    most = kept(lengths.mode, limit)
    tokens, prompts = lengths.tokens.numbers(), lengths.prompts.numbers()
    lines = lengths.line_numbers()
    for file, index in each_row(lengths):
        if tokens[index] > most:
            found = origin(file.split, lines[index]) if origin else None
            yield CutPlace(
                split=file.split,
                file=found.file if found else file.name,
                line=(found.line or found.row or 0) if found else lines[index],
                row=lines[index],
                tokens=tokens[index],
                loses=loses_row(lengths, limit, tokens[index], prompts[index]),
            )


def each_row(lengths: Lengths) -> Iterator[tuple[FileRows, int]]:
    """Every measured row's file, and its index among all."""
    begin = 0
    for file in lengths.files:
        for index in range(begin, begin + file.measured):
            yield file, index
        begin += file.measured


def _round_width(reach: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 25, 50, … with which so many tokens need forty bars at most."""
    scale = 1
    while True:
        for digit in (1, 2, 5) if scale == 1 else (1, 2, 2.5, 5):
            width = int(digit * scale)
            if width * BARS >= reach:
                return width
        scale *= 10
