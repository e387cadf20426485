"""A server starts on a full disk, and what fills it can be deleted there."""

import errno
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from temper import serve
from temper.database import Database
from temper.errors import StorageError
from temper.main import data_folder
from temper.reserve import RESERVE_BYTES, RESERVE_FILE, ROOM, see_to_reserve
from temper.serve import serving
from temper.settings import Settings
from tests.faults.small_disk import small_disk


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A data folder on a small disk, as a server that ended in order leaves it."""
    with small_disk(tmp_path / "disk", 8 * RESERVE_BYTES) as disk:
        settings = Settings(home=disk / "home", port=0)
        weights = settings.home / "trash" / "a run" / "weights"
        weights.parent.mkdir(parents=True)
        weights.write_bytes(b"x" * 4096)
        Database(settings.database).close()
        see_to_reserve(settings.home)
        yield settings


def fill(settings: Settings) -> None:
    with (settings.home / "fill").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError as error:
            assert error.errno == errno.ENOSPC


def test_the_trash_can_be_emptied_after_a_start_on_a_full_disk(settings: Settings) -> None:
    assert (settings.home / RESERVE_FILE).stat().st_size == RESERVE_BYTES
    fill(settings)
    with serving(settings) as (address, token):
        headers = {"authorization": f"Bearer {token}"}
        with httpx.Client(base_url=address, headers=headers, trust_env=False) as client:
            assert client.delete("/api/trash").status_code == 204
            assert client.patch("/api/queue", json={"paused": True}).status_code == 200
    assert list((settings.home / "trash").iterdir()) == []


def test_without_a_reserve_it_says_that_the_disk_is_full(settings: Settings) -> None:
    (settings.home / RESERVE_FILE).unlink()
    fill(settings)
    with pytest.raises(StorageError, match=r"because the disk is full\. Free some space"):
        Database(settings.database)


def test_the_address_file_can_be_missing_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(serve, "write_json", full)
    with caplog.at_level(logging.WARNING), serving(Settings(home=tmp_path, port=0)) as (address, _):
        assert httpx.get(f"{address}/api/health", trust_env=False).status_code == 200
    assert "The disk is full" in caplog.text


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Free some space on its disk"),
        (errno.EDQUOT, "Free some space on its disk"),
        (errno.EROFS, "Make it writable"),
    ],
)
def test_the_remedy_is_that_of_the_fault(tmp_path: Path, number: int, remedy: str) -> None:
    with pytest.raises(StorageError, match=remedy), data_folder(Settings(home=tmp_path)):
        raise OSError(number, "why")


def test_the_reserve_is_kept_where_there_is_room_and_given_up_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_free(free: int) -> bool:
        def disk_usage(_: Path) -> SimpleNamespace:
            return SimpleNamespace(free=free)

        monkeypatch.setattr(shutil, "disk_usage", disk_usage)
        see_to_reserve(tmp_path)
        return (tmp_path / RESERVE_FILE).exists()

    found = [with_free(free) for free in (ROOM, ROOM + 1, RESERVE_BYTES, RESERVE_BYTES - 1, ROOM)]
    assert found == [False, True, True, False, False]
