"""Datasets of the hub: only the rows of one subset come, with progress, and each failure has plain words."""

import io
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from temper.datasets.imports.lazy import pyarrow
from temper.datasets.jobs import Running
from temper.datasets.requests import HubSource
from temper.datasets.schemas import DatasetOut
from temper.datasets.service import DatasetService
from temper.datasets.source import SourceError
from temper.settings import Settings
from tests.datasets.conftest import ROW
from tests.datasets.hub_server import COMMIT, HubServer

LINES = (json.dumps(ROW) + "\n").encode() * 3


def parquet(rows: int) -> bytes:
    made = io.BytesIO()
    table = pyarrow().Table.from_pylist(
        [{"question": f"{n} + 1?", "answer": "1"} for n in range(rows)]
    )
    pyarrow("parquet").write_table(table, made)
    return made.getvalue()


CONFIGS = b"""---
configs:
- config_name: main
  data_files:
  - split: train
    path: main/train-*
  - split: test
    path: main/test-*
- config_name: socratic
  data_files:
  - split: train
    path: socratic/train-*
---
# Sums
"""
SUMS = {
    "README.md": CONFIGS,
    "main/train-00000-of-00002.parquet": parquet(3),
    "main/train-00001-of-00002.parquet": parquet(2),
    "main/test-00000-of-00001.parquet": parquet(1),
    "socratic/train-00000-of-00001.parquet": parquet(1),
    "pictures/large.png": b"x" * 100_000,
}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    with HubServer().serving() as server:
        server.repositories = {
            "ada/sums": SUMS,
            "ada/lines": {"train.jsonl": LINES, "valid.jsonl": LINES, "script.py": b"evil()"},
            "ada/pictures": {"a.png": b"x", "README.md": b"# Pictures"},
        }
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        yield server


def download(service: DatasetService, name: str, **more: str) -> Running[DatasetOut]:
    return service.download(HubSource(name=name, **more), None)


def until(condition: Callable[[], bool], patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_rows_of_one_subset_become_a_dataset(service: DatasetService, hub: HubServer) -> None:
    made = download(service, "ada/sums", config="main").result()
    assert (made.origin, made.name) == ("hub", "ada/sums")
    assert made.lineage["hub"] == {"name": "ada/sums", "config": "main", "revision": COMMIT}
    assert [(file.split, file.parts) for file in made.files] == [("train", 2), ("test", 1)]
    rows = service.rows(made.id, "train", 0, 10)
    assert [item.row["question"] for item in rows.items][3:] == ["0 + 1?", "1 + 1?"]
    assert sorted(hub.fetched) == ["README.md", *sorted(made.lineage["files"])]
    assert not any(path.name.startswith(".") for path in Path(made.path).iterdir())


def test_a_repository_without_subsets_needs_no_choice(
    service: DatasetService, hub: HubServer
) -> None:
    made = download(service, f"{hub.address}/datasets/ada/lines").result()
    assert [file.split for file in made.files] == ["train", "valid"]
    assert service.report(made.id, "sft", "sft").ready
    assert "script.py" not in hub.fetched


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("ada/sums", {}, "main, socratic"),
        ("ada/sums", {"config": "poems"}, "no subset 'poems'"),
        ("ada/nothing", {}, "no dataset ada/nothing, or it is private"),
        ("ada/secret", {}, "is gated: .* accept its terms"),
        ("ada/lines", {"revision": "v9"}, "no revision 'v9'"),
        ("ada/pictures", {}, "no train"),
        ("not a name!", {}, "no name of a dataset"),
        ("ada/broken", {}, "answered 500"),
    ],
)
def test_what_stands_in_the_way_is_said_in_plain_words(
    service: DatasetService,
    hub: HubServer,
    settings: Settings,
    name: str,
    more: dict[str, str],
    words: str,
) -> None:
    hub.refusals = {"ada/secret": (403, "GatedRepo"), "ada/broken": (500, "")}
    job = download(service, name, **more)
    with pytest.raises(SourceError, match=words):
        job.result()
    assert service.jobs.get(job.id).state == "failed"
    assert "/.layout" not in str(service.jobs.get(job.id).error)
    assert list(settings.datasets.iterdir()) == []


def test_offline_is_respected(
    service: DatasetService, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SourceError, match="HF_HUB_OFFLINE is set"):
        download(service, "ada/lines").result()
    assert hub.fetched == []


def test_a_hub_that_cannot_be_reached_is_said(
    service: DatasetService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("HF_ENDPOINT", address)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with pytest.raises(SourceError, match="cannot be reached"):
        download(service, "ada/lines").result()


def test_progress_is_in_bytes_and_a_cancelled_download_leaves_nothing(
    service: DatasetService, hub: HubServer, settings: Settings
) -> None:
    hub.repositories["ada/large"] = {"train.jsonl": LINES * 40_000}
    hub.pause = 0.02
    job = download(service, "ada/large")
    until(lambda: 0 < (service.jobs.get(job.id).progress or 0) < 0.9)
    assert service.jobs.cancel(job.id).state == "cancelled"
    until(lambda: list(settings.datasets.iterdir()) == [])
