"""Every end has one plain reason, and success is never assumed."""

import json

import pytest

from temper.trainer.outcome import Result, TrainingFailed, failure, plain_reason, quiet_end

ADAPTER = "adapters/adapters.safetensors"


def ended(
    finished: int = 4, total: int | None = 4, stopped: bool = False, saved: bool = True
) -> Result:
    return quiet_end(finished, total, stopped, saved, ADAPTER if saved else None)


def test_all_iterations_and_a_saved_adapter_are_a_success():
    assert ended() == Result("completed", "Finished all 4 iterations.", 4, ADAPTER)


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (ended(0, None, saved=False), "ended without training"),
        (ended(0, 0), "ended without training"),
        (ended(saved=False), "without saving an adapter"),
        (ended(3), "ended after 3 of 4 iterations"),
        (ended(3, stopped=True, saved=False), "without saving an adapter"),
    ],
)
def test_a_trainer_that_returns_early_has_failed(result: Result, reason: str):
    assert result.outcome == "failed" and reason in result.reason


def test_a_stop_says_how_far_it_came():
    assert ended(3, stopped=True) == Result(
        "stopped", "Stopped after 3 of 4 iterations.", 3, ADAPTER
    )
    assert "learned nothing" in ended(0, stopped=True).reason


@pytest.mark.parametrize(
    ("error", "phase", "reason"),
    [
        (
            ValueError("Dataset must have at least batch_size=8 examples but only has 3."),
            "training",
            "has 3 rows, fewer than the batch size of 8",
        ),
        (ValueError("Unsupported data format for Online GRPO training."), "loading", "Online GRPO"),
        (json.JSONDecodeError("Expecting value", "{\n", 2), "loading", "not valid JSON"),
        (KeyError("answer"), "loading", "A row of the dataset has no answer."),
        (IndexError("list index out of range"), "loading", "A dataset file is empty."),
        (
            RuntimeError("[metal::malloc] Attempting to allocate 99 bytes"),
            "training",
            "out of memory",
        ),
        (MemoryError(), "training", "out of memory"),
        (OSError(28, "No space left on device"), "saving", "The disk is full."),
        (
            FloatingPointError("Non-finite GRPO loss or gradients; optimizer update aborted."),
            "training",
            "Lower the learning rate.",
        ),
        (
            RuntimeError(
                "All reward functions returned None or NaN for completion 0. At least one"
            ),
            "training",
            "No reward function gave a completion any value.",
        ),
        (ValueError("short must return one reward per completion."), "training", "function short"),
        (
            ValueError("Prompt masking not supported for text dataset."),
            "loading",
            "Prompt masking needs rows with a prompt",
        ),
        (
            ValueError("The batch size must be divisible by the number of workers"),
            "training",
            "not a multiple",
        ),
        (ValueError("Model type nonsense not supported."), "loading", "type nonsense"),
        (FileNotFoundError(2, "No such file or directory", "x.yaml"), "loading", "'x.yaml'"),
        (PermissionError(13, "Permission denied", "adapters"), "loading", "'adapters'"),
    ],
)
def test_known_errors_are_said_in_plain_words(error: Exception, phase: str, reason: str):
    assert reason in plain_reason(error, phase)


def test_an_index_error_while_training_is_not_taken_for_an_empty_file():
    reason = plain_reason(IndexError("list index out of range"), "training")
    assert reason.startswith(
        "The trainer failed while training: IndexError: list index out of range"
    )


def test_braces_in_an_error_do_no_harm():
    assert "{0} {x}" in plain_reason(ValueError("{0} {x}"), "training")


def test_the_raw_error_is_kept_beside_the_reason():
    result = failure(KeyError("answer"), "loading", 0, False, None)
    assert result.details == {"phase": "loading", "error": "KeyError: 'answer'"}


def test_what_is_said_in_plain_words_already_stays_so():
    result = failure(TrainingFailed("The reward file is gone."), "loading", 0, False, None)
    assert result.reason == "The reward file is gone." and "error" not in result.details


def test_a_failure_after_the_adapter_was_saved_says_so():
    result = failure(ImportError("no"), "saving", 4, True, ADAPTER)
    assert result.outcome == "failed" and "its adapter was saved" in result.reason
    assert result.adapter == ADAPTER
