"""What is left when the supervisor itself is killed, or its disk is full, can be seen and mended."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

import temper
from temper.runs.identity import is_alive
from temper.runs.journal import Journal
from temper.runs.process import kill_orphaned_trainer, recorded_trainer, supervisor_alive
from temper.runs.supervisor import EXIT_STORAGE, FULL
from tests.supervised import StartRun, SupervisedRun, living_group, program, wait_until


def test_a_killed_supervisor_is_seen_and_its_trainer_ends(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    trainer = recorded_trainer(run.folder)
    assert trainer is not None
    assert is_alive(trainer)
    os.kill(run.handle.identity.pid, signal.SIGKILL)
    assert run.handle.wait() == -signal.SIGKILL
    assert not supervisor_alive(run.folder)
    # Whichever comes first, its guard or a server that looks.
    kill_orphaned_trainer(run.folder)
    wait_until(lambda: not is_alive(trainer), "the end of the trainer")
    assert not kill_orphaned_trainer(run.folder)


def test_a_log_that_a_killed_supervisor_left_can_be_gone_on_with(start_run: StartRun) -> None:
    run = start_run("floods", "lines", str(10**9))
    run.wait_for_flood()
    os.kill(run.handle.identity.pid, signal.SIGKILL)
    run.handle.wait()
    kill_orphaned_trainer(run.folder)
    path = run.folder / "events.jsonl"
    with path.open("ab") as file:
        file.write(b'{"seq":')
    journal = Journal(path)
    journal.append({"type": "state", "status": "failed", "reason": "It is gone."})
    events = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["status"] == "failed"


def supervise_with_little_room(run: SupervisedRun, room: int) -> subprocess.CompletedProcess[str]:
    """Supervise where no file may grow past `room` bytes, which fails like a full disk."""
    return subprocess.run(
        [sys.executable, "-m", "temper.runs.supervisor", str(run.folder)],
        env={**os.environ, "PYTHONPATH": str(Path(temper.__file__).parents[1])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("room", [50_000, 50_001, 50_100])
def test_a_full_disk_ends_the_run_and_leaves_a_whole_log(tmp_path: Path, room: int) -> None:
    run = SupervisedRun(tmp_path / "run", program("floods", "lines", str(10**9)), {})
    ended = supervise_with_little_room(run, room)
    assert ended.returncode == EXIT_STORAGE
    assert "cannot be written" in ended.stderr
    assert "File too large" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert living_group(run.trainer()) == []
    assert not supervisor_alive(run.folder)
    assert (run.folder / "events.jsonl").read_bytes().endswith(b"\n")
    assert [event["seq"] for event in run.events()] == list(range(1, len(run.events()) + 1))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_when_only_the_text_log_is_full_the_end_is_still_written(tmp_path: Path) -> None:
    run = SupervisedRun(tmp_path / "run", program("floods", "lines", str(10**9)), {})
    (run.folder / "output.log").symlink_to("/dev/full")
    ended = run.start()
    assert ended.handle.wait(30) == EXIT_STORAGE
    assert run.statuses()[-1] == "failed"
    assert run.events("result")[0]["reason"] == FULL
    assert "No space left on device" in (run.folder / "supervisor.log").read_text()
    assert living_group(run.trainer()) == []


def test_a_folder_that_takes_no_log_is_refused_in_one_line(tmp_path: Path) -> None:
    run = SupervisedRun(tmp_path / "run", program("forever"), {})
    (run.folder / "events.jsonl").mkdir()
    run.start()
    assert run.handle.wait(30) == EXIT_STORAGE
    lines = (run.folder / "supervisor.log").read_text().splitlines()
    assert len(lines) == 1
    assert "Is a directory" in lines[0]


def test_a_folder_that_vanishes_ends_the_trainer(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    trainer = run.trainer()
    for path in run.folder.iterdir():
        path.unlink()
    run.folder.rmdir()
    assert run.handle.wait(30) == EXIT_STORAGE
    assert living_group(trainer) == []


def test_the_idle_supervisor_costs_next_to_nothing(start_run: StartRun) -> None:
    run = start_run("forever")
    run.wait_for_text("ready")
    process = psutil.Process(run.handle.identity.pid)
    before = process.cpu_times()
    with pytest.raises(subprocess.TimeoutExpired):
        run.handle.wait(2)
    after = process.cpu_times()
    assert (after.user + after.system) - (before.user + before.system) < 0.1
    assert process.memory_info().rss < 30 * 2**20
