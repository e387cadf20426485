"""`temper validate` and `temper convert`: they read files and need no server."""

import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from temper.datasets.formats import FORMATS, READABLE
from temper.datasets.imports.folders import REJECTED
from temper.datasets.imports.limits import Limits
from temper.datasets.jobs import Jobs
from temper.datasets.schemas import DatasetReport, Report
from temper.datasets.source import Source, SourceError, find_source
from temper.datasets.validation.options import ValidationOptions
from temper.datasets.validation.report import render_report
from temper.datasets.validation.validate import refused
from temper.datasets.work import DatasetWork
from temper.errors import FieldError, InvalidRequest, StorageError
from temper.methods.method import Method
from temper.methods.registry import METHODS, get_method
from temper.settings import Settings

_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Tokens:
    """What is asked about the rows' lengths."""

    model: str
    max_seq_length: int
    max_completion_length: int | None


def validate_data(
    path: Path, method_id: str, options: ValidationOptions, tokens: Tokens | None
) -> tuple[dict[str, Any], str]:
    """The report on a dataset as JSON and as text. Raises TemperError for wrong arguments."""
    method = get_method(method_id)
    if not path.exists():
        raise InvalidRequest.of(FieldError("PATH", f"{path} does not exist."))
    settings = Settings.from_environment()
    with _at_work(settings) as work:
        try:
            source = find_source(path.absolute())
        except SourceError as error:
            report = _of_method(refused(error, path, method.dataset_shape), path, method)
        else:
            report = _of_method(work.report(source, method.dataset_shape, options), path, method)
            if tokens is not None:
                report = _with_tokens(settings, work, report, source, method, options, tokens)
    return report.model_dump(mode="json"), render_report(report)


def convert_data(
    path: Path, output: Path, convert: dict[str, Any] | None, split: dict[str, Any] | None
) -> dict[str, Any]:
    """Write the dataset at `path` converted, split anew, or both. Raises InvalidRequest, StorageError."""
    if output.exists():
        raise InvalidRequest.of(FieldError("--output", f"{output} is there already."))
    if not convert and not split:
        raise InvalidRequest.of(
            FieldError("", "Say what to do: --to, --fix, --map, --valid, --test.")
        )
    with _at_work(Settings.from_environment()) as work, _new_folder(output) as new:
        made: dict[str, Any] = {}
        folder = new
        try:
            source = find_source(path.absolute())
            for task, request in (("convert", convert), ("split", split)):
                if request:
                    folder, before = new / task, made
                    folder.mkdir()
                    made = _made(work, task, request, source, folder)
                    if before:
                        made["lineage"]["before"] = before["lineage"]
                        _keep_rejected(source.path, folder)
                    source = find_source(folder)
        except SourceError as error:
            raise InvalidRequest.of(FieldError("PATH", error.detail)) from error
        folder.rename(output)
    return {"path": str(output), "rows": made["rows"], "lineage": made["lineage"]}


def _keep_rejected(converted: Path, folder: Path) -> None:
    """Rows that the conversion set aside stay beside what was split of the others."""
    with suppress(FileNotFoundError):
        (converted / REJECTED).rename(folder / REJECTED)


def _made(
    work: DatasetWork, task: str, request: dict[str, Any], source: Source, to: Path
) -> dict[str, Any]:
    def write(do: Callable[..., Any]) -> dict[str, Any]:
        return do(task, to=str(to), **{task: request})

    title = f"{'Converting' if task == 'convert' else 'Splitting'} {source.path.name}"
    kind = "convert" if task == "convert" else "split"
    return work.make(kind, title, write, lambda _: None, source=source).result()


def _with_tokens(
    settings: Settings,
    work: DatasetWork,
    report: DatasetReport,
    source: Source,
    method: Method,
    options: ValidationOptions,
    tokens: Tokens,
) -> DatasetReport:
    # Only who names a model waits for these imports.
    from temper.datasets.token_report import TokenFindings
    from temper.datasets.token_routes import AskedFor, token_model
    from temper.datasets.token_service import Ask, TokenService
    from temper.models.service import ModelService

    model = token_model(ModelService(settings), tokens.model)
    if FORMATS.get(report.format or "") not in READABLE[method.dataset_shape]:
        return report
    ask = Ask(source, method.dataset_shape, method.train_mode, model.folder, options.mask_prompt)
    service = TokenService(settings.cache, work.jobs, to_lines=work.lines_within)
    try:
        findings = TokenFindings(
            AskedFor(ask, method.id, model),
            service,
            tokens.max_seq_length,
            tokens.max_completion_length,
        )
        return findings.added_to(report)
    finally:
        service.close()


def _of_method(report: Report, path: Path, method: Method) -> DatasetReport:
    methods = [m.id for m in METHODS.values() if m.dataset_shape in report.ready_for]
    return DatasetReport(
        dataset=str(path), method=method.id, methods=methods, **report.model_dump()
    )


@contextmanager
def _new_folder(output: Path) -> Generator[Path]:
    """A folder beside `output`, gone afterwards. Raises StorageError."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=output.parent, prefix=".converting-"))
    except OSError as error:
        raise StorageError(f"{output} cannot be written: {error.strerror}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _at_work(settings: Settings) -> Generator[DatasetWork]:
    """Work on datasets, with a bar on a terminal for what takes long; Ctrl-C ends it all."""
    work = DatasetWork(settings.cache, Limits.of(settings))
    ended = threading.Event()
    drawing = threading.Thread(target=_draw, args=(work.jobs, ended), daemon=True)
    if sys.stderr is not None and sys.stderr.isatty():  # pyright: ignore[reportUnnecessaryComparison]
        drawing.start()
    try:
        yield work
    finally:
        ended.set()
        work.close()
        with suppress(RuntimeError):
            drawing.join()


def _draw(jobs: Jobs, ended: threading.Event) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown: dict[str, Any] = {}
        while not ended.wait(_LOOK_SECONDS):
            for job in jobs.items():
                if job.state == "running" and job.id not in shown:
                    shown[job.id] = bar.add_task(job.title, total=1.0)
                if job.id in shown:
                    bar.update(shown[job.id], completed=job.progress or 0.0)
