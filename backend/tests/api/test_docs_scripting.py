"""The examples of docs/scripting.md run as they stand, next to a real server."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from temper.cli.app import app
from tests.serving import BACKEND, TOKEN
from tests.stand_in import StandInServer

PAGE = (BACKEND.parent / "docs/scripting.md").read_text()
BLOCKS = re.findall(r"^```(sh|python|yaml)[^\n]*\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHELL = [text for language, text in BLOCKS if language == "sh"]
WITH_CURL = "\n".join(text for text in SHELL if "temper " not in text)
WITH_COMMAND = [text for text in SHELL if "temper " in text]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandInServer]:
    """Serves the `~/.temper` of a person, whose runs end at once."""
    server = StandInServer(tmp_path_factory.mktemp("person") / ".temper")
    server.train_with("well_behaved")
    (server.home / "token").write_text(f"{TOKEN}\n")
    server.start()
    yield server
    server.clean_up()


def run(server: StandInServer, folder: Path, *command: str) -> str:
    """Run an example as that person; what it printed."""
    binaries = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"HOME": str(server.home.parent), "PATH": binaries, "PYTHONPATH": str(BACKEND)}
    port = server.address.rpartition(":")[2]
    done = subprocess.run(
        [part.replace("8321", port) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="no curl or no jq")
def test_curl(server: StandInServer, tmp_path: Path) -> None:
    said = run(server, tmp_path, "bash", "-euo", "pipefail", "-c", WITH_CURL).splitlines()
    assert "dr_grpo" in said
    assert any("-m mlx_lm_lora.train" in line for line in said), "the plan's command"
    assert '["iters",20,"request","--iters"]' in said
    assert any(line.endswith(": completed") for line in said)
    assert "[3,0.3333333333333333]" in said, "the metrics"
    assert said[-3] == "422"
    assert '"pointer":"/dataset"' in "".join(said[-2:])
    assert '"pointer":"/parameters/group_size"' in "".join(said[-2:])


def test_python(server: StandInServer, tmp_path: Path) -> None:
    following, listening = (text for language, text in BLOCKS if language == "python")
    said = run(server, tmp_path, sys.executable, "-c", following).splitlines()
    assert said[0].startswith("queued")
    assert "3 {'train_loss': 0.3333333333333333}" in said
    assert "saved adapters/adapters.safetensors" in said
    assert said[-2].startswith("completed")
    assert "'outcome': 'completed'" in said[-1]
    assert "connected" in run(server, tmp_path, sys.executable, "-c", listening)


def test_commands(server: StandInServer, tmp_path: Path) -> None:
    (config,) = [text for language, text in BLOCKS if language == "yaml"]
    (tmp_path / "config.yaml").write_text(config)
    (tmp_path / "test_data").symlink_to(BACKEND.parent / "test_data")
    here = 'temper() { python -m temper "$@" 2>>progress; }\n'
    said = run(server, tmp_path, "bash", "-euc", here + "\n".join(WITH_COMMAND))
    assert "  completed  Finished all 3 iterations." in said
    assert '"status": "completed"' in said
    with server.client() as client:
        run_of_file = client.get("/runs?q=nightly").json()["items"][0]
        request = client.get(f"/runs/{run_of_file['id']}").json()["request"]
    assert request["parameters"] == {"iters": 60, "group_size": 8, "learning_rate": 1e-4}


def test_every_command_is_named() -> None:
    commands = get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
    for name in commands:  # pyright: ignore[reportUnknownVariableType]
        assert re.search(rf"`(?:temper )?{name}\b|, `{name}\b", PAGE), name
