"""Metrics as TensorBoard reads them."""

from typing import Any

from temper.runs.transfer.tensorboard import AT_ONCE, event_file


def metric(iteration: int, **values: Any) -> dict[str, Any]:
    return {"time": "2026-01-31T14:23:05.123Z", "iteration": iteration, "values": values}


def test_what_reported_nothing_is_left_out_and_long_runs_come_in_pieces() -> None:
    metrics = [metric(n, a=None if n % 2 else 1.0, b=1e300) for n in range(AT_ONCE)]
    metrics += [metric(AT_ONCE, a=None), metric(AT_ONCE + 1, a=2)]
    pieces = list(event_file(metrics))
    assert len(pieces) == 3
    # Length, its checksum, time, step, and one scalar of one letter: tag and value.
    assert len(pieces[2]) == 8 + 4 + 9 + 3 + 2 + 2 + 8 + 4
    assert next(event_file([])).count(b"brain.Event:2") == 1
