"""How a run is said to have ended: what is known, in plain words, and never a guess."""

import signal
from typing import Any

import pytest

from temper.runs.exit import ExitInfo, Outcome, StopKind, classify, last_exception


def said(outcome: str, reason: str = "As the trainer said.") -> dict[str, Any]:
    return {"outcome": outcome, "reason": reason}


KILLED = ExitInfo(signal="SIGKILL")


@pytest.mark.parametrize("outcome", ["completed", "stopped"])
def test_the_trainers_own_word_counts_when_it_exits_with_0(outcome: str) -> None:
    assert classify(ExitInfo(0), said(outcome)) == Outcome(outcome, "As the trainer said.")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("stop", [None, "save", "now"])
@pytest.mark.parametrize("exit", [ExitInfo(0), ExitInfo(1), KILLED])
def test_a_failure_the_trainer_reports_is_one(exit: ExitInfo, stop: StopKind | None) -> None:
    assert classify(exit, said("failed"), stop) == Outcome("failed", "As the trainer said.")


def test_a_run_that_was_complete_before_it_saw_the_stop_is_complete() -> None:
    assert classify(ExitInfo(0), said("completed"), "save").outcome == "completed"


@pytest.mark.parametrize("exit", [ExitInfo(1), ExitInfo(signal="SIGSEGV")])
def test_a_success_that_ends_in_a_crash_is_none(exit: ExitInfo) -> None:
    outcome = classify(exit, said("completed"))
    assert outcome.outcome == "failed"
    assert "completed" in outcome.reason
    assert str(exit) in outcome.reason


def test_silence_is_never_success() -> None:
    outcome = classify(ExitInfo(0))
    assert outcome.outcome == "failed"
    assert "without saying how" in outcome.reason


@pytest.mark.parametrize(
    "exit", [ExitInfo(signal="SIGTERM"), KILLED, ExitInfo(0), ExitInfo(1), ExitInfo(143)]
)
def test_who_is_stopped_at_once_is_stopped_however_it_took_the_signal(exit: ExitInfo) -> None:
    assert classify(exit, None, "now").outcome == "stopped"
    assert classify(exit, said("stopped"), "now").outcome == "stopped"


def test_a_kill_from_outside_while_saving_is_a_failure_for_nothing_was_saved() -> None:
    outcome = classify(KILLED, None, "save")
    assert outcome.outcome == "failed"
    assert "asked to save and stop" in outcome.reason


def test_a_kill_from_outside_names_the_signal_but_claims_no_cause() -> None:
    outcome = classify(KILLED)
    assert outcome.outcome == "failed"
    assert "outside Temper" in outcome.reason
    assert "SIGKILL" in outcome.reason
    assert "out of memory" not in outcome.reason


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGUSR1"])
def test_every_signal_is_named(name: str) -> None:
    outcome = classify(ExitInfo(signal=name), None, None, ["MemoryError"])
    assert outcome.outcome == "failed"
    assert name in outcome.reason


def test_status_2_is_about_the_arguments() -> None:
    lines = ["usage: trainer [-h]", "trainer: error: argument --iters: invalid int value: 'many'"]
    reason = classify(ExitInfo(2), None, None, lines).reason
    assert "arguments" in reason
    assert "invalid int value: 'many'" in reason


def test_any_other_status_quotes_the_last_exception() -> None:
    lines = [
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in <module>',
        "    raise ValueError",
        "\x1b[31mValueError: no rows\x1b[0m",
        "",
    ]
    assert classify(ExitInfo(1), None, None, lines).reason == (
        "The trainer ended with exit status 1: ValueError: no rows"
    )


def test_without_an_exception_it_says_so_and_points_to_the_log() -> None:
    reason = classify(ExitInfo(7), None, None, ["all is well"]).reason
    assert "exit status 7" in reason
    assert "log" in reason


def test_a_quote_is_kept_short() -> None:
    assert len(classify(ExitInfo(1), None, None, ["ValueError: " + "x" * 10_000]).reason) < 600


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([], None),
        (["nothing here"], None),
        (["KeyError: 'a'"], "KeyError: 'a'"),
        (["mlx.core.SomeError: x", "then prose"], "mlx.core.SomeError: x"),
        (["Traceback (most recent call last):", "  frame", "Custom: why", "prose"], "Custom: why"),
        (
            [
                "Traceback (most recent call last):",
                "  frame",
                "KeyError: 'first'",
                "During handling of the above exception, another exception occurred:",
                "Traceback (most recent call last):",
                "  frame",
                "RuntimeError: second",
            ],
            "RuntimeError: second",
        ),
        (["KeyboardInterrupt"], "KeyboardInterrupt"),
    ],
)
def test_the_last_exception_is_found_in_the_last_lines(lines: list[str], found: str | None) -> None:
    assert last_exception(lines) == found


def test_an_exit_is_read_from_what_subprocess_reports() -> None:
    assert ExitInfo.from_returncode(3) == ExitInfo(code=3)
    assert ExitInfo.from_returncode(-signal.SIGKILL) == ExitInfo(signal="SIGKILL")
    assert ExitInfo.from_returncode(-250) == ExitInfo(signal="signal 250")


@pytest.mark.parametrize(
    ("line", "cause", "words"),
    [
        ("Caused GPU Timeout Error (00000002:kIOGPUCommandBufferCallbackErrorTimeout).", "gpu_timeout", "watchdog"),
        ("Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)", "gpu_timeout", "display"),
        ("Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)", "out_of_memory", "memory"),
        ("terminate called after throwing an instance of 'std::bad_alloc'", "out_of_memory", "memory"),
    ],
)  # fmt: skip
def test_a_known_crash_has_its_cause(line: str, cause: str, words: str) -> None:
    outcome = classify(ExitInfo(signal="SIGABRT"), None, None, ["training", line])
    assert outcome.cause == cause
    assert words in outcome.reason


def test_what_was_said_before_another_signal_is_not_its_cause() -> None:
    line = "kIOGPUCommandBufferCallbackErrorOutOfMemory"
    assert classify(ExitInfo(signal="SIGSEGV"), None, None, [line]).cause is None
    assert classify(KILLED, None, None, [line]).cause == "killed"
    assert classify(ExitInfo(1), None, None, ["ValueError: no rows"]).cause is None


@pytest.mark.parametrize(
    ("reason", "error", "cause"),
    [
        ("The machine ran out of memory. Lower the batch size.", "MemoryError", "out_of_memory"),
        ("The loss was not a number (NaN) at iteration 2.", "", "not_finite"),
        ("The trainer failed.", "RuntimeError: Non-finite GRPO loss or gradients", "not_finite"),
        ("A dataset file is empty.", "IndexError: list index out of range", None),
    ],
)
def test_a_failure_the_trainer_explains_has_its_cause(
    reason: str, error: str, cause: str | None
) -> None:
    result = said("failed", reason) | {"details": {"error": error}}
    assert classify(ExitInfo(1), result).cause == cause
