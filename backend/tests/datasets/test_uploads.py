"""Uploads go on after a break, land whole or not at all, and never leave their folder."""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from temper.database import Database
from temper.datasets import routes, upload_routes
from temper.datasets.service import DatasetService
from temper.datasets.uploads import space
from temper.datasets.uploads.names import names_on_disk, title_of
from temper.datasets.uploads.resumable import FOLDER, KEEP_SECONDS
from temper.errors import InvalidRequest
from temper.problems import install_problem_handlers
from temper.settings import Settings
from tests.datasets.conftest import ROW

LINES = (json.dumps(ROW) + "\n").encode() * 20
CSV = b"prompt,answer\nWhat is 2 + 3?,5\n"


@pytest.fixture
def client(service: DatasetService, settings: Settings) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(upload_routes.router)
    app.include_router(routes.router)
    install_problem_handlers(app)
    app.state.settings = settings
    app.state.datasets = service
    app.state.dataset_shape = lambda _: "sft"  # pyright: ignore[reportUnknownLambdaType]
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def begin(client: TestClient, *files: tuple[str, bytes], **more: Any) -> str:
    body = {"files": [{"name": name, "bytes": len(data)} for name, data in files], **more}
    answer = client.post("/datasets/uploads", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["offset"] == 0
    return f"/datasets/uploads/{answer.json()['id']}"


def send(client: TestClient, url: str, offset: int, data: bytes) -> Any:
    headers = {"upload-offset": str(offset), "content-type": upload_routes.PIECES}
    return client.patch(url, content=data, headers=headers)


def test_an_upload_goes_on_where_it_broke_off(client: TestClient, settings: Settings) -> None:
    url = begin(client, ("My rows.jsonl", LINES))
    half = len(LINES) // 2
    assert send(client, url, 0, LINES[:half]).headers["upload-offset"] == str(half)
    head = client.head(url)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == (
        str(half),
        str(len(LINES)),
    )
    assert send(client, url, half, LINES[half:]).status_code == 204
    made = client.post(f"{url}/finish")
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["files"][0]["rows"]) == ("My rows", 20)
    assert (Path(made.json()["path"]) / "My rows.jsonl").read_bytes() == LINES
    assert [path.name for path in settings.datasets.iterdir()] == [made.json()["id"]]
    assert client.post(f"{url}/finish").json() == made.json()


def test_several_files_come_as_one_stream(client: TestClient) -> None:
    files = [("train.csv", CSV * 1), ("valid.csv", CSV), ("test.csv", CSV)]
    url = begin(client, *files, name="Sums")
    stream = b"".join(data for _, data in files)
    offset = 0
    for piece in (stream[:10], stream[10 : len(CSV) + 5], stream[len(CSV) + 5 :]):
        offset = int(send(client, url, offset, piece).headers["upload-offset"])
    made = client.post(f"{url}/finish").json()
    assert made["name"] == "Sums"
    assert [(file["split"], file["container"]) for file in made["files"]] == [
        ("train", "csv"),
        ("valid", "csv"),
        ("test", "csv"),
    ]
    for name, data in files:
        assert (Path(made["path"]) / name).read_bytes() == data


def test_what_a_new_server_finds_of_an_upload_goes_on(
    client: TestClient, service: DatasetService, settings: Settings
) -> None:
    url = begin(client, ("a.jsonl", LINES))
    send(client, url, 0, LINES[:50])
    other = DatasetService(settings, Database(settings.database))
    other.open()
    assert other.uploads.state(url.rpartition("/")[2]).offset == 50


def test_a_piece_for_another_place_is_refused_with_the_right_one(client: TestClient) -> None:
    url = begin(client, ("a.jsonl", LINES))
    send(client, url, 0, LINES[:50])
    for offset in (0, 49, 51, 10_000):
        answer = send(client, url, offset, b"x")
        assert answer.status_code == 409
        assert "50 bytes have arrived" in answer.json()["detail"]
    assert client.patch(url, content=b"x").status_code == 422


def test_who_sends_later_takes_over(service: DatasetService, client: TestClient) -> None:
    upload_id = begin(client, ("a.jsonl", LINES)).rpartition("/")[2]
    first = service.uploads.receive(upload_id, 0)
    first.write(LINES[:10])
    second = service.uploads.receive(upload_id, 10)
    with pytest.raises(Exception, match="took this upload over"):
        first.write(LINES[10:20])
    second.write(LINES[10:])
    assert service.uploads.state(upload_id).offset == len(LINES)


def test_what_came_before_the_connection_broke_is_kept(
    client: TestClient, service: DatasetService
) -> None:
    url = begin(client, ("a.jsonl", LINES))
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": LINES[:30], "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "PATCH",
        "path": url,
        "query_string": b"",
        "headers": [(b"content-type", upload_routes.PIECES.encode()), (b"upload-offset", b"0")],
    }

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send_nothing(message: Any) -> None:
        pass

    asyncio.run(client.app(scope, receive, send_nothing))  # pyright: ignore[reportArgumentType]
    assert service.uploads.state(url.rpartition("/")[2]).offset == 30


def test_more_bytes_than_announced_are_refused(client: TestClient) -> None:
    url = begin(client, ("a.jsonl", LINES))
    assert send(client, url, 0, LINES + b"x").status_code == 422
    assert client.get(url).json()["offset"] == 0


def test_an_upload_that_is_not_whole_cannot_be_finished(client: TestClient) -> None:
    url = begin(client, ("a.jsonl", LINES))
    answer = client.post(f"{url}/finish")
    assert (answer.status_code, "0 of" in answer.json()["detail"]) == (409, True)


def test_a_cancelled_upload_leaves_nothing(client: TestClient, settings: Settings) -> None:
    url = begin(client, ("a.jsonl", LINES))
    send(client, url, 0, LINES[:50])
    assert client.delete(url).status_code == 204
    assert list(settings.datasets.iterdir()) == []
    for answer in (
        client.get(url),
        client.head(url),
        client.delete(url),
        send(client, url, 0, b""),
    ):
        assert answer.status_code == 404


def test_an_upload_of_which_nothing_came_for_a_day_goes(
    client: TestClient, service: DatasetService, settings: Settings
) -> None:
    old, new = begin(client, ("a.jsonl", LINES)), begin(client, ("b.jsonl", LINES))
    folder = settings.datasets / FOLDER / old.rpartition("/")[2]
    before = time.time() - KEEP_SECONDS - 60
    for path in folder.iterdir():
        os.utime(path, (before, before))
    service.uploads.sweep()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("valid.jsonl", LINES)], "no train"),
        ([("a.jsonl", LINES), ("b.jsonl", LINES)], "no train"),
        ([("train.csv", CSV), ("train.jsonl.gz", LINES)], "Several kinds of files"),
    ],
)
def test_files_that_are_no_dataset_are_refused_and_stay_for_another_try(
    client: TestClient, settings: Settings, files: list[tuple[str, bytes]], words: str
) -> None:
    url = begin(client, *files)
    send(client, url, 0, b"".join(data for _, data in files))
    answer = client.post(f"{url}/finish")
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert str(settings.datasets) not in answer.json()["detail"]
    assert client.post(f"{url}/finish").json()["detail"] == answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "data", "container"),
    [
        ("rows", LINES, "jsonl"),
        ("rows.txt", CSV, "csv"),
        ("rows.backup", b"[" + LINES.splitlines()[0] + b"]", "json"),
        ("notes.pdf", b"%PDF-1.7 no rows", "jsonl"),
    ],
)
def test_a_lone_file_may_have_any_name(
    client: TestClient, name: str, data: bytes, container: str
) -> None:
    made = client.post("/datasets", files={"file": (name, data)})
    assert made.status_code == 201
    assert made.json()["files"][0]["container"] == container
    report = client.get(f"/datasets/{made.json()['id']}/report?method=sft").json()
    assert report["ready"] == (name != "notes.pdf")


@pytest.mark.parametrize(
    "body",
    [
        {"files": []},
        {"files": [{"name": "a", "bytes": 0}]},
        {"files": [{"name": "a", "bytes": -1}]},
        {"files": [{"name": "a", "bytes": 1}, {"name": "A", "bytes": 1}]},
        {"files": [{"name": f"{n}", "bytes": 1} for n in range(101)]},
        {"files": [{"name": "a"}]},
        {},
    ],
)
def test_an_upload_that_cannot_be_is_refused_before_it_begins(
    client: TestClient, settings: Settings, body: Any
) -> None:
    assert client.post("/datasets/uploads", json=body).status_code == 422
    assert list(settings.datasets.iterdir()) == []


def test_a_limit_is_said_before_anything_is_sent(client: TestClient) -> None:
    body = {"files": [{"name": "a", "bytes": 600_000}, {"name": "b", "bytes": 600_000}]}
    answer = client.post("/datasets/uploads", json=body)
    assert answer.status_code == 413
    assert "TEMPER_MAX_UPLOAD_BYTES" in answer.json()["detail"]


def test_a_disk_without_room_is_said_before_and_while_it_is_written(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = begin(client, ("a.jsonl", LINES))
    monkeypatch.setattr(space, "RESERVE", 1 << 62)
    monkeypatch.setattr(space, "_LOOK_EVERY", 1)
    for answer in (
        client.post("/datasets/uploads", json={"files": [{"name": "a", "bytes": 5}]}),
        client.post("/datasets", files={"file": ("a.jsonl", LINES)}),
        send(client, url, 0, LINES),
    ):
        assert answer.status_code == 507
        assert "bytes free" in answer.json()["detail"]
    assert [path.name for path in settings.datasets.iterdir()] == [FOLDER]


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("rows.jsonl", "rows.jsonl"),
        ("C:\\Users\\Ada\\My rows.csv", "My rows.csv"),
        ("../../etc/passwd", "passwd"),
        ("..", "rows"),
        (".", "rows"),
        ("", "rows"),
        ("/", "rows"),
        ("...hidden.csv", "hidden.csv"),
        (".jsonl", "jsonl"),
        ("-rf.csv", "rf.csv"),
        ("a\nb\0c\x1b.csv", "abc.csv"),
        ("Zürich 🎉.csv", "Zürich 🎉.csv"),
        ("\ud800.csv", "csv"),
        ("x" * 300 + ".jsonl.gz", "x" * 91 + ".jsonl.gz"),
    ],
)
def test_a_name_can_never_leave_the_folder(sent: str, name: str, tmp_path: Path) -> None:
    (made,) = names_on_disk([sent])
    assert made == name or sent.startswith("x")
    assert (tmp_path / made).parent == tmp_path
    (tmp_path / made).write_bytes(b"it can be written")
    assert (tmp_path / made).resolve().parent == tmp_path.resolve()


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="called"):
        names_on_disk(["a/rows.csv", "b/Rows.csv"])


@pytest.mark.parametrize(
    ("sent", "title"),
    [("chats.jsonl", "chats"), ("a/b.csv.gz", "b"), ("my.data.csv", "my.data"), (".x", "x")],
)
def test_a_dataset_is_called_after_its_file(sent: str, title: str) -> None:
    assert title_of(sent) == title
