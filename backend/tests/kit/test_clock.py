"""Times of one writer neither go back nor leap, however the wall clock is set."""

from temper.kit.clock import SteadyClock, elapsed, parse, written


def test_a_moment_is_written_in_utc_with_milliseconds() -> None:
    assert written(1769869385.1234) == "2026-01-31T14:23:05.123Z"
    assert parse("2026-01-31T14:23:05.123Z").timestamp() == 1769869385.123


def test_setting_the_wall_clock_moves_no_time() -> None:
    wall, passed = [1_000_000.0], [50.0]
    clock = SteadyClock(lambda: wall[0], lambda: passed[0])
    first = clock.now()
    for jump in (86_400, -10 * 86_400):
        wall[0] += jump
        passed[0] += 1
    assert (parse(clock.now()) - parse(first)).total_seconds() == 2


def test_what_passed_never_goes_back() -> None:
    assert elapsed() <= elapsed()
