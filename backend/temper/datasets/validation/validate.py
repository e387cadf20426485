"""Is this data ready for a method, and if not, where and why: everything, not the first thing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from temper.datasets.derived.outlook import Outlook, outlook
from temper.datasets.formats import READABLE, TEXT, DatasetShape, RowFormat, readers, what_happens
from temper.datasets.schemas import DatasetProblem, Report, SplitReport
from temper.datasets.source import Source, SourceError, find_source, reason, shown, source_key
from temper.datasets.terms import Split
from temper.datasets.validation.actions import Facts, action_for, suggestion, wanted_format
from temper.datasets.validation.files import Files, opened
from temper.datasets.validation.gather import Problems
from temper.datasets.validation.imported import tell_of_import
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.main_format import main_format
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.report import verdict

__all__ = ["main_format", "refused", "validate"]

_LARGE = 16 << 20
"""Bytes from which on several processes are worth their start."""
_CHANGED = Finding("changed", "A file changed while it was read.")
_SFT: frozenset[DatasetShape] = frozenset({"sft"})


def _quietly(share: float) -> None:
    return None


_DEFAULTS = ValidationOptions()


def validate(
    source: Source | Path,
    shape: DatasetShape,
    options: ValidationOptions = _DEFAULTS,
    *,
    progress: Callable[[float], object] = _quietly,
    processes: int = 1,
    large: int = _LARGE,
) -> Report:
    """The report on `source` for methods that read `shape`; never raises for what the data holds.

    `progress` is called with a share from 0 to 1. With more than one process, files of more than
    `large` bytes are read by forks of the caller, whose other threads must then be idle.
    """
    try:
        found = find_source(source) if isinstance(source, Path) else source
    except SourceError as error:
        return refused(error, Path(str(source)), shape)
    problems = Problems()
    before = _key(found)
    main = main_format(found, shape)
    look = partial(_rows, main=main, shape=shape, options=options, problems=problems)
    with opened(found) as files:
        rows = look(files, progress=progress, processes=processes, large=large)
        splits = [
            SplitReport(split=f.split, file=f.name, rows=rows[f.split], bytes=f.size)
            for f in files.there
        ]
    if _key(found) != before:
        problems.whole(_CHANGED, "train", shown(found.path.name))
    _whole(found, main, rows, options, problems)
    tell_of_import(problems, splits, found)
    progress(1.0)
    facts = Facts(main, shape, rows, options.batch_size, _outlook(found, main, shape, problems))
    return _report(problems, splits, facts)


def refused(error: SourceError, path: Path, shape: DatasetShape) -> Report:
    """The report on what holds no rows that could be read."""
    problems = Problems()
    problems.whole(Finding(error.kind, error.detail), "train", shown(path.name))
    return _report(problems, [], Facts(None, shape, {}, 1))


def _rows(
    files: Files,
    *,
    main: RowFormat | None,
    shape: DatasetShape,
    options: ValidationOptions,
    problems: Problems,
    progress: Callable[[float], object],
    processes: int,
    large: int,
) -> dict[Split, int]:
    """Note everything in the files; the rows of each."""
    # Only who validates pays for the import of numpy.
    from temper.datasets.validation.engine import look_at_rows
    from temper.datasets.validation.scan import Task

    for fault in files.faults:
        problems.whole(fault.finding, fault.split, fault.name, fault.spot)
    rows: dict[Split, int] = {file.split: 0 for file in files.there}
    readable = [file for file in files.there if file.readable]
    task = Task(main, shape, options)
    try:
        found = look_at_rows(task, readable, progress, processes, large)
    except OSError as error:
        fault = Finding("unreadable", f"A file could not be read to its end: {reason(error)}.")
        problems.whole(fault, "train", ", ".join(file.name for file in readable))
        return rows
    for file in readable:
        split = found[file.split]
        rows[file.split] = split.rows
        problems.rows(split.tally, file.split, file.name)
        for kind, (count, places) in split.twins.items():
            problems.twins(kind, count, places, file.split, file.name)
    return rows


def _outlook(
    source: Source, main: RowFormat | None, shape: DatasetShape, problems: Problems
) -> Outlook | None:
    """What a conversion would need, where one may help."""
    wanted = wanted_format(main, shape)
    if wanted is None or (shape in readers(main) and not problems.dropped_lines):
        return None
    try:
        return outlook(source, wanted, main)
    except OSError:
        return None  # The file went; the report says so already.


def _whole(
    source: Source,
    main: RowFormat | None,
    rows: dict[Split, int],
    options: ValidationOptions,
    problems: Problems,
) -> None:
    """Note what concerns the dataset as a whole."""
    batch = options.batch_size
    splits: tuple[Split, ...] = ("train", "valid")
    for split in splits:
        count = rows.get(split, 0)
        if 0 < count < batch:
            detail = f"{count} {'row' if count == 1 else 'rows'}, but the batch size is {batch}."
            file = shown(source.files[split].name)
            problems.whole(Finding("too_few_rows", detail), split, file)
    if options.mask_prompt and main is TEXT:
        detail = "The rows are plain texts, and `mask_prompt` is on; the trainer refuses that."
        finding = Finding("mask_prompt_text", detail, shapes=_SFT)
        problems.whole(finding, "train", shown(source.files["train"].name))
    if "valid" not in source.files:
        detail = "There is no validation file, so the run will show no validation loss."
        problems.whole(Finding("no_valid", detail), "valid", "valid.jsonl")
    for name in source.others:
        detail = f"{name} is not read; a method reads train.jsonl, valid.jsonl and test.jsonl."
        problems.whole(Finding("unread_file", detail), "train", name)


def _report(problems: Problems, splits: list[SplitReport], facts: Facts) -> Report:
    main = facts.main
    listed = [_problem(kind, problems, facts) for kind in problems.names()]
    title = main.title if main else None
    return Report(
        ready=not any(problem.severity == "error" for problem in listed),
        verdict=verdict(listed, splits, title),
        format=main.name if main else None,
        format_title=title,
        splits=splits,
        problems=listed,
        what_happens=what_happens(main, facts.shape) if main else None,
        ready_for=[s for s in READABLE if s in readers(main) and s not in problems.hindered],
        suggestion=suggestion(problems, listed, facts),
    )


def _problem(name: str, problems: Problems, facts: Facts) -> DatasetProblem:
    kind, found = KINDS[name], problems.kinds[name]
    return DatasetProblem(
        kind=name,
        severity=kind.severity,
        title=kind.title,
        count=found.count,
        fix=kind.fix,
        repair=kind.repair,
        action=action_for(name, problems, facts),
        places=found.first(),
    )


def _key(source: Source) -> str | None:
    try:
        return source_key(source)
    except SourceError:
        return None
