"""A validation report in words."""

from collections.abc import Sequence

from temper.datasets.schemas import DatasetProblem, Place, Report, SplitReport

_SPLIT_NAMES = {"train": "training", "valid": "validation", "test": "test"}


def verdict(
    ready: bool,
    problems: Sequence[DatasetProblem],
    splits: Sequence[SplitReport],
    title: str | None,
) -> str:
    """What the report comes to, in one sentence."""
    if ready:
        counts = [f"{split.rows:,} {_SPLIT_NAMES[split.split]}" for split in splits]
        joined = " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)
        rows = "row" if [split.rows for split in splits] == [1] else "rows"
        return f"Ready: {joined} {rows} ({title})."
    errors = [problem for problem in problems if problem.severity == "error"]
    count = sum(problem.count for problem in errors)
    first = errors[0].places[0]
    if count == 1:
        return f"Not ready: {place_text(first)}"
    return f"Not ready: {count:,} errors; the first: {place_text(first)}"


def place_text(place: Place) -> str:
    """`train.jsonl, line 3: …`."""
    line = f", line {place.line}" if place.line else ""
    return f"{place.file}{line}: {place.detail}"


def render_report(report: Report, *, places: int = 5) -> str:
    """The report as plain text for a terminal, with the first `places` places of each problem."""
    lines = [report.verdict]
    for problem in report.problems:
        lines += ["", f"{problem.severity}: {problem.title} ({problem.count:,})"]
        lines += [f"  {place_text(place)}" for place in problem.places[:places]]
        if problem.count > places:
            lines.append(f"  … and {problem.count - min(places, len(problem.places)):,} more")
        lines.append(f"  To do: {problem.fix}")
    if report.ready and report.what_happens:
        lines += ["", report.what_happens]
    return "\n".join(lines) + "\n"
