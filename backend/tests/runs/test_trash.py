"""The trash as a folder."""

import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from temper.errors import NotFound, StorageError
from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.trash import Trash
from tests.runs.places import a_run


@pytest.fixture
def trash(tmp_path: Path) -> Trash:
    (tmp_path / "runs").mkdir()
    return Trash(tmp_path / "trash")


def deleted(trash: Trash, home: Path, run_id: str) -> Path:
    """A run's folder in the trash."""
    folder = RunFolder(home / "runs" / run_id)
    folder.path.mkdir()
    write_json(folder.plan_file, {"run": asdict(a_run(run_id))})
    with trash.put_away(folder):
        pass
    return home / "trash" / run_id


def test_a_folder_goes_back_where_its_run_cannot_be_forgotten(trash: Trash, tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "runs" / "one")
    folder.path.mkdir()
    with pytest.raises(ZeroDivisionError), trash.put_away(folder):
        assert not folder.path.exists()
        raise ZeroDivisionError
    assert list(folder.path.iterdir()) == []
    assert trash.ids() == set()


def test_what_is_half_deleted_is_neither_listed_nor_taken_back(
    trash: Trash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted(trash, tmp_path, "one")

    def broken_off(path: Path) -> None:
        (path / "deleted.json").unlink()
        raise OSError(5, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", broken_off)
        with pytest.raises(StorageError, match="goes when Temper starts again"):
            trash.remove("one")
    assert trash.listing().items == []
    with pytest.raises(NotFound), trash.taken_back("one", RunFolder(tmp_path / "runs" / "one")):
        pass
    trash.tidy()
    assert list((tmp_path / "trash").iterdir()) == []


def test_of_a_folder_that_lies_elsewhere_only_the_link_goes(trash: Trash, tmp_path: Path) -> None:
    path, elsewhere = deleted(trash, tmp_path, "one"), tmp_path / "other disk"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    (tmp_path / "trash" / "dangling").symlink_to("nothing")
    [shown] = trash.listing().items
    assert (shown.id, shown.bytes) == ("one", 0)
    trash.empty()
    assert not list((tmp_path / "trash").iterdir())
    assert (elsewhere / "plan.json").exists()


def test_what_cannot_be_deleted_holds_up_nothing_else(
    trash: Trash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run_id in ("one", "two", "three"):
        deleted(trash, tmp_path, run_id)
    remove = shutil.rmtree

    def all_but_one(path: Path) -> None:
        if '"two"' in (path / "plan.json").read_text():
            raise OSError(1, "Operation not permitted", str(path))
        remove(path)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", all_but_one)
        with pytest.raises(StorageError, match="Operation not permitted"):
            trash.empty()
    [left] = (tmp_path / "trash").iterdir()
    assert '"two"' in (left / "plan.json").read_text()
