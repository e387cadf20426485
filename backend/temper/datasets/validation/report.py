"""A validation report in words."""

from collections.abc import Sequence

from temper.datasets.schemas import DatasetProblem, Place, Report, SplitReport

_SPLIT_NAMES = {"train": "training", "valid": "validation", "test": "test"}


def verdict(
    problems: Sequence[DatasetProblem],
    splits: Sequence[SplitReport],
    title: str | None,
) -> str:
    """What the data is, whether it is ready, and what stands in the way, in one sentence."""
    errors = [problem for problem in problems if problem.severity == "error"]
    counts = [f"{split.rows:,} {_SPLIT_NAMES[split.split]}" for split in splits]
    if not errors:
        joined = " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)
        rows = "row" if [split.rows for split in splits] == [1] else "rows"
        return f"Ready: {joined} {rows} ({title})."
    rows = sum(split.rows for split in splits)
    what = f"{rows:,} {'row' if rows == 1 else 'rows'} ({title}) with " if rows and title else ""
    count = sum(problem.count for problem in errors)
    first = place_text(errors[0].places[0]) if errors[0].places else errors[0].title
    if count == 1:
        return f"Not ready: {what and what + 'an error: '}{first}"
    return f"Not ready: {what}{count:,} errors; the first: {first}"


def place_text(place: Place) -> str:
    """`train.jsonl, line 3: …`."""
    line = f", line {place.line}" if place.line else f", row {place.row}" if place.row else ""
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
