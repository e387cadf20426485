"""What people do with runs."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from temper.errors import Conflict, FieldError, InvalidRequest
from temper.kit import clock
from temper.kit.files import read_object
from temper.kit.ids import new_id
from temper.methods.registry import get_method
from temper.models.discover import AdapterSource
from temper.runs import checkpoints, history
from temper.runs.disk_use import size_of
from temper.runs.events import EVENT_TYPES, CheckpointEvent, ResultEvent, RunStatus
from temper.runs.finding import find_runs
from temper.runs.folder import RunFolder
from temper.runs.hub import Hub
from temper.runs.keeping import Keeping
from temper.runs.lifecycle import ask_resume
from temper.runs.materialise import materialise
from temper.runs.pages import Pages
from temper.runs.planner import Planner
from temper.runs.present import asked_for, queue_out, run_out
from temper.runs.queue import RunQueue
from temper.runs.queue_schemas import QueueOut, QueuePatch
from temper.runs.resume import (
    Origin,
    choose,
    parameters_again,
    resumed_name,
    starting_points,
    usable_state,
    whole,
)
from temper.runs.resume_schemas import Checkpoints, ResumeRequest
from temper.runs.run import Run
from temper.runs.schemas import (
    PlanOut,
    RunDetail,
    RunListChange,
    RunOut,
    RunPage,
    RunPatch,
    RunRequest,
    TagOut,
)
from temper.runs.sent_again import check_same
from temper.runs.store import RunQuery, RunStore
from temper.runs.sweep import Group

KEPT_ADAPTERS = 100
STATUSES: tuple[RunStatus, ...] = get_args(RunStatus)


class RunService:
    """Creates, lists, changes, stops, resumes and deletes runs, and reads what they said."""

    def __init__(self, store: RunStore, planner: Planner, root: Path, trash: Path) -> None:
        self._store = store
        self._planner = planner
        self._root = root
        self.hub = Hub()
        self.indexes = history.Indexes()
        self._pages = Pages(store.version)
        self._queue = RunQueue(store, self.hub, self.folder)
        self._keeping = Keeping(store, self._queue, trash, self.folder)
        self.trash = self._keeping.trash

    def open(self) -> None:
        """Take in run folders that the database does not know, then begin to work."""
        find_runs(self._store, self._root, self.trash)
        self._queue.start()

    def close(self) -> None:
        """Stop following; runs go on."""
        self._queue.close()

    def folder(self, run_id: str) -> RunFolder:
        return RunFolder(self._root / run_id)

    def create(self, request: RunRequest, origin: Origin | None = None) -> RunOut:
        """Plan a run, write its folder, and put it into the queue. Raises InvalidRequest, Conflict.

        With an `origin` it goes on from another run.
        """
        if request.request_id is not None:
            earlier = self._store.by_request_id(request.request_id)
            if earlier is not None:
                return self._same_or_conflict(earlier, request, origin)
        run = self._make(request, origin)
        try:
            self._store.insert(run)
        except BaseException as error:
            shutil.rmtree(self.folder(run.id).path, ignore_errors=True)
            if isinstance(error, sqlite3.IntegrityError) and request.request_id is not None:
                # The same request arrived twice at once, and the other one won.
                earlier = self._store.by_request_id(request.request_id)
                if earlier is not None:
                    return self._same_or_conflict(earlier, request, origin)
            raise
        self._queue.wake()
        return self.out(self.get(run.id))

    def create_group(self, requests: Sequence[RunRequest], group: Group) -> list[RunOut]:
        """Put all of these into the queue, or none. Raises InvalidRequest, StorageError."""
        made: list[Run] = []
        try:
            made.extend(self._make(request, None, group) for request in requests)
            self._store.insert_all(made)
        except BaseException:
            for run in made:
                shutil.rmtree(self.folder(run.id).path, ignore_errors=True)
            raise
        self._queue.wake()
        return [self.out(self.get(run.id)) for run in made]

    def _make(self, request: RunRequest, origin: Origin | None, group: Group | None = None) -> Run:
        """Plan a run and write its folder; no database knows it yet."""
        plan = self._planner.plan(request, origin)
        if origin is not None:
            origin.check_model(plan.model)
        run = Run(
            id=new_id(),
            name=request.name or plan.default_name,
            method=request.method,
            model=request.model,
            dataset=request.dataset,
            status="queued",
            request=request.model_dump(mode="json"),
            request_id=request.request_id,
            parent_id=origin.run_id if origin else None,
            group_id=group.id if group else None,
            group_name=group.name if group else None,
            start_at=clock.of(request.start_at) if request.start_at else None,
            created_at=clock.now(),
            total_iterations=plan.done + plan.steps.iterations,
            summary={"model_name": plan.model_name, "dataset_name": plan.dataset_name},
        )
        materialise(plan, run, self.folder(run.id))
        return run

    def get(self, run_id: str) -> Run:
        """Raises NotFound."""
        return self._queue.current(run_id)

    def knows(self, run_id: str) -> bool:
        """Whether there is such a run."""
        return self._store.get(run_id) is not None

    def has_ended(self, run_id: str) -> bool:
        """Whether nothing more will come: the run has ended, or is gone."""
        return self._queue.has_ended(run_id)

    def out(self, run: Run) -> RunOut:
        """A run as a list shows it."""
        return run_out(run, self._positions().get(run.id) if run.status == "queued" else None)

    def page(self, query: RunQuery) -> bytes:
        """One page of the list as JSON. Raises InvalidRequest."""
        return self._pages.read(query, self.search)

    def search(self, query: RunQuery) -> RunPage:
        """One page of the list. Raises InvalidRequest."""
        unknown = sorted(set(query.status) - set(STATUSES))
        if unknown:
            allowed = ", ".join(STATUSES)
            raise InvalidRequest.of(
                FieldError("?status", f"Unknown: {', '.join(unknown)}.", allowed)
            )
        runs, cursor = self._store.search(query)
        positions = self._positions() if any(run.status == "queued" for run in runs) else {}
        return RunPage(
            items=[run_out(run, positions.get(run.id)) for run in runs], next_cursor=cursor
        )

    def detail(self, run_id: str) -> RunDetail:
        """Everything about a run but its events. Raises NotFound, or Conflict for a broken folder."""
        run = self.get(run_id)
        folder = self.folder(run_id)
        plan = _read_plan(folder)
        told = history.read_events(folder.events, frozenset({"checkpoint", "result"}))
        results = [ResultEvent(**event) for event in told if event["type"] == "result"]
        return RunDetail(
            **self.out(run).model_dump(),
            notes=run.notes,
            folder=str(folder.path),
            request=asked_for(run),
            plan=plan,
            result=results[-1] if results else None,
            checkpoints=[CheckpointEvent(**e) for e in told if e["type"] == "checkpoint"],
            children=self._store.children(run_id),
            bytes=size_of(folder.path),
            cursor=self.indexes.last_seq(folder.events),
        )

    def describe(self, run_id: str, patch: RunPatch) -> RunOut:
        """Change what people say of a run. Raises NotFound, StorageError."""
        out = self.out(self._keeping.describe(run_id, patch))
        self.hub.list_changed(RunListChange(run=out))
        return out

    def stop(self, run_id: str, save: bool) -> RunOut:
        """Raises NotFound, Conflict."""
        return self.out(self._queue.stop(run_id, save))

    def resume(self, run_id: str, asked: ResumeRequest) -> RunDetail:
        """A new run that goes on from a checkpoint. Raises NotFound, InvalidRequest, Conflict."""
        run = self.get(run_id)
        planned = ask_resume(run, asked.iters is not None or asked.epochs is not None)
        folder = self.folder(run_id)
        plan = _read_plan(folder)
        points = starting_points(self._told(run_id), folder.path, plan, run.created_at)
        chosen = choose(points, asked.checkpoint)
        total = whole(asked, chosen.iteration, planned, plan)
        request = asked_for(run)
        method = get_method(run.method)
        again = {
            "parameters": parameters_again(request.parameters, plan, method, total, planned),
            "preset": None,
            "name": resumed_name(run.name, chosen.iteration),
            "request_id": asked.request_id,
            "start_at": None,
        }
        origin = Origin(
            run_id=run_id,
            folder=folder,
            iteration=chosen.iteration,
            adapter=chosen.adapter,
            state=usable_state(chosen.state),
            plan=plan,
        )
        resumed = self.create(request.model_copy(update=again), origin)
        return self.detail(resumed.id)

    def checkpoints(self, run_id: str) -> Checkpoints:
        """What was saved, newest first, with what it is judged by. Raises NotFound, Conflict."""
        run, folder, told = self.get(run_id), self.folder(run_id), self._told(run_id)
        points = starting_points(told, folder.path, _read_plan(folder), run.created_at)
        return checkpoints.listed(told, points, folder.path)

    def move(self, run_id: str, before: str | None) -> RunOut:
        """Put a queued run before another one, or last. Raises NotFound, InvalidRequest, Conflict."""
        return self.out(self._queue.move(run_id, before))

    def queue(self) -> QueueOut:
        """The queue and how it goes on."""
        return queue_out(self._store)

    def set_queue(self, patch: QueuePatch) -> QueueOut:
        """Pause the queue, let it go on, or say what a failure does to it."""
        self._store.queue.change(patch.paused, patch.stop_on_failure)
        self._queue.settings_changed()
        return self.queue()

    def tags(self) -> list[TagOut]:
        """Every tag that some run carries."""
        return [TagOut(tag=tag, runs=runs) for tag, runs in self._store.tags.counts()]

    def delete(self, run_id: str) -> None:
        """Forget a run and move its folder to the trash. Raises NotFound, Conflict."""
        self._keeping.delete(run_id)

    def restore(self, run_id: str) -> RunOut:
        """Take a run back from the trash. Raises NotFound, Conflict."""
        return self.out(self._keeping.restore(run_id))

    def take_in(self, folder: RunFolder) -> RunOut:
        """List a run whose folder is there. Raises Conflict where it holds none."""
        return self.out(self._keeping.take_in(folder))

    def events(
        self, run_id: str, after: int, limit: int, types: frozenset[str]
    ) -> tuple[int, list[bytes]]:
        """Event lines after a cursor, and the new cursor. Raises NotFound, InvalidRequest."""
        unknown = sorted(types - set(EVENT_TYPES))
        if unknown:
            raise InvalidRequest.of(
                FieldError("?types", f"Unknown: {', '.join(unknown)}.", ", ".join(EVENT_TYPES))
            )
        self.get(run_id)
        log = self.folder(run_id).events
        start, offset = self.indexes.position(log, after)
        lines, cursor = history.read_page(log, offset, start, limit, types)
        return cursor, lines

    def metrics(self, run_id: str, with_parents: bool = False) -> dict[str, list[Any]]:
        """Columns of everything the trainer reported. Raises NotFound."""
        self.get(run_id)
        folder = self.folder(run_id)
        if with_parents:
            return history.metric_columns(history.metric_events(folder))
        return history.metric_columns(history.read_events(folder.events, frozenset({"metric"})))

    def metric_events(self, run_id: str) -> list[dict[str, Any]]:
        """Everything the trainer reported, with its times. Raises NotFound."""
        self.get(run_id)
        return history.metric_events(self.folder(run_id))

    def log(self, run_id: str) -> Iterator[bytes]:
        """What the trainer printed, in pieces. Raises NotFound."""
        self.get(run_id)
        path = self.folder(run_id).output_log
        return _pieces(path)

    def adapters(self) -> list[AdapterSource]:
        """The adapters that the newest runs saved."""
        runs, _ = self._store.search(RunQuery(status=("completed", "stopped"), limit=KEPT_ADAPTERS))
        found = [(run, self.folder(run.id).adapters) for run in runs]
        return [
            AdapterSource(run.id, run.name, path, run.summary.get("model_name", run.model))
            for run, path in found
            if (path / "adapters.safetensors").is_file()
        ]

    def _positions(self) -> dict[str, int]:
        return {run.id: number for number, run in enumerate(self._store.queued(), 1)}

    def _told(self, run_id: str) -> list[dict[str, Any]]:
        return history.read_events(self.folder(run_id).events, frozenset({"checkpoint", "metric"}))

    def _same_or_conflict(self, earlier: Run, request: RunRequest, origin: Origin | None) -> RunOut:
        goes_on = earlier.parent_id is not None
        resumed = _read_plan(self.folder(earlier.id)).resumed if goes_on else None
        check_same(earlier, resumed, request, origin)
        return self.out(earlier)


def _read_plan(folder: RunFolder) -> PlanOut:
    """What was decided. Raises Conflict where the folder does not tell."""
    try:
        return PlanOut(**(read_object(folder.plan_file) or {})["plan"])
    except (KeyError, TypeError, ValidationError) as error:
        raise Conflict(
            f"The run folder {folder.path} is gone or unreadable, so there is nothing to show."
            " Delete the run, or put the folder back."
        ) from error


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(64 * 1024):
                yield piece
    except FileNotFoundError:
        return
