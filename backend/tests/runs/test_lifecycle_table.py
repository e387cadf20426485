"""Every status of a run, and everything that can happen to it: what becomes of it."""

from collections.abc import Callable
from typing import Any

import pytest

from temper.errors import Conflict
from temper.runs.lifecycle import ask_delete, ask_stop, see
from temper.runs.run import Run
from tests.runs.places import a_run

# A row for each thing that can happen, a column for each status that it can meet. `=` leaves the
# status, `x` is refused. What a log says of a run that has ended changes nothing, whoever wrote it.
TABLE = """
                queued    starting  running   stopping  completed failed    stopped
stop and save   stopped   stopping  stopping  =         x         x         x
stop now        stopped   stopping  stopping  =         x         x         x
delete          =         x         x         x         =         =         =
state queued    =         =         =         =         =         =         =
state starting  starting  =         starting  =         =         =         =
state running   running   running   =         =         =         =         =
state stopping  stopping  stopping  stopping  =         =         =         =
state completed completed completed completed completed =         =         =
state failed    failed    failed    failed    failed    =         failed    =
state stopped   stopped   stopped   stopped   stopped   =         =         =
progress        =         =         =         =         =         =         =
metric          =         =         =         =         =         =         =
checkpoint      =         =         =         =         =         =         =
warning         =         =         =         =         =         =         =
rollout         =         =         =         =         =         =         =
log             =         =         =         =         =         =         =
result          =         =         =         =         =         =         =
"""

EVENTS: dict[str, dict[str, Any]] = {
    "progress": {"phase": "training", "iteration": 3, "total": 9},
    "metric": {"iteration": 3, "split": "train", "values": {"train_loss": 1.0}},
    "checkpoint": {"iteration": 3, "path": "adapters/a", "bytes": 1},
    "warning": {"code": "c", "message": "m"},
    "rollout": {"iteration": 3, "split": "train", "groups": []},
    "log": {"stream": "stdout", "text": "t"},
    "result": {"outcome": "failed", "reason": "r"},
}


def delete(run: Run) -> Run:
    ask_delete(run)
    return run


def happening(name: str) -> Callable[[Run], Run]:
    """What the first column of the table names."""
    if name == "delete":
        return delete
    if name.startswith("stop"):
        return lambda run: ask_stop(run, save=name == "stop and save").run
    kind, _, status = name.partition(" ")
    fields = {"status": status, "reason": None} if kind == "state" else EVENTS[kind]
    event = {"seq": 2, "time": "2026-01-31T10:00:05.000Z", "type": kind, **fields}
    return lambda run: see(run, event)


def cells() -> list[tuple[str, str, str]]:
    header, *rows = TABLE.strip("\n").splitlines()
    statuses = header.split()
    return [
        (row[:16].strip(), status, cell)
        for row in rows
        for status, cell in zip(statuses, row[16:].split(), strict=True)
    ]


@pytest.mark.parametrize(("what", "status", "expected"), cells())
def test_what_becomes_of_a_run(what: str, status: str, expected: str) -> None:
    run = a_run("r1", status=status)
    if expected == "x":
        with pytest.raises(Conflict):
            happening(what)(run)
        return
    after = happening(what)(run)
    assert after.status == (status if expected == "=" else expected)
    if run.ended:
        assert after == run


def test_the_table_is_whole() -> None:
    assert len({status for _, status, _ in cells()}) == 7
    assert {"delete", "stop now", *EVENTS} <= {what for what, _, _ in cells()}
