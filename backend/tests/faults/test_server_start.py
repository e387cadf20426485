"""A server that cannot start says why in one line, and exits with 1."""

import json
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from temper.errors import StorageError
from temper.kit.files import write_json
from temper.runs.process import supervisor_alive
from temper.serve import CannotServe, serving
from temper.settings import Settings
from tests.cli.command import complaint, run_here, start_temper
from tests.serving import TOKEN
from tests.stand_in import StandInServer
from tests.supervised import program, wait_until


def refusal(settings: Settings) -> str:
    """Why a server with these settings does not start."""
    with pytest.raises((CannotServe, StorageError)) as refused, serving(settings):
        pass
    said = str(refused.value)
    assert len(said.splitlines()) == 1, said
    return said


def a_file(home: Path) -> None:
    home.write_text("")


def file_above(home: Path) -> None:
    home.parent.rmdir()
    home.parent.write_text("")


def file_for_runs(home: Path) -> None:
    home.mkdir()
    (home / "runs").write_text("")


def folder_for_lock(home: Path) -> None:
    (home / "server.lock").mkdir(parents=True)


def folder_for_address(home: Path) -> None:
    (home / "server.json" / "x").mkdir(parents=True)


def folder_for_database(home: Path) -> None:
    (home / "temper.db").mkdir(parents=True)


def database_of_the_future(home: Path) -> None:
    home.mkdir()
    with sqlite3.connect(home / "temper.db") as connection:
        connection.execute("PRAGMA user_version = 9999")


UNUSABLE = [
    a_file, file_above, file_for_runs, folder_for_lock, folder_for_address,
    folder_for_database, database_of_the_future,
]  # fmt: skip


@pytest.mark.parametrize("spoil", UNUSABLE, ids=lambda spoil: spoil.__name__)
def test_a_data_folder_that_cannot_be_used(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    home = tmp_path / "above" / "home"
    home.parent.mkdir()
    spoil(home)
    said = refusal(Settings(home=home, port=0))
    assert str(home) in said
    assert "TEMPER_HOME" in said


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="there is no /proc here")
def test_a_data_folder_where_nobody_may_write() -> None:
    assert "cannot be written" in refusal(Settings(home=Path("/proc/temper"), port=0))


def test_a_token_that_cannot_be_read_or_is_empty(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.mkdir()
    assert str(token) in refusal(Settings(home=tmp_path, port=0))
    token.rmdir()
    token.write_text("\n")
    assert "is empty" in refusal(Settings(home=tmp_path, port=0))


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(Settings(home=tmp_path, port=port))
    assert f"Port {port} is in use" in said
    assert "--port" in said
    assert not (tmp_path / "server.json").exists()


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    assert "Cannot listen on 192.0.2.1" in refusal(Settings(home=tmp_path, host="192.0.2.1"))


def test_a_second_server_on_the_same_folder(shared_server: StandInServer) -> None:
    assert shared_server.address in refusal(Settings(home=shared_server.home, port=0))
    with shared_server.client() as client:
        assert client.get("/runs").status_code == 200


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    server = start_temper(tmp_path / "home", "serve", "--no-browser")
    out, err = server.communicate(timeout=60)
    assert (server.returncode, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert err.startswith(f"temper: The data folder {tmp_path}/home cannot be written")


@pytest.mark.parametrize("port", ["x", "-1", "65536", "80.5"])
def test_a_port_that_is_none_is_named_before_anything_is_made(tmp_path: Path, port: str) -> None:
    home = tmp_path / "home"
    said = complaint(run_here(home, "serve", TEMPER_PORT=port))
    assert f"TEMPER_PORT is '{port}'" in said
    given = run_here(home, "serve", f"--port={port}")
    assert given.exit_code in {1, 2}, "2 where it is no number at all"
    assert "--port" in given.stderr
    assert not home.exists()


def test_the_address_stands_on_a_line_of_its_own_and_opens_the_panel(tmp_path: Path) -> None:
    serve = ("serve", "--port", "0", "--no-browser")
    server = start_temper(tmp_path / "home", *serve, TEMPER_TOKEN="")
    try:
        assert server.stdout is not None
        line = server.stdout.readline().strip()
        token = Settings(home=tmp_path / "home").token_file
        assert line.startswith("http://127.0.0.1:")
        assert line.endswith(f"/?token={token.read_text().strip()}")
        assert token.stat().st_mode & 0o777 == 0o600
    finally:
        server.terminate()
        out, err = server.communicate(timeout=30)
    assert (out, err, server.returncode) == ("", "", 0)


def test_scripts_get_the_address_and_the_demo_starts_once(tmp_path: Path) -> None:
    write_json(tmp_path / "stand-in.json", program("trains_until_told"))
    runs: list[list[str]] = []
    for _ in range(2):
        server = start_temper(tmp_path, "serve", "--port", "0", "--no-browser", "--demo", "--json")
        try:
            assert server.stdout is not None
            assert server.stderr is not None
            printed = json.loads(server.stdout.readline())
            assert printed["link"] == f"{printed['address']}/?token={TOKEN}"
            told = server.stderr.readline()
            assert told.startswith(f"The demo trains: {printed['address']}/runs/")
            runs.append([path.name for path in (tmp_path / "runs").iterdir()])
            assert told.strip().endswith(runs[-1][0])
        finally:
            server.terminate()
            server.communicate(timeout=30)
    assert runs[0] == runs[1]
    assert len(runs[0]) == 1
    folder = tmp_path / "runs" / runs[0][0]
    (folder / "go").touch()
    wait_until(lambda: not supervisor_alive(folder), "the end of the demo")


def test_the_idle_server_costs_next_to_nothing(shared_server: StandInServer) -> None:
    with shared_server.client() as client:
        wait_until(lambda: not client.get("/runs?status=running,starting").json()["items"], "rest")
    process = psutil.Process(shared_server.pid)
    before = process.cpu_times()
    with pytest.raises(psutil.TimeoutExpired):
        process.wait(2)
    after = process.cpu_times()
    assert (after.user + after.system) - (before.user + before.system) < 0.1
