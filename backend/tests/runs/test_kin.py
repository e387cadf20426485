"""What a run started is found by the mark that it inherited."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from temper.runs.kin import MARK, marked_in_listing, marked_in_proc, new_mark
from temper.runs.process import end_kin, living_kin

LISTING = f"""    1 /sbin/launchd
  512 /opt/python -m temper.trainer --model x HOME=/Users/a {MARK}=abc PATH=/bin
  513 /bin/bash -c a b {MARK}=abcd HOME=/
  514 /bin/bash -c a b {MARK}=abc
"""


def test_a_listing_of_macos_is_read() -> None:
    assert marked_in_listing(LISTING, "abc") == [512, 514]
    assert marked_in_listing("", "abc") == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="there is no /proc here")
def test_a_process_that_went_away_is_found_and_ended() -> None:
    mark, other = new_mark(), new_mark()
    assert mark != other
    away = "import os,time; os.setsid(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", away], env={**os.environ, MARK: mark}) as child:
        assert marked_in_proc(mark) == living_kin(mark) == [child.pid]
        assert not end_kin(other)
        assert end_kin(mark)
        assert child.wait() < 0
    assert living_kin(mark) == []
