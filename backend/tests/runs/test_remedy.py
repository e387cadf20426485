"""A safer try changes what caused the failure, and keeps the training what it was."""

from typing import Any

import pytest

from temper.runs.exit import Cause
from temper.runs.remedy import remedy

VALUES: dict[str, Any] = {
    "batch_size": 4,
    "gradient_accumulation_steps": 1,
    "iters": 100,
    "grad_checkpoint": False,
    "max_completion_length": 512,
    "learning_rate": 1e-5,
}


def changes(cause: Cause | None, **values: Any) -> dict[str, Any]:
    found = remedy(cause, VALUES | values)
    return found["parameters"] if found else {}


@pytest.mark.parametrize("cause", ["out_of_memory", "killed"])
def test_after_a_lack_of_memory_the_batch_is_halved_and_the_training_stays(cause: Cause) -> None:
    assert changes(cause) == {
        "batch_size": 2,
        "gradient_accumulation_steps": 2,
        "iters": 200,
        "grad_checkpoint": True,
    }
    assert changes(cause, batch_size=3)["gradient_accumulation_steps"] == 3
    assert "iters" not in changes(cause, iters=None)


def test_a_batch_of_one_gets_shorter_completions() -> None:
    single = changes("out_of_memory", batch_size=1, grad_checkpoint=True)
    assert single == {"max_completion_length": 256}
    assert changes("gpu_timeout", batch_size=1, max_completion_length=40) == {}


def test_after_the_gpus_watchdog_a_step_gets_smaller_and_nothing_is_computed_twice() -> None:
    assert "grad_checkpoint" not in changes("gpu_timeout")
    assert changes("gpu_timeout")["batch_size"] == 2


def test_after_a_loss_that_is_no_number_the_rate_is_a_fifth() -> None:
    assert changes("not_finite") == {"learning_rate": 2e-6}
    assert changes("not_finite", learning_rate=0.0) == {}


def test_what_parameters_do_not_mend_has_no_remedy() -> None:
    assert remedy(None, VALUES) is None
    assert remedy("out_of_memory", {}) is None


def test_it_says_what_changes() -> None:
    found = remedy("out_of_memory", VALUES)
    assert found is not None
    assert found["label"] == (
        "a batch size of 2, gradients accumulated over 2 steps and gradient checkpointing"
    )
    lower = remedy("not_finite", VALUES)
    assert lower is not None
    assert lower["label"] == "a learning rate of 2e-6"
