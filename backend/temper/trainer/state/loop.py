"""What a training loop of the trainer keeps in its local variables from one iteration to the next.

Gradients that are gathered but not yet applied, sums for the next report, tokens so far. The loops
hand none of it out, so it is read from their frame, and put back as a debugger does.
"""

import ctypes
import sys
import time
from types import FrameType
from typing import Any

_OWN_SUMS = ("losses", "n_tokens", "steps", "trained_tokens", "grad_accum")
_SUMS = (*_OWN_SUMS, "accumulated_metrics")
_PAIRS = (*_SUMS, "rewards", "start")
CARRIED: dict[str, tuple[str, ...]] = {
    "train_sft": (*_OWN_SUMS, "opt_step", "train_time"),
    "train_grpo": (*_SUMS, "start"),
    "train_klpo": (*_SUMS, "start_time"),
    "train_dpo": (*_PAIRS, "opt_step"),
    "train_cpo": _PAIRS,
    "train_orpo": (*_PAIRS, "opt_step"),
    "train_online_dpo": _PAIRS,
    "train_xpo": _PAIRS,
    "train_ppo": _PAIRS,
    "train_rlhf_reinforce": (*_SUMS, "start"),
    "train_ftpo": ("accumulated_grad", "loss_sum", "metric_sums", "report_steps", "start"),
    "train_dsla": (
        *("losses", "rewards", "tokens", "metrics", "steps", "trained_tokens", "start"),
        *("grad", "accumulated_steps", "optimizer_step"),
    ),
}
"""The variables of each loop, by the name of its function; a test holds them against the trainer."""
CLOCKS = ("start", "start_time")
"""Moments of `time.perf_counter`, which mean nothing in another process: kept as seconds ago."""
SNAPSHOTS = sys.version_info < (3, 13)
"""Whether `f_locals` is a copy; from Python 3.13 on it is the variables themselves (PEP 667)."""


def carried(frame: FrameType) -> dict[str, Any]:
    """The variables of the training loop of this frame."""
    variables = frame.f_locals
    names = CARRIED.get(frame.f_code.co_name, ())
    values = {name: _clock_or_value(name, variables[name]) for name in names if name in variables}
    _let_go(variables)
    return values


def put_back(frame: FrameType, values: dict[str, Any]) -> None:
    """Give the loop of this frame the variables that `carried` took."""
    variables = frame.f_locals
    for name in CARRIED.get(frame.f_code.co_name, ()):
        if name in values and name in variables:
            variables[name] = _clock_or_value(name, values[name])
    if SNAPSHOTS:
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    _let_go(variables)


def training_frame(frame: FrameType | None) -> FrameType | None:
    """The nearest frame, from this one outwards, that is a training loop of the trainer."""
    while frame is not None and frame.f_code.co_name not in CARRIED:
        frame = frame.f_back
    return frame


def _let_go(variables: Any) -> None:
    """Empty the copy, which would keep this iteration's arrays alive until the next look."""
    if SNAPSHOTS:
        variables.clear()


def _clock_or_value(name: str, value: Any) -> Any:
    """A moment becomes the seconds since then, and those a moment again."""
    return time.perf_counter() - value if name in CLOCKS else value
