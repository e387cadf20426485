"""Columns, previews, conversions and splits over HTTP."""

from collections.abc import Generator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from temper.main import create_app
from temper.settings import Settings
from tests.datasets.conftest import WriteRows


@pytest.fixture
def client(settings: Settings) -> Generator[TestClient]:
    app = create_app(settings)
    with TestClient(app, base_url="http://127.0.0.1/api") as client:
        client.headers["authorization"] = f"Bearer {settings.token_file.read_text().strip()}"
        yield client


@pytest.fixture
def url(client: TestClient, write_rows: WriteRows) -> str:
    rows = [{"Frage": f"{n} + 1?", "Antwort": n + 1, "task": n % 5} for n in range(20)]
    answer = client.post("/datasets", json={"path": str(write_rows(train=rows))})
    return f"/datasets/{answer.json()['id']}"


BODY = {
    "format": "prompt_answer",
    "mapping": {"prompt": "Frage", "answer": "Antwort"},
    "fixes": ["coerce_numbers"],
}


def test_from_columns_to_a_mapping_that_is_remembered(
    client: TestClient, url: str, settings: Settings
) -> None:
    report = client.get(url + "/columns").json()
    assert [column["name"] for column in report["columns"]] == ["Frage", "Antwort", "task"]
    assert report["suggestions"] == []
    before = client.get("/datasets").json()
    preview = client.post(url + "/preview", json=BODY)
    assert preview.status_code == 200
    assert [step["step"] for step in preview.json()["steps"]] == [
        "mapping",
        "coerce_numbers",
        "format",
    ]
    assert "prompt_answer" in preview.json()["ready_for"]
    assert client.get("/datasets").json() == before
    assert list(settings.datasets.iterdir()) == []

    made = client.post(url + "/convert", json=BODY | {"name": "mapped"})
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["format"]) == ("mapped", "prompt_answer")
    assert made.json()["lineage"]["mapping"] == BODY["mapping"]
    first = client.get(url + "/columns").json()["suggestions"][0]
    assert (first["mapping"], first["remembered"]) == (BODY["mapping"], True)


def test_a_split_keeps_groups_together(client: TestClient, url: str) -> None:
    made = client.post(url + "/split", json={"valid": 0.2, "test": 0.2, "group_by": "task"})
    assert made.status_code == 201
    assert [file["rows"] for file in made.json()["files"]] == [12, 4, 4]
    folder = Path(made.json()["path"])
    tasks = [set(_tasks(folder / f"{name}.jsonl")) for name in ("train", "valid", "test")]
    assert not (tasks[0] & tasks[1] or tasks[1] & tasks[2] or tasks[0] & tasks[2])


def _tasks(path: Path) -> list[str]:
    return [line.rpartition(":")[2] for line in path.read_text().splitlines()]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/preview", {}, "/format"),
        ("/convert", {}, "/format"),
        ("/convert", {"format": "odd"}, "/format"),
        ("/preview", {"fixes": ["odd"]}, "/fixes/0"),
        ("/preview", {"format": "messages"}, "/fixes"),
        ("/preview", {"format": "messages", "mapping": {"odd": "x"}}, "/mapping/odd"),
        ("/split", {"group_by": "nothing"}, "/group_by"),
        ("/split", {"valid": 2}, "/valid"),
    ],
)
def test_what_cannot_be_done_is_a_problem_at_its_field(
    client: TestClient, url: str, path: str, body: dict[str, object], pointer: str
) -> None:
    answer = client.post(url + path, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/datasets/nothing/columns").status_code == 404
    assert client.post("/datasets/nothing/preview", json=BODY).status_code == 404
