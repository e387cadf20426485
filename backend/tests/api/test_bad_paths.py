"""Paths that cannot be used, of models, datasets, adapters and reward files: named, and never waited for."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from temper.demo import data_folder
from tests.api.test_bad_bodies import errors
from tests.stand_in import SFT

GRPO = SFT | {"method": "grpo"}


def missing(path: Path) -> None:
    pass


def pipe(path: Path) -> None:
    """Whoever opens it for reading waits for a writer."""
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 4)


UNUSABLE = [missing, pipe, loop, endless, folder, noise]
Make = Callable[[Path], None]
each_unusable = pytest.mark.parametrize("make", UNUSABLE, ids=lambda make: make.__name__)


def refused(api: TestClient, body: dict[str, Any]) -> dict[str, str]:
    """What `POST /plans` and `POST /runs` both say is wrong."""
    planned, made = (errors(api.post(path, json=body)) for path in ("plans", "runs"))
    assert planned == made
    return made


@each_unusable
def test_a_dataset_path(api: TestClient, tmp_path: Path, home: Path, make: Make) -> None:
    path = tmp_path / "rows.jsonl"
    make(path)
    assert list(refused(api, SFT | {"dataset": str(path)})) == ["/dataset"]
    assert not list((home / "runs").iterdir())


@each_unusable
def test_a_file_of_a_dataset_folder(api: TestClient, tmp_path: Path, make: Make) -> None:
    make(tmp_path / "train.jsonl")
    assert list(refused(api, SFT | {"dataset": str(tmp_path)})) == ["/dataset"]


@pytest.mark.parametrize("make", [missing, pipe, loop, endless])
def test_a_path_to_register(api: TestClient, tmp_path: Path, make: Make) -> None:
    path = tmp_path / "rows.jsonl"
    make(path)
    assert list(errors(api.post("datasets", json={"path": str(path)}))) == ["/path"]


def test_a_relative_path_to_register(api: TestClient) -> None:
    for path in ("rows.jsonl", "../rows.jsonl", "~no-such-user/rows.jsonl", "\0", ""):
        assert list(errors(api.post("datasets", json={"path": path}))) == ["/path"]


@each_unusable
def test_a_model_folder(api: TestClient, tmp_path: Path, make: Make) -> None:
    make(tmp_path / "model")
    assert list(refused(api, SFT | {"model": str(tmp_path / "model")})) == ["/model"]


@pytest.mark.parametrize("file", ["config.json", "model.safetensors"])
@each_unusable
def test_a_file_of_a_model(api: TestClient, tmp_path: Path, file: str, make: Make) -> None:
    model = tmp_path / "model"
    shutil.copytree(data_folder() / "starter-model", model)
    (model / file).unlink()
    make(model / file)
    assert list(refused(api, SFT | {"model": str(model)})) == ["/model"]


def test_a_model_that_was_cut_off_while_it_was_copied(api: TestClient, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(data_folder() / "starter-model", model)
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    assert "cut off" in refused(api, SFT | {"model": str(model)})["/model"]


@each_unusable
def test_an_adapter_to_start_from(api: TestClient, tmp_path: Path, make: Make) -> None:
    path = tmp_path / "adapters.safetensors"
    make(path)
    body = SFT | {"parameters": {"resume_adapter_file": str(path)}}
    assert list(refused(api, body)) == ["/parameters/resume_adapter_file"]


@each_unusable
def test_a_reward_file(api: TestClient, tmp_path: Path, make: Make) -> None:
    path = tmp_path / "rewards.py"
    make(path)
    body = GRPO | {"parameters": {"reward_functions_file": str(path)}}
    assert list(refused(api, body)) == ["/parameters/reward_functions_file"]


@each_unusable
def test_a_reference_model(api: TestClient, tmp_path: Path, make: Make) -> None:
    make(tmp_path / "model")
    body = GRPO | {"parameters": {"reference_model_path": str(tmp_path / "model")}}
    assert list(refused(api, body)) == ["/parameters/reference_model_path"]


def test_a_dataset_that_was_deleted_after_it_was_chosen(api: TestClient, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"prompt": "1+1", "answer": "2"}\n' * 4)
    registered = api.post("datasets", json={"path": str(rows)}).json()["id"]
    body = SFT | {"dataset": registered, "parameters": {"val_batches": 0}}
    rows.unlink()
    assert "does not exist" in refused(api, body)["/dataset"]
    assert api.get(f"datasets/{registered}").status_code == 200
    assert api.get(f"datasets/{registered}/rows").status_code == 409
    api.delete(f"datasets/{registered}")
    assert "There is no dataset" in refused(api, body)["/dataset"]
