"""A child does what it is told, says how it failed, and is gone when it should be."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from temper.kit.child import Cancel, Cancelled, ChildDied, Children, TaskFailed
from tests.serving import BACKEND

PROGRAM = "tests.programs.child_of_tests"
PATH = {"PYTHONPATH": str(BACKEND)}


@pytest.fixture
def children() -> Iterator[Children]:
    made = Children(PROGRAM, environment=PATH)
    yield made
    made.close()


def until(condition: Callable[[], bool], patience: float = 20) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_task_gives_its_result_and_its_progress(children: Children) -> None:
    seen: list[float] = []
    odd = "Ünï \ud800 \n \x00"
    assert children.call({"task": "echo", "text": odd}, seen.append)["said"] == odd
    assert seen == [0.5]


def test_a_warm_child_takes_the_next_task(children: Children) -> None:
    children.warm()
    pids = {children.call({"task": "echo", "text": ""})["pid"] for _ in range(3)}
    assert len(pids) == 1


def test_a_refusal_comes_with_its_kind_and_the_child_goes_on(children: Children) -> None:
    pid = children.call({"task": "echo", "text": ""})["pid"]
    with pytest.raises(TaskFailed, match="no rows") as caught:
        children.call({"task": "refuse"})
    assert (caught.value.kind, caught.value.data) == ("no_rows", {"line": 3})
    with pytest.raises(TaskFailed, match="RuntimeError: a mistake") as caught:
        children.call({"task": "fault"})
    assert caught.value.kind == "fault"
    assert children.call({"task": "echo", "text": ""})["pid"] == pid


@pytest.mark.parametrize(("how", "said"), [("signal", "SIGSEGV"), ("exit", "ended with 3")])
def test_a_child_that_dies_says_how_with_its_last_words(
    children: Children, how: str, said: str
) -> None:
    with pytest.raises(ChildDied, match=f"{said}.*: the last words") as caught:
        children.call({"task": "die", "how": how})
    assert len(caught.value.tail) < 50_000
    assert children.call({"task": "echo", "text": "again"})["said"] == "again"


def test_calling_off_kills_the_child_with_all_that_it_started(children: Children) -> None:
    cancel = Cancel()
    helpers: list[float] = []

    def started(helper: float) -> None:
        helpers.append(helper)
        threading.Thread(target=cancel.ask).start()

    with pytest.raises(Cancelled):
        children.call({"task": "hang"}, started, cancel)
    until(lambda: gone(int(helpers[0])))
    with pytest.raises(Cancelled):
        children.call({"task": "echo", "text": ""}, cancel=cancel)


def test_helpers_of_a_child_that_was_killed_end_with_it(children: Children) -> None:
    helpers: list[float] = []
    with pytest.raises(ChildDied, match="SIGKILL"):
        children.call({"task": "hang", "die": True}, helpers.append)
    until(lambda: gone(int(helpers[0])))


def test_an_idle_child_ends_after_a_while() -> None:
    children = Children(PROGRAM, idle_seconds=0.05, environment=PATH)
    pid = children.call({"task": "echo", "text": ""})["pid"]
    until(lambda: gone(pid))
    assert children.call({"task": "echo", "text": ""})["pid"] != pid
    children.close()


def test_closing_ends_children_that_work(children: Children) -> None:
    closing = threading.Thread(target=children.close)
    with pytest.raises(ChildDied):
        children.call({"task": "hang"}, lambda _: closing.start())
    closing.join()


def test_a_child_and_its_helpers_end_when_whoever_asked_is_killed() -> None:
    script = (
        "import os, sys\n"
        "from temper.kit.child import Children\n"
        f"children = Children({PROGRAM!r})\n"
        "def say(helper):\n"
        "    print(int(helper), flush=True)\n"
        "children.call({'task': 'hang'}, say)\n"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", script], env=os.environ | PATH, stdout=subprocess.PIPE, text=True
    )
    assert asker.stdout is not None
    helper = int(asker.stdout.readline())
    asker.kill()
    asker.communicate()
    until(lambda: gone(helper))


def test_the_access_token_is_not_handed_on(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPER_TOKEN", "secret")
    pid = children.call({"task": "echo", "text": ""})["pid"]
    assert "TEMPER_TOKEN" not in psutil.Process(pid).environ()
