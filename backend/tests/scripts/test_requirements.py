"""The hashed requirements are current, whole, and name no place that packages come from."""

import ast
import re
import runpy
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "backend" / "requirements").glob("*.txt"))
LOCK = runpy.run_path(str(ROOT / "scripts" / "lock_requirements.py"))


def pins(text: str) -> list[str]:
    """The pinned packages of a requirements file, each with its marker and hashes in one line."""
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def imported(folder: Path) -> Iterator[str]:
    """The top-level names of all modules that the Python files of a folder import."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def normalized(name: str) -> str:
    return re.split(r"[^\w.-]", name)[0].lower().replace("_", "-")


def test_there_is_one_file_for_each_way_to_install() -> None:
    assert [file.stem for file in FILES] == ["base", "cuda", "dev", "node"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_was_made_from_the_dependencies_of_today(file: Path) -> None:
    assert LOCK["recorded_digest"](file) == LOCK["digest"](), "run scripts/lock_requirements.py"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_package_is_pinned_and_hashed(file: Path) -> None:
    for pin in pins(file.read_text("utf-8")):
        assert re.match(r"[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", pin), pin[:80]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_names_no_index_and_no_folder(file: Path) -> None:
    assert not re.search(r"://|\s/|--index|--find-links", file.read_text("utf-8").split("\n", 1)[1])


def test_mlx_comes_for_metal_the_cpu_and_cuda() -> None:
    base, cuda = (
        (ROOT / "backend" / "requirements" / name).read_text() for name in ("base.txt", "cuda.txt")
    )
    assert "mlx-metal==" in base
    assert re.search(r"^mlx-cpu==\S+ ; sys_platform == 'linux'", base, re.MULTILINE)
    assert re.search(r"^mlx-cuda-13==\S+ ; sys_platform == 'linux'", cuda, re.MULTILINE)
    assert "\nmlx-cpu==" not in cuda, "both bring libmlx.so: one would overwrite the other"


def test_every_package_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {normalized(dependency) for dependency in project["dependencies"]}
    # What these three are made of is theirs to bring: FastAPI's own base, and MLX's tokenizers.
    asked |= {"starlette", "anyio", "transformers", "numpy", "huggingface-hub", "tokenizers"}
    # Type checkers bring their own module.
    ours = sys.stdlib_module_names | {"temper", "_typeshed"}
    brought = packages_distributions()
    for name in set(imported(ROOT / "backend" / "temper")) - ours:
        assert {normalized(package) for package in brought.get(name, [name])} & asked, name
