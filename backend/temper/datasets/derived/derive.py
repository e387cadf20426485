"""New datasets from old ones: whole files written beside each other, the originals untouched."""

from pathlib import Path

from temper.datasets.derived.columns import columns
from temper.datasets.derived.conversion_run import ConversionRun
from temper.datasets.derived.lineage import Derived, lineage_of
from temper.datasets.derived.lines import Progress, quietly
from temper.datasets.derived.mapping import check_mapping
from temper.datasets.derived.refusal import refuse
from temper.datasets.derived.split import split_files
from temper.datasets.derived.steps import TITLES, Plan, ordered
from temper.datasets.formats import FORMATS
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import Source, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.main_format import main_format
from temper.errors import FieldError, InvalidRequest

_NAMED = 50
__all__ = ["Derived", "convert_files", "split_files"]


def convert_files(
    source: Source, request: ConvertRequest, folder: Path, progress: Progress = quietly
) -> Derived:
    """Write the converted rows of each file into `folder`.

    Raises InvalidRequest (with the first places and the fixes that would help), SourceError, OSError.
    """
    check_request(request)
    key = source_key(source)
    plan = plan_for(source, request)
    run = ConversionRun(source, plan, folder, progress)
    run.files()
    if run.unseen:
        raise _no_column(source, run.unseen)
    if run.refusals.count:
        raise run.refusals.error()
    run.duplicates()
    counts = run.counts
    if not counts.rows.get("train"):
        raise refuse("/fixes", "No training row is left after these steps.")
    rows: dict[Split, int] = {split: count for split, count in counts.rows.items() if count}
    left_out: dict[Split, int] = {split: count for split, count in counts.left_out.items() if count}
    steps = {
        step: counts.steps[step] for step in TITLES if step in counts.steps or _asked(step, request)
    }
    lineage = lineage_of(source, key) | {
        "step": "convert",
        "format": request.format,
        "mapping": request.mapping,
        "fixes": ordered(plan.fixes),
        "multi_turn": request.multi_turn,
        "bad_kinds": sorted(request.bad_kinds),
        "steps": [{"step": s, "title": TITLES[s], "rows": n} for s, n in steps.items()],
        "rows": rows,
        "dropped": left_out,
        "reasons": [
            {"kind": kind, "title": _why(kind), "rows": n}
            for kind, n in counts.reasons.most_common()
        ],
    }
    progress(1.0)
    return Derived(rows, lineage, left_out, steps, counts.first())


def plan_for(source: Source, request: ConvertRequest) -> Plan:
    """What is to become of each line of a source."""
    return Plan(
        target=FORMATS[request.format] if request.format else None,
        main=main_format(source),
        mapping=request.mapping,
        fixes=frozenset(request.fixes),
        last_exchange=request.multi_turn == "last_exchange",
        bad_kinds=frozenset(request.bad_kinds),
    )


def check_request(request: ConvertRequest) -> None:
    """Raises InvalidRequest for a conversion that asks for nothing, or for what there is not."""
    check_mapping(request.mapping)
    if unknown := [kind for kind in request.bad_kinds if kind not in KINDS]:
        raise refuse("/bad_kinds", f"{unknown[0][:100]!r} is no kind of problem.", ", ".join(KINDS))
    if not (request.format or request.mapping or request.fixes):
        detail = (
            "There is nothing to do: name a format to convert to, a mapping of columns, or fixes."
        )
        raise refuse("/format", detail, "prompt_answer, messages, prompt_completion, …")


def _why(kind: str) -> str:
    """What is wrong with rows that were left out, in words."""
    return "Rows that cannot be converted" if kind == "wrong_format" else KINDS[kind].title


def _no_column(source: Source, mapping: dict[str, str]) -> InvalidRequest:
    """A mapping to columns that no row has, and the columns there are."""
    names = [column.name for column in columns(source).columns]
    there = ", ".join(names[:_NAMED]) + (" and more" if len(names) > _NAMED else "")
    errors = [
        FieldError(f"/mapping/{key}", f"No row has the column `{path[:100]}`.", there or None)
        for key, path in mapping.items()
    ]
    return InvalidRequest.of(*errors)


def _asked(step: str, request: ConvertRequest) -> bool:
    if step == "format":
        return request.format is not None
    return bool(request.mapping) if step == "mapping" else step in request.fixes
