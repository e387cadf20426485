"""What to change before a run that failed is tried again: pure, from the cause and the plan's values."""

import math
from collections.abc import Mapping
from typing import Any, TypedDict

from temper.runs.exit import Cause

SHORTEST_COMPLETION = 32
_RATE_FACTOR = 5


class Remedy(TypedDict):
    """Parameters to change, and the same in words that go on from "Try again with"."""

    label: str
    parameters: dict[str, Any]


def remedy(cause: Cause | None, values: Mapping[str, Any]) -> Remedy | None:
    """A safer try; None where no parameter would help. `values` are the plan's effective ones."""
    changes: dict[str, Any] = {}
    match cause:
        case "out_of_memory" | "killed":
            changes = _smaller_batch(values) or _shorter_completions(values)
            if values.get("grad_checkpoint") is False:
                changes["grad_checkpoint"] = True
        case "gpu_timeout":
            changes = _smaller_batch(values) or _shorter_completions(values)
        case "not_finite":
            changes = _lower_rate(values)
        case None:
            pass
    return Remedy(label=_in_words(changes), parameters=changes) if changes else None


def _smaller_batch(values: Mapping[str, Any]) -> dict[str, Any]:
    """Half the rows at a time, and as many more steps to each update: the same training."""
    batch, steps = values.get("batch_size"), values.get("gradient_accumulation_steps")
    if not isinstance(batch, int) or batch < 2:
        return {}
    smaller = next(size for size in range(batch // 2, 0, -1) if batch % size == 0)
    if not isinstance(steps, int):
        return {"batch_size": smaller}
    factor = batch // smaller
    changes = {"batch_size": smaller, "gradient_accumulation_steps": steps * factor}
    # The trainer counts an iteration for each step, not for each update.
    iterations = values.get("iters")
    return changes | {"iters": iterations * factor} if isinstance(iterations, int) else changes


def _shorter_completions(values: Mapping[str, Any]) -> dict[str, Any]:
    length = values.get("max_completion_length")
    if not isinstance(length, int) or length // 2 < SHORTEST_COMPLETION:
        return {}
    return {"max_completion_length": length // 2}


def _lower_rate(values: Mapping[str, Any]) -> dict[str, Any]:
    rate = values.get("learning_rate")
    if not isinstance(rate, int | float) or not math.isfinite(rate) or rate <= 0:
        return {}
    return {"learning_rate": float(f"{rate / _RATE_FACTOR:.2g}")}


_WORDS = {
    "batch_size": "a batch size of {}",
    "gradient_accumulation_steps": "gradients accumulated over {} steps",
    "max_completion_length": "completions of at most {} tokens",
    "learning_rate": "a learning rate of {:g}",
    "grad_checkpoint": "gradient checkpointing",
}


def _in_words(changes: Mapping[str, Any]) -> str:
    """Iterations go without a word: they only keep the training as long as it was."""
    words = [
        _WORDS[name].format(value).replace("e-0", "e-")
        for name, value in changes.items()
        if name in _WORDS
    ]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
