"""What the tests of datasets share."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from temper.database import Database
from temper.datasets.service import DatasetService
from temper.settings import Settings

ROW = {"prompt": "What is 2 + 3?", "answer": "5", "system": "Answer with a number."}

WriteRows = Callable[..., Path]


@pytest.fixture
def write_rows(tmp_path: Path) -> WriteRows:
    """Writes a folder with train.jsonl and, when given, valid.jsonl and test.jsonl."""

    def write(name: str = "data", **splits: Iterable[Any] | bytes) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for split, rows in splits.items():
            text = (
                rows
                if isinstance(rows, bytes)
                else b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
            )
            (folder / f"{split}.jsonl").write_bytes(text)
        return folder

    return write


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over an empty data folder."""
    made = Settings(home=tmp_path / "home", max_upload_bytes=1_000_000)
    made.datasets.mkdir(parents=True)
    return made


@pytest.fixture
def service(settings: Settings) -> Iterator[DatasetService]:
    """The service over an empty data folder."""
    made = DatasetService(settings, Database(settings.database))
    yield made
    made.close()
