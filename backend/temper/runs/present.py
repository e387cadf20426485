"""A run as the API shows it."""

from dataclasses import replace

from pydantic import ValidationError

from temper.kit.invalid import in_words
from temper.runs.events import ENDED
from temper.runs.queue_schemas import QueueOut
from temper.runs.run import Run
from temper.runs.schemas import RunOut, RunProgress, RunRequest, RunSummary
from temper.runs.store import RunStore


def whole_run_out(run: Run, queue_position: int | None = None) -> RunOut:
    """A run in a list, if all that is known of it can be shown. Raises ValueError where not."""
    try:
        return _run_out(run, queue_position)
    except ValidationError as error:
        raise ValueError(in_words(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("/summary: It holds no figures that can be shown") from error


def run_out(run: Run, queue_position: int | None = None) -> RunOut:
    """A run in a list; without its figures where they are none, so that it never hides the others."""
    try:
        return whole_run_out(run, queue_position)
    except ValueError:
        bare = replace(run, iteration=None, total_iterations=None, summary={})
        return _run_out(bare, queue_position)


def _run_out(run: Run, queue_position: int | None) -> RunOut:
    return RunOut(
        id=run.id,
        name=run.name,
        method=run.method,
        model=run.model,
        model_name=run.summary.get("model_name", run.model),
        dataset=run.dataset,
        dataset_name=run.summary.get("dataset_name", run.dataset),
        status=run.status,
        reason=run.reason,
        created_at=run.created_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        progress=_progress(run),
        summary=_summary(run),
        queue_position=queue_position,
        parent_id=run.parent_id,
        tags=list(run.tags),
        archived=run.archived,
        group_id=run.group_id,
        group_name=run.group_name,
        start_at=run.start_at if run.status == "queued" else None,
    )


def asked_for(run: Run) -> RunRequest:
    """The request that made a run, without what is refused by now: it was carried out as it was."""
    try:
        return RunRequest.model_validate(run.request)
    except ValidationError as error:
        refused = {item["loc"][0] for item in error.errors()}
        left = {name: value for name, value in run.request.items() if name not in refused}
    named = {"method": run.method, "model": run.model, "dataset": run.dataset}
    return RunRequest.model_validate(named | left)


def queue_out(store: RunStore) -> QueueOut:
    """The queue and its settings."""
    settings = store.queue.settings()
    return QueueOut(
        paused=settings.paused,
        stop_on_failure=settings.stop_on_failure,
        failed_run=settings.failed_run,
        waiting=[run.id for run in store.queued()],
        active=[run.id for run in store.active()],
    )


def _progress(run: Run) -> RunProgress | None:
    if run.iteration is None:
        return None
    running = run.status not in ENDED
    return RunProgress(
        phase=run.summary.get("phase") or "loading",
        iteration=run.iteration,
        total=run.total_iterations,
        iterations_per_second=run.summary.get("iterations_per_second"),
        eta_seconds=run.summary.get("eta_seconds") if running else None,
    )


def _summary(run: Run) -> RunSummary | None:
    if "metric" not in run.summary:
        return None
    return RunSummary(
        metric=run.summary["metric"],
        last=run.summary["last"],
        best=run.summary["best"],
        sparkline=run.summary["sparkline"]["points"],
    )
