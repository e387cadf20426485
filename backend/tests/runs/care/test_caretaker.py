"""Care for a run: each state of the machine is told when it begins, and the disk is looked at in time."""

from pathlib import Path

from temper.care_limits import CareLimits
from temper.runs.care.caretaker import DISK_SECONDS, Caretaker, Watched, this_machine
from temper.runs.care.disk import DiskNeed
from temper.runs.care.findings import Halt, Warn

HOT = Warn("hot", "It is hot.")


def test_a_state_is_told_once_each_time_it_begins() -> None:
    answers = iter([False, True, True, False, True])
    state = Watched(HOT, lambda _: next(answers), seconds=5)
    care = Caretaker(Path("/"), CareLimits(), DiskNeed(), 0, [state], free=lambda _: None)
    found = [list(care.look(float(second))) for second in (0, 1, 5, 10, 15, 20)]
    assert found == [[], [], [HOT], [], [], [HOT]]


def test_the_disk_is_measured_by_the_largest_checkpoint(tmp_path: Path) -> None:
    limits = CareLimits(disk_reserve=100)
    care = Caretaker(tmp_path, limits, DiskNeed(checkpoint=10), 0, [], free=lambda _: 150)
    assert list(care.look(0)) == []
    care.saw_checkpoint(26)
    assert list(care.look(DISK_SECONDS / 2)) == []
    (halt,) = care.look(DISK_SECONDS)
    assert isinstance(halt, Halt)
    assert halt.kind == "save"


def test_this_machine_tells_of_itself_without_fault() -> None:
    for state in this_machine():
        assert state.ask(False) in (True, False)
