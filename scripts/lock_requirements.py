#!/usr/bin/env python3
"""Write backend/requirements/*.txt, the hashed packages for every platform, from pyproject.toml.

Run it with uv on the PATH after a change of the dependencies, or to take newer releases
(`scripts/lock_requirements.py --upgrade`).
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "backend" / "requirements"
CONSTRAINED = ["--constraints", "backend/requirements/base.txt"]
# mlx-cpu and mlx-cuda-13 bring the same library file, so an environment holds one of them.
FILES = {
    "base": ["pyproject.toml"],
    "cuda": ["pyproject.toml", "--extra", "cuda", "--no-emit-package", "mlx-cpu", *CONSTRAINED],
    "dev": ["--group", "dev", *CONSTRAINED],
    "node": ["--group", "node", "--constraints", "backend/requirements/dev.txt"],
}


def digest(root: Path = ROOT) -> str:
    """A digest of what pyproject.toml asks for, to tell whether the requirements are current."""
    data = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    project = data["project"]
    asked = [
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"]["cuda"],
        data["dependency-groups"],
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def recorded_digest(path: Path) -> str:
    """The digest in the first line of a requirements file."""
    return path.read_text("utf-8").split("\n", 1)[0].rsplit(" ", 1)[-1]


def lock(name: str, options: list[str]) -> None:
    """Resolve one requirements file with uv, keeping the versions that it already holds."""
    target = FOLDER / f"{name}.txt"
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    subprocess.run([*command, *options, "--output-file", target], cwd=ROOT, check=True)
    header = f"# Written by scripts/lock_requirements.py; the dependencies' digest is {digest()}\n"
    target.write_text(header + target.read_text("utf-8"), "utf-8")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, options in FILES.items():
        lock(name, [*options, *sys.argv[1:]])


if __name__ == "__main__":
    main()
