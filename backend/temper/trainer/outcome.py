"""How a training ended, in plain words: pure functions of what is known."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


class TrainingFailed(Exception):
    """A failure that already says in plain words what is wrong and what to do."""


class BadArguments(TrainingFailed):
    """The trainer's own parser does not accept the command line."""


@dataclass(frozen=True)
class Result:
    """The `result` record."""

    outcome: Literal["completed", "failed", "stopped"]
    reason: str
    iterations: int
    adapter: str | None
    details: dict[str, Any] = field(default_factory=dict[str, Any])

    def record(self) -> dict[str, Any]:
        return asdict(self)


def quiet_end(
    finished: int, total: int | None, stopped: bool, final_saved: bool, adapter: str | None
) -> Result:
    """The result after the trainer returned without an error, which alone proves nothing."""

    def result(outcome: Literal["completed", "failed", "stopped"], reason: str) -> Result:
        return Result(outcome, reason, finished, adapter)

    if not total:
        return result("failed", "The trainer ended without training; its log says why.")
    if not final_saved:
        return result("failed", "The trainer ended without saving an adapter; its log says why.")
    if stopped:
        untrained = "" if finished else "; the saved adapter has learned nothing"
        return result("stopped", f"Stopped after {finished} of {total} iterations{untrained}.")
    if finished < total:
        return result("failed", f"The trainer ended after {finished} of {total} iterations.")
    return result("completed", f"Finished all {total} iterations.")


def failure(
    error: BaseException, phase: str, finished: int, final_saved: bool, adapter: str | None
) -> Result:
    """The result after an exception: `phase` is where the trainer was."""
    reason = plain_reason(error, phase)
    if final_saved:
        reason = f"Training ended and its adapter was saved, but what came after failed. {reason}"
    details: dict[str, Any] = {"phase": phase}
    unexpected = error.__cause__ if isinstance(error, TrainingFailed) else error
    if unexpected is not None:
        details["error"] = raw(unexpected)
    return Result("failed", reason, finished, adapter, details)


def raw(error: BaseException) -> str:
    """The exception as Python prints it, without the traceback."""
    text = str(error)
    name = type(error).__name__
    return f"{name}: {text}" if text else name


@dataclass(frozen=True)
class _Known:
    """An error of the trainer that a person cannot be expected to understand."""

    pattern: str
    reason: str
    phase: str | None = None


_KNOWN = (
    _Known(
        r"OutOfMemory|out of memory|Insufficient Memory|\[malloc|metal::malloc|^MemoryError|bad_alloc"
        r"|Attempting to allocate",
        "The machine ran out of memory. Lower the batch size, the group size, the sequence or "
        "completion length or the number of layers, or turn on gradient checkpointing or 4-bit loading.",
    ),
    _Known(
        r"No space left on device|Disk quota exceeded",
        "The disk is full. Free some space and run again.",
    ),
    _Known(
        r"Dataset must have at least batch_size=(?P<batch>\d+) examples but only has (?P<rows>\d+)",
        "A dataset file has {rows} rows, fewer than the batch size of {batch}. Lower the batch size "
        "or add rows.",
    ),
    _Known(
        r"batch size must be divisible by the number of workers",
        "The batch size is not a multiple of the number of processes that train together.",
    ),
    _Known(
        r"Unsupported data format for (?P<what>[\w ]+?)\.?$",
        "The rows of the dataset do not have the columns that {what} needs.",
    ),
    _Known(
        r"JSONDecodeError: Unexpected UTF-8 BOM",
        "A dataset file begins with a byte order mark. Save it as UTF-8 without BOM.",
        "loading",
    ),
    _Known(
        r"JSONDecodeError: (?P<what>.+)",
        "A line of a dataset file is not valid JSON ({what}).",
        "loading",
    ),
    _Known(r"UnicodeDecodeError", "A dataset file is not UTF-8 text.", "loading"),
    _Known(r"IndexError: list index out of range", "A dataset file is empty.", "loading"),
    _Known(
        r"KeyError: '(?P<key>max_recommended_working_set_size)'",
        "The trainer asked for a Metal setting that this machine does not have.",
    ),
    _Known(r"KeyError: '(?P<key>[^']+)'", "A row of the dataset has no {key}.", "loading"),
    _Known(
        r"All reward functions returned None or NaN for completion",
        "No reward function gave a completion any value. At least one must return a number for each.",
    ),
    _Known(
        r"ValueError: (?P<name>\S+) must return one reward per completion",
        "The reward function {name} did not return one value for each completion.",
    ),
    _Known(
        r"ValueError: (?P<name>\S+) returned an infinite reward",
        "The reward function {name} returned an infinite value. Return finite numbers only.",
    ),
    _Known(
        r"(Weighted rewards must be finite|Reward statistics must be representable)",
        "The rewards became too large to train with. Lower the reward weights or values.",
    ),
    _Known(
        r"Non-finite GRPO loss or gradients",
        "The loss or its gradients were no numbers (NaN or infinite), so the weights were not "
        "changed. Lower the learning rate.",
    ),
    _Known(
        r"Prompt masking not supported for text dataset",
        "Prompt masking needs rows with a prompt (messages or prompt and completion), and these "
        "rows have only a text.",
    ),
    _Known(
        r"\[quantize\].*group size",
        "The model's matrices cannot be quantized in groups this large. Load it without quantization.",
    ),
    _Known(
        r"Cannot quantize already quantized model",
        "The model is quantized already. Load it without further quantization.",
    ),
    _Known(
        r"Model type (?P<model>\S+) not supported",
        "mlx-lm cannot run models of the type {model}.",
        "loading",
    ),
    _Known(
        r"No safetensors found|Missing \d+ parameters|Received \d+ parameters not in model"
        r"|Expected shape",
        "The files in the model folder do not make a whole model that mlx-lm can load.",
        "loading",
    ),
    _Known(
        r"RepositoryNotFound|HFValidationError|LocalEntryNotFound|OfflineMode|ConnectError"
        r"|ConnectionError|MaxRetryError|GatedRepo",
        "The model was not found: it is no folder on this machine, and it could not be downloaded.",
        "loading",
    ),
    _Known(
        r"FileNotFoundError: .*(?P<path>'[^']+')",
        "A file is missing: {path}.",
    ),
    _Known(r"PermissionError: .*(?P<path>'[^']+')", "A file may not be read or written: {path}."),
)


def plain_reason(error: BaseException, phase: str) -> str:
    """One or two sentences on what went wrong and what to do."""
    if isinstance(error, TrainingFailed):
        return str(error)
    text = raw(error)
    for known in _KNOWN:
        match = re.search(known.pattern, text, re.MULTILINE)
        if match and known.phase in (None, phase):
            return known.reason.format(**match.groupdict())
    first_line = text.strip().splitlines()[0]
    return f"The trainer failed while {phase}: {first_line}. Its log has the whole story."
