"""The dataset endpoints over HTTP, problems included."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from temper import demo
from temper.database import Database
from temper.datasets import derived_routes, job_routes, upload_routes
from temper.datasets.derived.remembered import MappingStore
from temper.datasets.derived.service import DerivedService
from temper.datasets.formats import DatasetShape
from temper.datasets.routes import router
from temper.datasets.service import DatasetService
from temper.errors import NotFound
from temper.problems import install_problem_handlers
from temper.settings import Settings
from tests.datasets.conftest import ROW, WriteRows

LINE = json.dumps(ROW).encode() + b"\n"


@pytest.fixture
def client(service: DatasetService, settings: Settings) -> TestClient:
    shapes: dict[str, DatasetShape] = {"sft": "sft", "grpo": "prompt_answer"}

    def shape_of(method: str) -> DatasetShape:
        if method not in shapes:
            raise NotFound(f"There is no method {method!r}.")
        return shapes[method]

    app = FastAPI()
    app.include_router(job_routes.router)
    app.include_router(upload_routes.router)
    app.include_router(router)
    app.include_router(derived_routes.router)
    install_problem_handlers(app)
    app.state.settings = settings
    app.state.datasets = service
    app.state.derived = DerivedService(service, MappingStore(Database(settings.database)))
    app.state.dataset_shape = shape_of
    return TestClient(app, raise_server_exceptions=False)


def test_register_read_report_and_delete(client: TestClient, write_rows: WriteRows) -> None:
    folder = write_rows(train=[ROW, ROW | {"answer": 7}])
    made = client.post("/datasets", json={"path": str(folder)})
    assert made.status_code == 201
    assert client.post("/datasets", json={"path": str(folder)}).status_code == 200
    url = f"/datasets/{made.json()['id']}"
    assert client.get(url).json() == made.json()
    report = client.get(url + "/report?method=grpo").json()
    assert (report["method"], report["ready"]) == ("grpo", False)
    assert report["problems"][0]["places"][0]["line"] == 2
    rows = client.get(url + "/rows?offset=1&limit=1").json()
    assert rows["items"][0]["row"]["answer"] == 7
    fixed = client.post(url + "/convert", json={"fixes": ["coerce_numbers"]})
    assert fixed.status_code == 201
    assert client.get(f"/datasets/{fixed.json()['id']}/report?method=sft").json()["ready"]
    assert client.post(url + "/split", json={"valid": 0.5, "test": 0}).status_code == 201
    no_split = client.post(url + "/split", json={"valid": 0, "test": 0})
    assert (no_split.status_code, no_split.json()["errors"][0]["pointer"]) == (422, "/valid")
    for request in ("/convert", "/split"):
        body = {"fixes": ["coerce_numbers"]} if request == "/convert" else {"valid": 0.5}
        unseen = client.post(url + request, json=body | {"name": "a\x00b"})
        assert (unseen.status_code, unseen.json()["errors"][0]["pointer"]) == (422, "/name")
    assert len(client.get("/datasets").json()["items"]) == 5
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"path": "/no/such/place"}', "/path"),
        (b'{"path": 5}', "/path"),
        (b'{"path": "/\\udcff"}', "/path"),
        (b'{"path": "/x", "colour": "red"}', "/colour"),
        (b'{"path": "/tmp", "name": "a\\u0000b"}', "/name"),
        (b'{"path": "/tmp", "name": "  "}', "/name"),
        (b"{}", "/path"),
        (b"[]", ""),
        (b"{", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b"", ""),
    ],
)
def test_bodies_that_cannot_be_read_are_problems(
    client: TestClient, body: bytes, pointer: str
) -> None:
    answer = client.post("/datasets", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/datasets/nothing", 404),
        ("GET", "/datasets/nothing/report?method=sft", 404),
        ("GET", "/datasets/arithmetic/report", 422),
        ("GET", "/datasets/arithmetic/report?method=magic", 404),
        ("GET", "/datasets/arithmetic/report?method=sft&batch_size=0", 422),
        ("GET", "/datasets/arithmetic/rows?limit=201", 422),
        ("GET", "/datasets/arithmetic/rows?offset=-1", 422),
        ("GET", "/datasets/arithmetic/rows?split=other", 422),
        ("GET", "/datasets/sample/rows?split=test", 422),
        ("GET", "/datasets?cursor=x", 422),
        ("GET", "/datasets?limit=0", 422),
        ("DELETE", "/datasets/arithmetic", 409),
        ("DELETE", "/datasets/nothing", 404),
        ("GET", "/datasets/%00", 404),
        ("GET", "/datasets/%ff", 404),
    ],
)
def test_requests_that_cannot_be_served(
    client: TestClient, method: str, url: str, status: int
) -> None:
    answer = client.request(method, url)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_an_upload_becomes_a_dataset_under_its_own_name(
    client: TestClient, settings: Settings
) -> None:
    answer = client.post("/datasets", files={"file": ("../../etc/My  data.jsonl", LINE * 3)})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["origin"], made["files"][0]["rows"]) == ("My data", "uploaded", 3)
    assert Path(made["path"]).parent == settings.datasets
    assert (Path(made["path"]) / "My data.jsonl").read_bytes() == LINE * 3
    assert made["lineage"]["files"] == {"My data.jsonl": "My data.jsonl"}
    assert client.delete(f"/datasets/{made['id']}").status_code == 204
    assert list(settings.datasets.iterdir()) == []


def test_several_files_are_placed_by_name(client: TestClient) -> None:
    files = [("file", (f"{split}.jsonl", LINE)) for split in ("test", "train", "valid")]
    answer = client.post("/datasets", files=files, data={"name": "three"})
    assert answer.json()["name"] == "three"
    assert [file["split"] for file in answer.json()["files"]] == ["train", "valid", "test"]


def _boundary(body: bytes) -> dict[str, object]:
    return {"content": body, "headers": {"content-type": "multipart/form-data; boundary=b"}}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"files": {"file": ("empty.jsonl", b"")}}, 422),
        ({"files": [("file", ("a.jsonl", LINE)), ("file", ("b.jsonl", LINE))]}, 422),
        ({"files": [("file", ("valid.jsonl", LINE)), ("file", ("test.jsonl", LINE))]}, 422),
        ({"files": [("file", ("train.jsonl", LINE))] * 4}, 422),
        ({"files": {"file": ("large.jsonl", b"x" * 1_000_001)}}, 413),
        ({"content": LINE, "headers": {"content-type": "text/plain"}}, 422),
        ({"content": LINE, "headers": {"content-type": "multipart/form-data"}}, 422),
        (_boundary(b"nonsense"), 422),
        (_boundary(b'--b\r\ncontent-disposition: form-data; name="x"\r\n\r\ny\r\n--b--\r\n'), 422),
        (_boundary(b'--b\r\ncontent-disposition: form-data; filename="x"\r\n\r\nhalf'), 422),
    ],
)
def test_uploads_that_cannot_be_kept_leave_nothing(
    client: TestClient, settings: Settings, request_: dict[str, object], status: int
) -> None:
    answer = client.post("/datasets", **request_)  # pyright: ignore[reportArgumentType]
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert list(settings.datasets.iterdir()) == []


def test_a_limit_holds_for_a_body_of_unknown_length(client: TestClient, settings: Settings) -> None:
    def pieces() -> object:
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 100_000

    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = client.post("/datasets", content=pieces(), headers=headers)  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 413
    assert list(settings.datasets.iterdir()) == []


def test_an_upload_that_is_broken_off_leaves_nothing(
    client: TestClient, settings: Settings
) -> None:
    begin = b'--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\nhalf'
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": begin, "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/datasets",
        "query_string": b"",
        "headers": [(b"content-type", b"multipart/form-data; boundary=b")],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(client.app(scope, receive, send))  # pyright: ignore[reportArgumentType]
    assert sent[0]["status"] == 400
    assert list(settings.datasets.iterdir()) == []


def test_whatever_the_files_hold_nothing_fails_inside(
    client: TestClient, write_rows: WriteRows
) -> None:
    pipe = write_rows("pipe", valid=[ROW])
    os.mkfifo(pipe / "train.jsonl")
    for path in (pipe, *(demo.data_folder() / "broken").iterdir()):
        made = client.post("/datasets", json={"path": str(path)})
        assert made.status_code in (201, 422), path
        url = f"/datasets/{made.json().get('id')}"
        for answer in (
            client.get(url),
            client.get(url + "/report?method=sft"),
            client.get(url + "/report?method=grpo"),
            client.get(url + "/rows"),
            client.post(url + "/convert", json={"fixes": ["drop_bad_rows", "drop_blank_lines"]}),
            client.post(url + "/split", json={"valid": 0.5, "test": 0}),
        ):
            assert answer.status_code < 500, (path, answer.text)


def test_the_api_description_shows_both_ways_to_add(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    body = api["paths"]["/datasets"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "multipart/form-data"}
    assert body["application/json"]["schema"]["examples"]


def test_a_method_that_is_not_there_is_refused_for_rows_too(
    client: TestClient, write_rows: WriteRows
) -> None:
    made = client.post("/datasets", json={"path": str(write_rows(train=[ROW]))}).json()
    url = f"/datasets/{made['id']}"
    refused = client.get(f"{url}/report?method=nope")
    assert refused.status_code in (404, 422)
    assert client.get(f"{url}/rows?method=nope").status_code == refused.status_code
    assert client.get(f"{url}/rows?method=grpo").status_code == 200


def test_reward_functions_that_there_are_not_are_refused(
    client: TestClient, write_rows: WriteRows, tmp_path: Path
) -> None:
    made = client.post("/datasets", json={"path": str(write_rows(train=[ROW]))}).json()
    url = f"/datasets/{made['id']}/report?method=grpo"
    refused = client.get(f"{url}&reward_functions=r1_count_xml,nope")
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["pointer"] == "?reward_functions"
    assert "'nope'" in error["detail"]
    assert error["allowed"].startswith("r1_accuracy_reward_func, ")
    own = tmp_path / "own.py"
    own.write_text("@register_reward_function()\ndef nope(**rest):\n    return []\n")
    assert client.get(f"{url}&reward_functions=nope&reward_functions_file={own}").is_success
    missing = client.get(f"{url}&reward_functions_file={tmp_path / 'no.py'}")
    assert missing.status_code == 422
    assert missing.json()["errors"][0]["pointer"] == "?reward_functions_file"
