"""Remedies that are one click away: for one kind of problem, and the one that helps most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from temper.datasets.derived.outlook import Outlook
from temper.datasets.formats import (
    ALPACA,
    FORMATS,
    MADE_UP,
    MESSAGES,
    PREFERENCE,
    PREFERENCE_MESSAGES,
    PROMPT_ANSWER,
    PROMPT_COMPLETION,
    QUESTION_ANSWER,
    SHAREGPT,
    DatasetShape,
    RowFormat,
    readers,
)
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.schemas import Action, DatasetProblem
from temper.datasets.terms import Fix, OutputFormat, Split
from temper.datasets.validation.gather import Gathered, Problems
from temper.datasets.validation.kinds import KINDS

_WANTED: dict[DatasetShape, tuple[OutputFormat, ...]] = {
    "sft": ("messages",),
    "prompt_answer": ("prompt_answer",),
    "preference": ("preference",),
    "token_preference": (),
    "prompts": ("prompts_only",),
}
_EXCHANGES: tuple[OutputFormat, ...] = (
    "prompt_answer",
    "messages",
    "prompt_completion",
    "prompts_only",
)
_BECOMES: dict[str, tuple[OutputFormat, ...]] = {
    MESSAGES.name: _EXCHANGES,
    PROMPT_ANSWER.name: _EXCHANGES,
    PROMPT_COMPLETION.name: _EXCHANGES,
    ALPACA.name: _EXCHANGES,
    SHAREGPT.name: _EXCHANGES,
    QUESTION_ANSWER.name: _EXCHANGES,
    MADE_UP.name: _EXCHANGES,
    PREFERENCE.name: _EXCHANGES,
    PREFERENCE_MESSAGES.name: (*_EXCHANGES, "preference"),
}
_LABELS: dict[Fix, tuple[str, str]] = {
    "strip_bom": ("Strip the byte order mark", "Strip {n} byte order marks"),
    "drop_blank_lines": ("Delete 1 blank line", "Delete {n} blank lines"),
    "re_encode": ("Re-encode 1 line as UTF-8", "Re-encode {n} lines as UTF-8"),
    "coerce_numbers": ("Write the number as text in 1 row", "Write numbers as text in {n} rows"),
    "drop_nulls": ("Leave the null out of 1 row", "Leave nulls out of {n} rows"),
    "trim_texts": ("Trim the texts of 1 row", "Trim the texts of {n} rows"),
    "rename_roles": ("Rename the roles of 1 row", "Rename the roles of {n} rows"),
    "join_repeated_turns": ("Join the turns of 1 row", "Join turns in {n} rows"),
    "remove_control_characters": (
        "Remove control characters from 1 row",
        "Remove control characters from {n} rows",
    ),
    "extract_final_answer": (
        "Keep only the final answer of 1 row",
        "Keep only the final answers of {n} rows",
    ),
    "deduplicate": ("Drop 1 duplicate", "Drop {n} duplicates"),
    "deduplicate_normalised": ("Drop 1 near duplicate", "Drop {n} near duplicates"),
    "drop_overlap": ("Drop 1 row from train.jsonl", "Drop {n} rows from train.jsonl"),
    "drop_bad_rows": ("Drop 1 row", "Drop {n} rows"),
}


@dataclass(frozen=True)
class Facts:
    """What an action depends on beside the problems."""

    main: RowFormat | None
    shape: DatasetShape
    rows: Mapping[Split, int]
    batch_size: int
    outlook: Outlook | None = None
    """What the conversion would need that the shape calls for, where it was looked for."""


def wanted_format(main: RowFormat | None, shape: DatasetShape) -> OutputFormat | None:
    """What rows can be converted to, so that a method can read them."""
    possible = _BECOMES.get(main.name, ()) if main else ()
    return next((wanted for wanted in _WANTED[shape] if wanted in possible), None)


def action_for(kind: str, problems: Problems, facts: Facts) -> Action | None:
    """What one click does about one kind of problem, if something can."""
    if kind in ("wrong_format", "made_up_format"):
        return _convert(facts)
    if kind == "no_valid":
        return _split(facts)
    if kind == "too_few_rows":
        sizes = [facts.rows.get("train", 0), facts.rows.get("valid", 0)]
        most = min(size for size in sizes if size)
        return Action(label=f"Set the batch size to {most}", parameters={"batch_size": most})
    if kind == "mask_prompt_text":
        return Action(label="Turn `mask_prompt` off", parameters={"mask_prompt": False})
    if kind == "system_ignored" and facts.shape == "sft":
        return Action(label="Convert to messages", convert=ConvertRequest(format="messages"))
    repair = KINDS[kind].repair
    if repair is None:
        return None
    found = problems.kinds[kind]
    fixes: list[Fix] = [repair]
    if kind in ("mixed_formats", "missing_key") and _keeps_more(problems, facts):
        return _convert(facts)
    if repair == "drop_bad_rows" and found.lines >= sum(facts.rows.values()):
        return None  # nothing would be left
    label = _label(repair, found.lines or found.count)
    kinds = [kind] if repair == "drop_bad_rows" else []
    if kind == "unknown_role" and _has_strangers(found):
        fixes.append("drop_bad_rows")
        label += ", drop those without a name"
        kinds.append(kind)
    return Action(label=label, convert=ConvertRequest(fixes=fixes, bad_kinds=kinds))


def suggestion(problems: Problems, listed: Sequence[DatasetProblem], facts: Facts) -> Action | None:
    """The one step that helps most: what makes the data ready, or else better."""
    errors = [problem for problem in listed if problem.severity == "error"]
    if not errors:
        return next((p.action for p in listed if p.action and not p.action.parameters), None)
    repairs = {
        fix for p in errors if p.action and p.action.convert for fix in p.action.convert.fixes
    }
    fixes: list[Fix] = [fix for fix in _LABELS if fix in repairs]
    reads = facts.shape in readers(facts.main)
    target = _convert(facts) if not reads or _keeps_more(problems, facts) else None
    unmended = [p for p in errors if not p.repair and not p.action]
    dropped = problems.dropped_lines and problems.dropped_lines >= sum(facts.rows.values())
    if unmended or (dropped and target is None) or not (reads or target):
        return None
    converting = target.convert if target and target.convert else None
    if converting is not None:
        # Rows are left out by the conversion, where it cannot help it.
        fixes = [fix for fix in fixes if fix not in ("drop_bad_rows", *converting.fixes)]
    if not fixes:
        return target or next((problem.action for problem in errors), None)
    counts = {fix: _count(fix, errors, problems) for fix in fixes}
    labels = [_label(fix, counts[fix]) for fix in fixes]
    if target is None or converting is None:
        return Action(label=_joined(labels), convert=ConvertRequest(fixes=fixes))
    request = converting.model_copy(update={"fixes": [*fixes, *converting.fixes]})
    label = _joined([*labels, target.label])
    return Action(label=label, note=target.note, convert=request)


def _joined(labels: Sequence[str]) -> str:
    first, *rest = labels
    return ", ".join([first, *(label[0].lower() + label[1:] for label in rest)])


def _keeps_more(problems: Problems, facts: Facts) -> bool:
    """Whether converting keeps more rows than to leave out those that are wrong."""
    total = sum(facts.rows.values())
    if facts.outlook is None or not total:
        return False
    return facts.outlook.share_kept > 1 - problems.dropped_lines / total


def _has_strangers(found: Gathered) -> bool:
    """Whether some roles go by a name that means none of ours."""
    return not all("Write `" in place.detail for place in found.first())


def _count(fix: Fix, errors: Sequence[DatasetProblem], problems: Problems) -> int:
    if fix == "drop_bad_rows" and problems.dropped_lines:
        return problems.dropped_lines
    kinds = [problems.kinds[problem.kind] for problem in errors if problem.repair == fix]
    return sum(found.lines or found.count for found in kinds)


def _convert(facts: Facts) -> Action | None:
    look = facts.outlook
    if look is None or not look.share_kept:
        return None
    labels = [f"Convert to {FORMATS[look.target].title}"]
    if look.stuck and look.whole:
        labels.append(f"Set aside {look.stuck:,} {'row' if look.stuck == 1 else 'rows'}")
    return Action(label=_joined(labels), note=look.note(), convert=look.request())


def _split(facts: Facts) -> Action | None:
    total = sum(facts.rows.values())
    tenth = max(1, round(0.1 * total))
    held_out: list[Split] = ["valid", "test"] if "test" in facts.rows else ["valid"]
    train = total - tenth * len(held_out)
    if train < 1:
        return None
    request = SplitRequest(valid=0.1, test=0.1 if "test" in held_out else 0.0)
    *first, last = [f"{train:,} train", *(f"{tenth:,} {split}" for split in held_out)]
    parts = f"{', '.join(first)} and {last}"
    note = f"A new dataset of {parts} rows, dealt out by chance."
    return Action(label="Split off 10% for validation", note=note, split=request)


def _label(fix: Fix, count: int) -> str:
    one, many = _LABELS[fix]
    return one if count == 1 else many.format(n=f"{count:,}")
