"""`pip install .` gives the `temper` command with the built panel and the demo's files inside."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The package as pip builds it; the panel is built first when its sources changed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, folder], cwd=ROOT, check=True, capture_output=True, text=True)
    return ZipFile(next(folder.glob("*.whl")))


def test_it_holds_the_panel_and_what_the_demo_needs(wheel: ZipFile) -> None:
    assert set(wheel.namelist()) >= {
        "temper/panel/index.html",
        "temper/migrations/0001_first.sql",
        "temper/demo_data/demo.json",
        "temper/demo_data/starter-model/model.safetensors",
        "temper/demo_data/arithmetic/train.jsonl",
        "temper/demo_data/sample/train.jsonl",
    }


def test_it_holds_every_module_and_nothing_else(wheel: ZipFile) -> None:
    inside = {name for name in wheel.namelist() if name.endswith((".py", ".pyc"))}
    modules = (ROOT / "backend" / "temper").rglob("*.py")
    assert inside == {file.relative_to(ROOT / "backend").as_posix() for file in modules}
    assert {name.split("/")[0] for name in wheel.namelist()} == {"temper", "temper-0.1.0.dist-info"}


def test_it_gives_the_command(wheel: ZipFile) -> None:
    assert b"temper = temper.cli.app:main" in wheel.read("temper-0.1.0.dist-info/entry_points.txt")
