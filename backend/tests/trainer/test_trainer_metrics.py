"""The trainer's reports become plain numbers, and a lost loss ends the run."""

from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from temper.trainer.callback import MetricReporter
from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records
from tests.trainer.wrapped import Recorded


def report(**values: Any) -> Recorded:
    sink = Recorded()
    MetricReporter(Records(sink)).on_train_loss_report({"iteration": 7, **values})
    return sink


def test_numbers_of_every_library_become_plain_ones():
    sink = report(
        train_loss=0.5, train_accuracies=mx.array(0.25), margin=np.float32(2), trained_tokens=12
    )
    assert sink.records == [
        {
            "type": "metric",
            "iteration": 7,
            "split": "train",
            "values": {
                "train_loss": 0.5,
                "train_accuracies": 0.25,
                "margin": 2.0,
                "trained_tokens": 12,
            },
        }
    ]


def test_a_value_that_is_not_finite_is_null_and_one_warning():
    sink = Recorded()
    reporter = MetricReporter(Records(sink))
    for iteration in (1, 2):
        reporter.on_val_loss_report({"iteration": iteration, "val_loss": float("inf")})
    assert [record["type"] for record in sink.records] == ["metric", "warning", "metric"]
    assert sink.records[0]["split"] == "valid"
    assert sink.records[0]["values"] == {"val_loss": None}
    assert "val_loss was infinite at iteration 1" in sink.records[1]["message"]


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), mx.array(float("nan"))])
def test_a_loss_that_is_no_number_ends_the_training(loss: Any):
    with pytest.raises(TrainingFailed, match=r"loss was .* at iteration 7"):
        report(train_loss=loss)
