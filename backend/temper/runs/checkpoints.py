"""The checkpoints of a run: what was saved, what is still there, and how good each was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temper.runs.best import LOSS, REWARDS, VALIDATION, Scores
from temper.runs.resume_schemas import Checkpoint, Checkpoints


@dataclass(frozen=True)
class Saved:
    """One checkpoint, and where its files are or were."""

    iteration: int
    adapter: Path
    state: Path | None
    final: bool
    bytes: int
    time: str
    start: bool = False
    """Not saved by this run: it went on from there itself."""

    @property
    def exists(self) -> bool:
        return self.adapter.is_file()


def saved(events: Iterable[Mapping[str, Any]], folder: Path) -> list[Saved]:
    """One for each iteration, oldest first: what `checkpoint` events announced."""
    found: dict[int, Saved] = {}
    for event in events:
        # Stopped before its first iteration a run saves what has learned nothing.
        if event["type"] != "checkpoint" or event["iteration"] < 1:
            continue
        state = event.get("state")
        one = Saved(
            iteration=event["iteration"],
            adapter=folder / event["path"],
            state=folder / state if state else None,
            final=event.get("final", False),
            bytes=event["bytes"],
            time=event["time"],
        )
        before = found.get(one.iteration)
        # The end of a run is often its last numbered checkpoint too, under another name.
        if before is None or not before.exists or one.final:
            found[one.iteration] = one
    return sorted(found.values(), key=lambda each: each.iteration)


def listed(
    events: Iterable[Mapping[str, Any]], all_saved: Sequence[Saved], folder: Path
) -> Checkpoints:
    """Checkpoints with the reports they are judged by, newest first."""
    scores = Scores()
    for event in events:
        if event["type"] == "metric":
            scores.note(event["iteration"], event["values"])
    iterations = [each.iteration for each in all_saved]
    there = [each.iteration for each in all_saved if each.exists]
    best = scores.best(iterations, there)
    columns = {name: scores.of(name, iterations) for name in (*REWARDS, VALIDATION, LOSS)}
    reported = [columns[name] for name in REWARDS if columns[name]]
    rewards = reported[0] if reported else dict[int, float]()
    return Checkpoints(
        items=[
            Checkpoint(
                iteration=each.iteration,
                path=str(each.adapter.relative_to(folder)),
                file=str(each.adapter),
                bytes=each.bytes,
                time=each.time,
                final=each.final,
                start=each.start,
                kept=each.exists,
                has_state=each.state is not None and each.state.is_file(),
                val_loss=columns[VALIDATION].get(each.iteration),
                reward=rewards.get(each.iteration),
                train_loss=columns[LOSS].get(each.iteration),
                best=best is not None and best.iteration == each.iteration,
            )
            for each in reversed(all_saved)
        ],
        best_by=best.measure if best else None,
    )
