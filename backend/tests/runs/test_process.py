"""Processes are told apart by pid and start time, and supervisors by the lock they hold."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from temper.kit.files import write_json
from temper.runs import process
from temper.runs.identity import ProcessIdentity, identify, is_alive
from temper.runs.process import (
    AlreadySupervised,
    acquire_lock,
    kill_orphaned_trainer,
    recorded_trainer,
    signal_group,
    spawn_supervisor,
    supervisor_alive,
)
from tests.supervised import StartRun, wait_until


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield child
    child.kill()
    child.wait()


def test_a_process_is_the_same_only_with_the_same_start_time(
    sleeper: subprocess.Popen[bytes],
) -> None:
    identity = identify(sleeper.pid)
    assert identity is not None
    assert is_alive(identity)
    assert not is_alive(replace(identity, born="another boot:1"))
    assert not is_alive(replace(identity, start_time=identity.start_time - 60, born=None))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
def test_a_clock_that_was_set_meanwhile_does_not_make_it_another(
    sleeper: subprocess.Popen[bytes],
) -> None:
    identity = identify(sleeper.pid)
    assert identity is not None
    assert is_alive(replace(identity, start_time=identity.start_time - 86_400))


def test_a_process_that_ended_is_not_alive_even_before_it_is_reaped(
    sleeper: subprocess.Popen[bytes],
) -> None:
    identity = identify(sleeper.pid)
    assert identity is not None
    sleeper.kill()
    wait_until(lambda: not is_alive(identity), "the end of the process")
    assert identify(sleeper.pid) is None
    sleeper.wait()
    assert not is_alive(identity)


@pytest.mark.parametrize("pid", [-1, 2**22 + 1, 2**40])
def test_what_is_no_process_has_no_identity(pid: int) -> None:
    assert identify(pid) is None


def test_the_lock_of_a_folder_is_held_once(tmp_path: Path) -> None:
    assert not supervisor_alive(tmp_path)
    lock = acquire_lock(tmp_path)
    assert supervisor_alive(tmp_path)
    assert supervisor_alive(tmp_path)
    with pytest.raises(AlreadySupervised, match=str(tmp_path)):
        acquire_lock(tmp_path)
    os.close(lock)
    assert not supervisor_alive(tmp_path)
    os.close(acquire_lock(tmp_path))


def test_a_supervisor_counts_as_alive_from_its_spawn_to_its_end(start_run: StartRun) -> None:
    run = start_run("forever")
    assert supervisor_alive(run.folder)
    assert is_alive(run.handle.identity)
    with pytest.raises(AlreadySupervised):
        spawn_supervisor(run.folder)
    run.stop(save=False)
    assert run.wait_for_result()["outcome"] == "stopped"
    assert not supervisor_alive(run.folder)
    assert not is_alive(run.handle.identity)
    assert run.handle.poll() == 0


def test_a_supervisor_lives_in_a_session_of_its_own(start_run: StartRun) -> None:
    run = start_run("forever")
    assert os.getsid(run.handle.identity.pid) == run.handle.identity.pid


def test_a_released_supervisor_leaves_no_zombie(start_run: StartRun) -> None:
    run = start_run("forever")
    run.handle.release()
    run.stop(save=False)
    wait_until(lambda: not psutil.pid_exists(run.handle.identity.pid), "the reaping")


def test_a_folder_that_is_not_there_cannot_be_supervised(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        spawn_supervisor(tmp_path / "missing")


def test_the_supervisor_is_started_from_a_checkout_without_the_servers_secrets(
    start_run: StartRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPER_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["/somewhere", "/else"]))
    run = start_run("forever")
    run.wait_for_text("ready")
    environment = psutil.Process(run.trainer()).environ()
    assert "TEMPER_TOKEN" not in environment
    checkout, *others = environment["PYTHONPATH"].split(os.pathsep)
    assert (Path(checkout) / "temper" / "runs" / "supervisor.py").exists()
    assert others == ["/somewhere", "/else"]


def test_a_signal_reaches_the_group_and_a_group_that_is_gone_is_told(
    sleeper: subprocess.Popen[bytes],
) -> None:
    assert signal_group(sleeper.pid, signal.SIGTERM)
    assert sleeper.wait() == -signal.SIGTERM
    assert not signal_group(sleeper.pid, signal.SIGTERM)


@pytest.mark.parametrize("leader", [-1, 0, 1, os.getpgrp()])
def test_the_own_group_and_everybody_are_never_signalled(leader: int) -> None:
    with pytest.raises(ValueError, match="process group"):
        signal_group(leader, signal.SIGTERM)


@pytest.mark.parametrize(
    "noted", [None, [], {"pid": 1}, {"trainer": None}, {"trainer": {"pid": "x"}}]
)
def test_a_folder_without_a_trainer_has_none_to_kill(tmp_path: Path, noted: object) -> None:
    write_json(tmp_path / "supervisor.json", noted)
    assert recorded_trainer(tmp_path) is None
    assert not kill_orphaned_trainer(tmp_path)


def test_a_later_process_with_the_trainers_pid_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    identity = identify(sleeper.pid)
    assert identity is not None
    earlier = ProcessIdentity(sleeper.pid, identity.start_time - 60)
    write_json(
        tmp_path / "supervisor.json", {"pid": 1, "start_time": 0, "trainer": asdict(earlier)}
    )
    assert recorded_trainer(tmp_path) == earlier
    assert not kill_orphaned_trainer(tmp_path)
    assert sleeper.poll() is None


def test_the_supervisors_imports_are_of_the_standard_library() -> None:
    # What the environment itself loads at start (setuptools may) is not the supervisor's.
    code = (
        "before = set(sys.modules); import temper.runs.supervisor;"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    backend = Path(process.__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(backend)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(found.stdout.split()) - sys.stdlib_module_names - {"__main__"} == {"temper"}
