"""The panel's lock file installs on every platform, and names no place that packages come from."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
LOCK = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
PACKAGES: dict[str, dict[str, Any]] = LOCK["packages"]


def test_the_programs_of_every_platform_are_in_it() -> None:
    # npm leaves out what its registry did not have on the day, and then `npm ci` fails elsewhere.
    for folder, package in PACKAGES.items():
        for name in package.get("optionalDependencies", {}):
            places = {f"{folder}/node_modules/{name}", f"node_modules/{name}"}
            assert places & PACKAGES.keys(), f"{folder or 'package.json'} wants {name}"


def test_every_package_has_its_hash_and_no_address() -> None:
    for folder, package in PACKAGES.items():
        assert "resolved" not in package, folder
        assert folder == "" or package["integrity"].startswith("sha512-"), folder
