"""Whatever a trainer prints, and however fast, the log holds it and the supervisor stays small."""

import time

import psutil

from temper.runs.supervision import READ_BYTES
from tests.supervised import StartRun, SupervisedRun

MEBIBYTE = 2**20


def largest_memory_until_the_end(run: SupervisedRun) -> tuple[int, float]:
    """The supervisor's largest resident size in bytes, and the processor seconds it used."""
    process = psutil.Process(run.handle.identity.pid)
    largest, seconds = 0, 0.0
    while run.handle.poll() is None:
        try:
            largest = max(largest, process.memory_info().rss)
            seconds = sum(process.cpu_times()[:2])
        except psutil.Error:
            break
        time.sleep(0.02)
    return largest, seconds


def test_a_flood_of_lines_is_kept_whole_in_little_memory(start_run: StartRun) -> None:
    lines = 200_000
    run = start_run("floods", "lines", str(lines))
    memory, seconds = largest_memory_until_the_end(run)
    assert run.wait_for_result()["outcome"] == "completed"
    texts = run.texts()
    assert texts == [f"line {number} of a usual length, 12345.678" for number in range(lines)]
    assert (run.folder / "output.log").read_text().splitlines() == texts
    assert memory < 40 * MEBIBYTE
    # Processor time, so that a busy machine does not count.
    assert lines / max(seconds, 0.01) > 20_000


def test_a_flood_without_a_newline_comes_in_pieces(start_run: StartRun) -> None:
    run = start_run("floods", "bytes", str(32 * MEBIBYTE))
    memory, _ = largest_memory_until_the_end(run)
    assert run.wait_for_result()["outcome"] == "completed"
    texts = run.texts()
    assert len(texts) in (512, 513)
    assert all(text.endswith(" …") for text in texts[:-1])
    assert sum(text.count("x") for text in texts) == 32 * MEBIBYTE
    assert memory < 40 * MEBIBYTE + 4 * READ_BYTES


def test_two_full_streams_do_not_wait_for_each_other(start_run: StartRun) -> None:
    run = start_run("two_streams")
    run.wait_for_result()
    assert run.texts("stderr") == [f"stream 2 line {number}" for number in range(20_000)]
    assert run.texts("stdout") == [f"stream 1 line {number}" for number in range(20_000)]


def test_progress_bars_leave_their_last_state_only(start_run: StartRun) -> None:
    run = start_run("draws_bars")
    run.wait_for_result()
    assert run.texts("stderr") == [
        "before",
        "written over the bar",
        "Saving: 100%|###  | 50/50",
        "after",
        "",
        "Evaluating: 20%",
    ]


def test_odd_bytes_become_text_and_odd_records_log_lines(start_run: StartRun) -> None:
    run = start_run("writes_odd_bytes")
    run.wait_for_result()
    texts = run.texts("stdout")
    assert texts[:6] == [
        "caf\ufffd \ufffd\ufffd",
        "naïve 🙂 日本",
        "nul \x00 bell \x07",
        "\x1b[1;31mred\x1b[0m",
        "windows",
        "",
    ]
    assert texts[6:9] == [
        "not json",
        '{"type": "state", "status": "completed"}',
        '{"type": "unheard of"}',
    ]
    assert texts[-1] == "no newline"
    assert run.statuses() == ["starting", "running", "failed"]
    assert [event["values"] for event in run.events("metric")] == [{"a": None, "b": None}]
    warnings = run.events("warning")
    assert [event["message"] for event in warnings] == ["half \ufffd", "m"]
    assert warnings[0]["seq"] != 99
    assert warnings[0]["time"] != "never"
