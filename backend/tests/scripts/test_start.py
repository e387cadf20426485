"""`scripts/start.sh` sets up once, redoes only what changed, and says plainly what it lacks."""

import os
import signal
import subprocess
import sys

import pytest

from tests.scripts.checkout import Checkout

EVERYTHING = ["uv venv --no-project", "uv pip install", "npm ci --no-audit", "npm run build"]


def refusal(checkout: Checkout, **environment: str) -> str:
    """The one line that start.sh ends with when it cannot go on."""
    code, output, errors = checkout.start(**environment)
    assert (code, output) == (1, "")
    line = errors.splitlines()[-1]
    assert line.startswith("Temper: ")
    return line


def test_the_first_start_makes_everything_and_serves(checkout: Checkout) -> None:
    code, output, _ = checkout.start("--port", "9000", "--no-browser", "--demo")
    assert (code, output) == (0, "temper serve --port 9000 --no-browser --demo\n")
    assert checkout.calls() == EVERYTHING


def test_the_second_start_redoes_nothing(checkout: Checkout) -> None:
    checkout.start()
    checkout.calls()
    assert checkout.start("--port=9000") == (0, "temper serve --port 9000\n", "")
    assert checkout.calls() == []


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("backend/requirements/base.txt", ["uv pip install"]),
        ("backend/requirements/dev.txt", []),
        ("frontend/src/main.tsx", ["npm run build"]),
        ("frontend/package-lock.json", ["npm ci --no-audit", "npm run build"]),
    ],
)
def test_only_what_changed_is_redone(checkout: Checkout, changed: str, redone: list[str]) -> None:
    checkout.start()
    checkout.calls()
    checkout.write(changed, "changed")
    assert checkout.start()[0] == 0
    assert checkout.calls() == redone


def test_a_moved_checkout_gets_a_new_environment(checkout: Checkout) -> None:
    checkout.start()
    checkout.calls()
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    assert checkout.start()[1] == "temper serve\n"
    assert checkout.calls() == EVERYTHING[:2]


def test_other_hardware_gets_a_new_environment_and_is_remembered(checkout: Checkout) -> None:
    checkout.command("uname", "case $1 in -m) echo x86_64 ;; *) echo Linux ;; esac")
    checkout.start()
    checkout.calls()
    checkout.start(TEMPER_BACKEND="cuda")
    assert [call for call in checkout.calls() if call.startswith("uv")] == EVERYTHING[:2]
    checkout.start()
    assert [call for call in checkout.calls() if call.startswith("uv")] == []


def test_a_broken_environment_is_made_anew(checkout: Checkout) -> None:
    checkout.start()
    checkout.calls()
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert checkout.start()[1] == "temper serve\n"
    assert checkout.calls() == EVERYTHING[:2]


def test_the_command_runs_from_anywhere(checkout: Checkout) -> None:
    checkout.start()
    command = [checkout.root / ".venv" / "bin" / "temper", "runs", "a b"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    assert done.stdout == "temper runs a b\n"


def test_without_uv_pip_installs(checkout: Checkout) -> None:
    checkout.without("uv")
    (checkout.bin / "python3").symlink_to(sys.executable)
    # pip's own word that a file asks for nothing stands for an install that needs no network.
    for file in (checkout.root / "backend" / "requirements").iterdir():
        file.write_text("# nothing\n")
    code, output, errors = checkout.start()
    assert (code, output) == (0, "temper serve\n"), errors


def test_an_old_node_is_passed_over_for_the_package(checkout: Checkout) -> None:
    checkout.without("node")
    checkout.command("node", "exit 1")
    assert checkout.start()[0] == 0
    called = [call for call in checkout.calls() if not call.startswith("node")]
    assert called == [*EVERYTHING[:2], "uv pip install", *EVERYTHING[2:]]


def test_two_starts_at_once_set_up_once(checkout: Checkout) -> None:
    both = [checkout.begin(), checkout.begin()]
    assert [process.communicate(timeout=60)[0] for process in both] == ["temper serve\n"] * 2
    assert checkout.calls() == EVERYTHING


def test_the_lock_of_a_set_up_that_died_is_no_obstacle(checkout: Checkout) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    lock = checkout.root / ".temper" / "setup.lock"
    lock.parent.mkdir()
    lock.symlink_to(str(dead.pid))
    assert checkout.start()[0] == 0
    assert not lock.is_symlink()


def test_ctrl_c_leaves_a_folder_that_can_be_started_again(checkout: Checkout) -> None:
    installing = checkout.root / "installing"
    os.mkfifo(installing)
    uv = (checkout.bin / "uv").read_text()
    stuck = f'case "$1" in pip) echo yes >"{installing}"; exec sleep 60 ;; esac\n'
    checkout.command("uv", stuck + uv)
    process = checkout.begin()
    assert installing.read_text() == "yes\n"
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.endswith("Stopped. Start again to go on.\n")
    assert not (checkout.root / ".temper" / "setup.lock").is_symlink()


@pytest.mark.parametrize("arguments", [["--prot", "1"], ["--port"]])
def test_wrong_usage_shows_the_usage(checkout: Checkout, arguments: list[str]) -> None:
    code, output, errors = checkout.start(*arguments)
    assert (code, output) == (2, "")
    assert errors.startswith("Temper: ")
    assert "Usage: scripts/start.sh" in errors


def test_no_python(checkout: Checkout) -> None:
    checkout.without("uv")
    assert "needs Python 3.11 to 3.14, and found none. Install it" in refusal(checkout)


def test_a_python_that_is_too_old_is_none(checkout: Checkout) -> None:
    checkout.without("uv")
    checkout.command("python3", "exit 1")
    assert "needs Python 3.11 to 3.14, and found none." in refusal(checkout)


def test_a_python_without_venv(checkout: Checkout) -> None:
    checkout.without("uv")
    refuses = 'case "$2" in *ensurepip*) exit 1 ;; esac'
    checkout.command("python3", f'{refuses}\nexec "{sys.executable}" "$@"')
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt-get install python{version}-venv" in refusal(checkout)


def test_a_uv_that_can_fetch_no_python_and_finds_none(checkout: Checkout) -> None:
    checkout.command("uv", '[ "$1" = --version ] || { echo "error: dns error" >&2; exit 2; }')
    line = refusal(checkout)
    assert "cannot find or fetch Python 3.11 to 3.14 with uv" in line
    assert "the network did not answer" in line


def test_no_network(checkout: Checkout) -> None:
    uv = (checkout.bin / "uv").read_text()
    fault = 'case "$1" in pip) echo "Temporary failure in name resolution"; exit 1 ;; esac\n'
    checkout.command("uv", fault + uv)
    line = refusal(checkout)
    assert "cannot install the Python packages: the network did not answer." in line
    assert str(checkout.root / ".temper" / "setup.log") in line


def test_a_full_disk(checkout: Checkout) -> None:
    checkout.command("npm", "echo 'ENOSPC: no space left on device' >&2; exit 1")
    assert "the disk is full" in refusal(checkout)


def test_a_panel_that_does_not_build(checkout: Checkout) -> None:
    checkout.command("npm", '[ "$1" = ci ] && mkdir node_modules || { echo "TS2304"; exit 1; }')
    assert "cannot build the panel. Details: " in refusal(checkout)
    assert "TS2304" in (checkout.root / ".temper" / "setup.log").read_text()


def test_a_folder_that_cannot_be_written(checkout: Checkout) -> None:
    (checkout.root / ".temper").write_text("")
    assert f"cannot write in {checkout.root}. Give this user the folder" in refusal(checkout)


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ({"uname": "case $1 in -m) echo x86_64 ;; *) echo Darwin ;; esac"}, "an Intel processor"),
        (
            {
                "uname": "case $1 in -m) echo x86_64 ;; *) echo Darwin ;; esac",
                "sysctl": "echo 1",
            },
            "runs under Rosetta",
        ),
        (
            {
                "uname": "case $1 in -m) echo arm64 ;; *) echo Darwin ;; esac",
                "sw_vers": "echo 13.6.1",
            },
            "macOS 13.6.1 is too old",
        ),
        ({"uname": "case $1 in -m) echo riscv64 ;; *) echo Linux ;; esac"}, "riscv64 processors"),
        ({"uname": "echo MINGW64_NT"}, "On Windows use WSL 2"),
        ({"getconf": "echo glibc 2.31"}, "glibc 2.31 is too old for MLX, which needs 2.35"),
        ({"getconf": "exit 1"}, "no glibc (Alpine and other musl systems)"),
    ],
)
def test_a_machine_that_mlx_does_not_support(
    checkout: Checkout, commands: dict[str, str], said: str
) -> None:
    checkout.command("uname", "case $1 in -m) echo x86_64 ;; *) echo Linux ;; esac")
    for name, script in commands.items():
        checkout.command(name, script)
    assert said in refusal(checkout)
    assert [call for call in checkout.calls() if call.startswith("uv")] == []


@pytest.mark.parametrize(
    ("backend", "said"),
    [("tpu", "TEMPER_BACKEND is 'tpu'; it may be cuda"), ("cuda", "is for Linux")],
)
def test_hardware_that_is_not_there(checkout: Checkout, backend: str, said: str) -> None:
    checkout.command("uname", "case $1 in -m) echo arm64 ;; *) echo Darwin ;; esac")
    assert said in refusal(checkout, TEMPER_BACKEND=backend)
