"""A small checkout to start in: Temper's own scripts, and stand-ins for what would use the network."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOOLS = [
    *("bash", "sh", "env", "cat", "cksum", "tr", "sed", "grep", "find", "sort", "tail", "id", "ps"),
    *("dirname", "basename", "mkdir", "touch", "ln", "rm", "readlink", "sleep", "chmod", "uname"),
    *("getconf", "node"),
]

UV = """
case "$1 $2" in
  "--version "*) ;;
  "venv "*) for folder; do :; done; "{python}" -m venv --without-pip "$folder" ;;
  "pip install") case "$*" in *node.txt*) ln -s "{tools}/node" "{tools}/npm" "${{4%/*}}" ;; esac ;;
esac
"""
NPM = """
case "$1" in
  ci) mkdir -p node_modules ;;
  run) mkdir -p ../backend/temper/panel && echo built >../backend/temper/panel/index.html ;;
esac
"""


class Checkout:
    """A folder to run `scripts/start.sh` in, with a PATH of its own that tests take from and add to."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a folder" / "temper's checkout"
        self.bin = folder / "bin"
        self.tools = folder / "tools"
        self.calls_file = folder / "calls"
        self.bin.mkdir()
        self.tools.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.bin / tool).symlink_to(found)
        shutil.copytree(ROOT / "scripts" / "lib", self.root / "scripts" / "lib")
        shutil.copy(ROOT / "scripts" / "start.sh", self.root / "scripts")
        shutil.copytree(ROOT / "backend" / "requirements", self.root / "backend" / "requirements")
        self.write("frontend/package-lock.json", "{}")
        self.write("frontend/src/main.tsx", "first")
        self.write("backend/temper/__main__.py", "import sys\nprint('temper', *sys.argv[1:])\n")
        self.command("uv", UV.format(python=sys.executable, tools=self.tools))
        self.command("npm", NPM)
        self.command("npm", NPM, folder=self.tools)
        (self.tools / "node").symlink_to((self.bin / "node").resolve())

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def command(self, name: str, script: str, *, folder: Path | None = None) -> None:
        """Put a command on the PATH that notes how it was called and then runs the script."""
        file = (folder or self.bin) / name
        file.unlink(missing_ok=True)
        note = f'[ "$1" = --version ] || echo {name} $1 $2 >>"{self.calls_file}"'
        file.write_text(f"#!/bin/sh\n{note}\n{script}\n", "utf-8")
        file.chmod(0o755)

    def without(self, *names: str) -> None:
        for name in names:
            (self.bin / name).unlink()

    def begin(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", self.root / "scripts" / "start.sh", *arguments],
            cwd=self.root.parent,
            env={"PATH": str(self.bin), "HOME": str(self.root.parent), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Run start.sh to its end: exit code, standard output, standard error."""
        process = self.begin(*arguments, **environment)
        try:
            output, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        return process.returncode, output, errors

    def calls(self) -> list[str]:
        """What was called since the last time this was asked, in order."""
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        self.calls_file.unlink(missing_ok=True)
        return lines
