"""A data folder, or the folder of one run, may be moved: what is in it opens, and what waited starts."""

import shutil
from pathlib import Path

import httpx

from tests.stand_in import StandInServer, StartServer, is_gapless, post_run, wait_for
from tests.supervised import wait_until


def test_a_moved_data_folder_opens_and_its_queue_goes_on(start_server: StartServer) -> None:
    server = start_server("trains_until_told")
    with server.client() as client:
        active = post_run(client)["id"]
        wait_for(client, active, "running")
        waiting = post_run(client)["id"]
    server.kill()
    (server.folder(active) / "go").touch()
    with_events(server, active, "completed")
    moved = server.home.with_name("moved")
    shutil.move(server.home, moved)
    (moved / "runs" / waiting / "go").touch()
    (moved / "temper.db").unlink()
    server.home = moved
    server.start()
    with server.client() as client:
        wait_for(client, waiting, "completed")
        detail = wait_for(client, active, "completed")
        assert detail["folder"].startswith(str(moved))
        assert (server.folder(active) / detail["checkpoints"][-1]["path"]).exists()
        assert is_gapless(client.get(f"/runs/{active}/events?limit=10000").json()["events"])


def test_the_folder_of_a_run_may_lie_elsewhere(
    shared_server: StandInServer, client: httpx.Client, tmp_path: Path
) -> None:
    run = post_run(client)["id"]
    wait_for(client, run, "completed")
    folder, elsewhere = shared_server.folder(run), tmp_path / "other disk"
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere)
    assert client.get(f"/runs/{run}").json()["result"]["outcome"] == "completed"
    assert client.get(f"/runs/{run}/metrics").json()["iteration"] == [1, 2, 3]
    assert client.delete(f"/runs/{run}").status_code == 204
    assert (elsewhere / "plan.json").exists()


def with_events(server: StandInServer, run: str, status: str) -> None:
    """Wait for a run that no server follows."""

    def reached() -> bool:
        return server.events(run)[-1].get("status") == status

    wait_until(reached, f"{status} in the log")
