"""`temper train`: with a server, without one, to the end, and interrupted."""

import json
import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from temper.kit.files import write_json
from tests.cli.command import Temper, complaint, start_temper, told
from tests.stand_in import StandInServer, StartServer, wait_for
from tests.supervised import program, wait_until

SFT = ("train", "--method", "sft", "--model", "starter-model", "--dataset", "arithmetic")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder without a server, whose runs end at once."""
    home = tmp_path / "home"
    home.mkdir()
    train_with(home, "well_behaved")
    return home


def train_with(home: Path, name: str, *arguments: str) -> None:
    write_json(home / "stand-in.json", program(name, *arguments))


def the_run(home: Path) -> Path:
    """The folder of the only run."""
    wait_until(lambda: list((home / "runs").glob("*/plan.json")), "a run")
    (plan,) = (home / "runs").glob("*/plan.json")
    return plan.parent


def finished(command: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status and what it printed for scripts, without a traceback elsewhere."""
    out, err = command.communicate(timeout=60)
    assert "Traceback" not in err, err
    return command.returncode, out


def wait_for_event(folder: Path, text: str) -> None:
    log = folder / "events.jsonl"
    wait_until(lambda: log.exists() and text in log.read_text(), f"{text} in the log")


def test_it_serves_for_itself_and_exits_with_0_when_complete(home: Path) -> None:
    command = start_temper(home, *SFT, "--name", "by hand", "--set", "iters=3")
    code, out = finished(command)
    assert out == f"{the_run(home).name}  completed  Finished all 3 iterations.\n"
    assert code == 0
    assert not (home / "server.json").exists()


def test_with_a_server_it_is_a_run_like_any_other(temper: Temper, client: httpx.Client) -> None:
    run = told(temper(*SFT, "--name", "from the shell", "--json"))
    assert run["status"] == "completed"
    assert client.get(f"/runs/{run['id']}").json()["name"] == "from the shell"


def test_it_exits_with_1_when_the_run_failed(
    temper: Temper, client: httpx.Client, shared_server: StandInServer
) -> None:
    shared_server.train_with("ends", "raise", "no luck")
    done = temper(*SFT)
    assert done.exit_code == 1
    assert "  failed  " in done.stdout
    assert "no luck" in done.stdout


def test_it_starts_and_leaves_when_detached(temper: Temper, client: httpx.Client) -> None:
    run = told(temper(*SFT, "--detach", "--json"))
    wait_for(client, run["id"], "completed")


def test_detached_it_needs_a_server(temper: Temper, tmp_path: Path) -> None:
    said = complaint(temper(*SFT, "--detach", home=tmp_path))
    assert "--detach needs a running server" in said


def test_a_config_file_says_it_all_and_flags_win(
    temper: Temper, client: httpx.Client, tmp_path: Path
) -> None:
    config = tmp_path / "run.yaml"
    config.write_text(
        "method: sft\nmodel: starter-model\ndataset: arithmetic\nname: 2026-01-31\n"
        "parameters:\n  iters: 3\n  learning_rate: 1e-5\n  mask_prompt: true\n"
    )
    flags = ("--set", "iters=7", "--set", "seed=1e2", "--json")
    run = told(temper("train", str(config), *flags))
    assert run["name"] == "2026-01-31"
    assert client.get(f"/runs/{run['id']}").json()["request"]["parameters"] == {
        "iters": 7,
        "learning_rate": 1e-5,
        "mask_prompt": True,
        "seed": 100,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        ("method: [", "cannot be read"),
        ("- sft", "holds no mapping"),
        ("\0", "cannot be read"),
        ("method: sft", "/model"),
        ("&a [*a]", "cannot be read"),
        (
            "{method: sft, model: starter-model, dataset: arithmetic, parameters: [1]}",
            "parameters is no mapping",
        ),
    ],
)
def test_a_config_file_that_says_nothing_useful(
    temper: Temper, tmp_path: Path, text: str | None, said: str
) -> None:
    config = tmp_path / "run.yaml"
    if text is not None:
        config.write_text(text)
    assert said in complaint(temper("train", str(config)))


def test_what_the_server_refuses_is_told_by_field(temper: Temper) -> None:
    odd = ("--dataset", "nothing", "--set", "magic=1", "--set", "iters=.nan")
    said = complaint(temper(*SFT, *odd))
    assert "/dataset: There is no dataset" in said
    assert "/parameters/magic: " in said
    assert "/parameters/iters: Iterations is NaN" in said


def test_ctrl_c_saves_and_stops(home: Path) -> None:
    train_with(home, "trains_until_told")
    command = start_temper(home, *SFT)
    wait_for_event(the_run(home), '"running"')
    os.killpg(command.pid, signal.SIGINT)
    code, out = finished(command)
    assert code == 1
    assert "stopped  As it was told." in out
    assert (the_run(home) / "adapters/adapters.safetensors").exists()


def test_ctrl_c_twice_stops_at_once(client: httpx.Client, shared_server: StandInServer) -> None:
    shared_server.train_with("forever")
    command = start_temper(shared_server.home, *SFT, "--name", "twice", "--json")
    wait_until(lambda: client.get("/runs?q=twice&status=running").json()["items"], "the run")
    os.killpg(command.pid, signal.SIGINT)
    wait_until(lambda: client.get("/runs?q=twice&status=stopping").json()["items"], "the stop")
    os.killpg(command.pid, signal.SIGINT)
    code, out = finished(command)
    assert (code, json.loads(out)["status"]) == (1, "stopped")


def test_it_follows_its_run_when_the_server_is_killed(start_server: StartServer) -> None:
    server = start_server("trains_until_told")
    command = start_temper(server.home, *SFT, "--json")
    folder = the_run(server.home)
    wait_for_event(folder, '"running"')
    server.kill()
    (folder / "go").touch()
    code, out = finished(command)
    run = json.loads(out)
    assert (code, run["id"], run["status"]) == (0, folder.name, "completed")
