"""The installed trainer is read once, and what it said is kept."""

import os
import threading
from pathlib import Path

import psutil
import pytest

from temper.kit.child import Children, TaskFailed
from temper.methods.registry import METHODS
from temper.methods.trainer_schema import compare
from temper.runs import trainer_schema_cache
from temper.runs.trainer_schema_cache import TrainerSchemaCache
from tests.supervised import wait_until


@pytest.mark.real_trainer
def test_it_is_read_once_and_agrees_with_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = TrainerSchemaCache(tmp_path)
    assert fresh.read() is None
    fresh.load()
    schema = fresh.read()
    assert schema is not None
    assert compare(tuple(METHODS.values()), schema) == []

    def never(*_: object) -> str:
        raise AssertionError("it is known already")

    monkeypatch.setattr(Children, "call", never)
    again = TrainerSchemaCache(tmp_path)
    again.start()
    assert again.read() == schema


def test_a_trainer_that_cannot_be_read_leaves_the_catalogue_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise TaskFailed("fault", "No module named mlx")

    monkeypatch.setattr(Children, "call", broken)
    cache = TrainerSchemaCache(tmp_path)
    cache.load()
    assert cache.read() is None
    assert not list(tmp_path.iterdir())


def name_of(thread: threading.Thread) -> str:
    return thread.name


def test_a_server_that_ends_meanwhile_leaves_no_reader_and_no_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def readers() -> list[psutil.Process]:
        children = psutil.Process().children()
        return [one for one in children if "temper.trainer.explain" in " ".join(one.cmdline())]

    cache = TrainerSchemaCache(tmp_path)
    cache.start()
    wait_until(readers, "the child")
    (reader,) = readers()
    assert os.getsid(reader.pid) == reader.pid, "no Ctrl-C at a terminal reaches it"
    cache.close()
    wait_until(lambda: not reader.is_running(), "its end")
    wait_until(lambda: "read-trainer" not in map(name_of, threading.enumerate()), "its thread's")
    assert caplog.messages == []


def test_a_kept_answer_that_is_torn_is_read_anew(tmp_path: Path) -> None:
    whole = TrainerSchemaCache(tmp_path)
    (
        tmp_path / f"trainer-{trainer_schema_cache.machine.versions()['mlx-lm-lora']}.json"
    ).write_text("{")
    assert whole.read() is None
    assert TrainerSchemaCache(tmp_path).read() is None
