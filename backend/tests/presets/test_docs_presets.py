"""docs/presets.md: its examples run as they stand, and its table names the presets that there are."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from temper.methods.presets.built_in import LEVELS, TITLES
from temper.presets.service import MOST
from tests.serving import BACKEND, TOKEN
from tests.stand_in import StandInServer

PAGE = (BACKEND.parent / "docs" / "presets.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HERE = """
temper() { python -m temper "$@" 2>>progress; }
api=%s/api
auth="Authorization: Bearer $(cat ~/.temper/token)"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandInServer]:
    """Serves the `~/.temper` of a person, whose runs end at once."""
    server = StandInServer(tmp_path_factory.mktemp("person") / ".temper")
    server.train_with("well_behaved")
    (server.home / "token").write_text(f"{TOKEN}\n")
    server.start()
    yield server
    server.clean_up()


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="no curl or no jq")
def test_the_examples(server: StandInServer, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", HERE % server.address + "\n".join(EXAMPLES)],
        cwd=tmp_path,
        env={
            "HOME": str(server.home.parent),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(BACKEND),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    said = done.stdout
    assert "--preset balanced  Balanced: " in said
    assert "  Your 200 rows at batch size 8 make 25 iterations an epoch" in said
    assert "\nlearning_rate\n" in said
    assert "\niters\n" not in said, "epochs that are given take the place of iterations"
    assert said.count("  completed  ") == 2
    assert "\nNight run\n" in said
    assert "\nLong run\n" in said


def test_the_table_names_every_preset() -> None:
    rows = re.findall(r"^\| ([A-Z][\w ]+) \| `(\w+)` \|", PAGE, re.MULTILINE)
    assert rows == [(TITLES[level], level) for level in LEVELS]
    assert f"{MOST} presets are kept" in PAGE
