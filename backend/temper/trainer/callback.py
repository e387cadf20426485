"""The trainer's `TrainingCallback`: its reports as `metric` records."""

from collections.abc import Callable
from typing import Any

from temper.trainer.outcome import TrainingFailed
from temper.trainer.plain import plain_number
from temper.trainer.records import Records

Values = dict[str, int | float | None]
Note = Callable[[int, Values], None]


class MetricReporter:
    """Passes every number on, and ends the training when the loss is none."""

    def __init__(self, records: Records, note: Note = lambda iteration, values: None) -> None:
        self._records = records
        self._note = note

    def on_train_loss_report(self, train_info: dict[str, Any]) -> None:
        values = self._report("train", train_info)
        if "train_loss" in values and values["train_loss"] is None:
            raise TrainingFailed(
                f"The loss was {describe(train_info['train_loss'])} at iteration {train_info['iteration']}, "
                "so the weights are of no use from there on. The usual causes are a learning rate "
                "that is too high, and prompt masking with prompts that fill the whole sequence length."
            )

    def on_val_loss_report(self, val_info: dict[str, Any]) -> None:
        self._report("valid", val_info)

    def _report(self, split: str, info: dict[str, Any]) -> Values:
        iteration = info["iteration"]
        values = {key: plain_number(value) for key, value in info.items() if key != "iteration"}
        self._note(iteration, values)
        self._records.emit("metric", iteration=iteration, split=split, values=values)
        for key, value in values.items():
            if value is None:
                self._records.warn_once(
                    f"not-finite {key}",
                    "not-finite",
                    f"{key} was {describe(info[key])} at iteration {iteration}; "
                    "it is shown as missing wherever that happens.",
                )
        return values


def describe(value: Any) -> str:
    """A value that is no finite number, in words."""
    number = value.item() if hasattr(value, "item") else value
    return {"nan": "not a number (NaN)", "inf": "infinite", "-inf": "infinite"}.get(
        str(number), str(number)
    )
