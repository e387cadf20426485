"""Work over HTTP: seen while it goes on, called off, and who waits for it is told."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.datasets.test_work import large_file
from tests.stand_in import StandInServer


@pytest.fixture
def url(client: httpx.Client, tmp_path: Path) -> Iterator[str]:
    path = large_file(tmp_path / "large.jsonl", 80)
    made = client.post("/datasets", json={"path": str(path)}).raise_for_status().json()
    yield f"/datasets/{made['id']}"
    client.delete(f"/datasets/{made['id']}")


class Waiting:
    """A report that another client waits for."""

    def __init__(self, server: StandInServer, url: str) -> None:
        self._client = server.client()
        self.answer: httpx.Response | None = None
        self._thread = threading.Thread(target=self._ask, args=(url,))
        self._thread.start()

    def _ask(self, url: str) -> None:
        # The server may be killed meanwhile.
        with self._client, suppress(httpx.TransportError):
            self.answer = self._client.get(f"{url}/report?method=sft")

    def join(self) -> None:
        self._thread.join(60)

    def result(self) -> httpx.Response:
        self.join()
        assert self.answer is not None
        return self.answer


def job_of(client: httpx.Client, url: str) -> dict[str, Any] | None:
    items: list[dict[str, Any]] = client.get("/datasets/jobs").raise_for_status().json()["items"]
    return next((job for job in items if url.endswith(str(job["dataset"]))), None)


def going(client: httpx.Client, url: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def begun() -> bool:
        found.update(job_of(client, url) or {})
        return bool(found.get("progress"))

    until(begun)
    return found


def until(condition: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_report_is_among_the_jobs_until_it_is_there(
    client: httpx.Client, shared_server: StandInServer, url: str
) -> None:
    waiting = Waiting(shared_server, url)
    job = going(client, url)
    assert (job["kind"], job["state"], job["title"]) == (
        "validate",
        "running",
        "Checking large",
    )
    assert waiting.result().status_code == 200
    until(lambda: client.get(f"/datasets/jobs/{job['id']}").json()["state"] == "done")


def test_calling_work_off_answers_who_waits_with_a_clear_problem(
    client: httpx.Client, shared_server: StandInServer, url: str
) -> None:
    waiting = [Waiting(shared_server, url) for _ in range(2)]
    job = going(client, url)
    assert client.delete(f"/datasets/jobs/{job['id']}").json()["state"] == "cancelled"
    for each in waiting:
        assert each.result().status_code == 409
        assert each.result().json()["code"] == "cancelled"
        assert "Checking large" in each.result().json()["detail"]
    assert client.get(f"{url}/report?method=sft").status_code == 200


def test_a_client_that_goes_away_calls_nothing_off(
    client: httpx.Client, shared_server: StandInServer, url: str
) -> None:
    waiting = Waiting(shared_server, url)
    with shared_server.client() as leaving, pytest.raises(httpx.ReadTimeout):
        leaving.get(f"{url}/report?method=sft", timeout=0.05)
    assert waiting.result().status_code == 200


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_job_that_is_not_known_is_not_found(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/datasets/jobs/nothing")
    assert (answer.status_code, "no job" in answer.json()["detail"]) == (404, True)


def test_a_server_that_ends_takes_its_children_with_it(
    start_server: Callable[..., StandInServer], tmp_path: Path
) -> None:
    server = start_server()
    path = large_file(tmp_path / "large.jsonl", 80)
    with server.client() as client:
        made = client.post("/datasets", json={"path": str(path)}).raise_for_status().json()
        waiting = Waiting(server, f"/datasets/{made['id']}")
        going(client, f"/datasets/{made['id']}")
    children = [
        child
        for child in psutil.Process(server.pid).children()
        if "temper.datasets.worker" in child.cmdline()
    ]
    assert children
    server.kill()
    waiting.join()
    until(lambda: not any(child.is_running() for child in children))
