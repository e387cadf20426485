"""What a run may do next: pure functions from a run and what happened to a run and instructions."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from temper.errors import Conflict
from temper.runs.events import ENDED
from temper.runs.run import Run

Instruction = Literal["write_stop_save", "write_stop_now", "journal_stopped"]

REWARD = "train_total_rewards_mean"
LOSS = "train_loss"
SPARKLINE_POINTS = 60
SUPERVISOR_GONE = (
    "The supervising process is gone and left no word, as after a power cut or a kill from "
    "outside. Checkpoints saved until then are kept."
)


@dataclass(frozen=True)
class Step:
    """The run after something happened, and what to do about it, in order."""

    run: Run
    instructions: tuple[Instruction, ...] = ()


def ask_stop(run: Run, save: bool) -> Step:
    """A person asked to stop. Raises Conflict for a run that has ended."""
    if run.ended:
        raise Conflict(f"The run has ended already ({run.status}); there is nothing to stop.")
    if run.status == "queued":
        return Step(
            replace(run, status="stopped", reason="Stopped before it started."),
            ("journal_stopped",),
        )
    stopping = replace(run, status="stopping")
    if not save:
        return Step(stopping, ("write_stop_now",))
    if run.status == "stopping":
        # A stop without saving that is under way must not be softened by a later one that saves.
        return Step(run)
    return Step(stopping, ("write_stop_save",))


def ask_delete(run: Run) -> None:
    """Raises Conflict while the run has, or may have, a process."""
    if run.status == "stopping":
        raise Conflict("The run is stopping; wait until it has stopped, then delete it.")
    if run.status not in {*ENDED, "queued"}:
        raise Conflict(f"The run is {run.status}; stop it first, then delete it.")


def ask_move(run: Run) -> None:
    """Raises Conflict for a run that waits no longer."""
    if run.status != "queued":
        raise Conflict(f"The run is {run.status}; only a run that waits in the queue can be moved.")


def is_due(run: Run, now: str) -> bool:
    """Whether a queued run may start at a moment, both as the service writes time."""
    return run.start_at is None or run.start_at <= now


def ask_resume(run: Run, for_longer: bool) -> int:
    """The iterations that the run was to have. Raises Conflict where it cannot go on.

    `for_longer`: it was asked to train for longer than that.
    """
    if not run.ended:
        raise Conflict(f"The run is {run.status}; only a run that has ended can be resumed.")
    if not run.request:
        raise Conflict(
            "What the run was asked for cannot be read from its plan.json, so it cannot go on. Put the"
            " file right and restart Temper."
        )
    if run.status == "completed" and not for_longer:
        raise Conflict(
            "The run is complete. To train on, say for how many iterations or epochs more."
        )
    if run.total_iterations is None:
        raise Conflict("The run never told how many iterations it has; start it again instead.")
    return run.total_iterations


def see(run: Run, event: dict[str, Any]) -> Run:
    """The run after one event of its log. Events of a run that has ended change nothing."""
    if run.ended:
        return run
    match event["type"]:
        case "state":
            return _see_state(run, event)
        case "progress":
            return _see_progress(run, event)
        case "metric" if event["split"] == "train":
            return _see_metric(run, event)
        case "result":
            return replace(run, reason=event["reason"])
        case _:
            return run


def _see_state(run: Run, event: dict[str, Any]) -> Run:
    status = event["status"]
    if status == "queued":
        # Read again from the beginning, the log says what was before the run was taken.
        return run
    if run.status == "stopping" and status in {"starting", "running"}:
        # The stop was asked for before the supervisor wrote this.
        status = "stopping"
    started_at = run.started_at
    if event["status"] == "starting" or (started_at is None and status == "running"):
        started_at = event["time"]
    return replace(
        run,
        status=status,
        started_at=started_at,
        ended_at=event["time"] if status in ENDED else None,
        reason=event.get("reason") or run.reason,
    )


def _see_progress(run: Run, event: dict[str, Any]) -> Run:
    keys = ("phase", "iterations_per_second", "eta_seconds")
    return replace(
        run,
        iteration=event["iteration"],
        total_iterations=event.get("total") or run.total_iterations,
        summary=run.summary | {key: event.get(key) for key in keys},
    )


def _see_metric(run: Run, event: dict[str, Any]) -> Run:
    values = event["values"]
    name = REWARD if REWARD in values else LOSS
    value = values.get(name)
    if value is None:
        return run
    summary = dict(run.summary)
    best = summary.get("best")
    better = max if name == REWARD else min
    summary |= {
        "metric": name,
        "last": value,
        "best": value if best is None else better(best, value),
        "sparkline": extend_sparkline(summary.get("sparkline"), value),
    }
    return replace(run, summary=summary)


def extend_sparkline(line: dict[str, Any] | None, value: float) -> dict[str, Any]:
    """Add a value to a line of bounded length: when it is full, every second point goes.

    `every` is how many values one point stands for, `skip` how many still pass before the next point.
    """
    line = line or {"points": [], "every": 1, "skip": 0}
    if line["skip"] > 0:
        return line | {"skip": line["skip"] - 1}
    points, every = [*line["points"], value], line["every"]
    skip = every - 1
    if len(points) >= SPARKLINE_POINTS:
        # The newest point goes too: the next one stands `every` values after it, as before.
        points, every = points[::2], every * 2
    return {"points": points, "every": every, "skip": skip}
