"""The two ways in which Hugging Face lays out a dataset: `save_to_disk`, and a hub repository."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

import yaml

from temper.datasets.imports.originals import SourceError, head_of, shown
from temper.kit.files import read_object

_LARGEST_README = 1 << 20


@dataclass(frozen=True)
class HubConfig:
    """A subset that a README.md names: its file patterns, each with the split it is for."""

    name: str
    patterns: tuple[tuple[str, str], ...]
    """Split (empty where the pattern's own name says it) and glob."""
    default: bool = False


def hub_configs(folder: Path) -> list[HubConfig]:
    """The subsets of a hub repository's README.md; none where it names none."""
    text = head_of(folder / "README.md", _LARGEST_README).decode("utf-8", "replace")
    matched = re.match(r"\ufeff?---\r?\n(.*?)\n---", text, re.DOTALL)
    if not matched:
        return []
    try:
        front = yaml.safe_load(matched[1])
    except (yaml.YAMLError, RecursionError, ValueError):
        return []
    configs = _mapping(front).get("configs")
    if not isinstance(configs, list):
        return []
    found = [_config(_mapping(item)) for item in cast("list[object]", configs)]
    return [config for config in found if config is not None]


def matches(name: str, pattern: str) -> bool:
    """Whether a path within the repository fits a pattern: `*` within a folder, `**` across."""
    return re.fullmatch(_regex(pattern.removeprefix("./")), name) is not None


def saved_files(folder: Path) -> dict[str, tuple[Path, ...]] | None:
    """The files of each split of a `save_to_disk` folder; None where it is none."""
    splits = read_object(folder / "dataset_dict.json")
    if splits and isinstance(splits.get("splits"), list):
        names = [name for name in splits["splits"] if isinstance(name, str) and _safe(name)]
        found = {name: _state_files(folder / name) for name in names}
        return {name: files for name, files in found.items() if files is not None}
    files = _state_files(folder)
    return None if files is None else {"train": files}


def _state_files(folder: Path) -> tuple[Path, ...] | None:
    state = read_object(folder / "state.json")
    listed = state.get("_data_files") if state else None
    if not isinstance(listed, list):
        return None
    names = [_mapping(item).get("filename") for item in cast("list[object]", listed)]
    files = tuple(folder / name for name in names if isinstance(name, str) and _safe(name))
    for file in files:
        if not file.exists():
            raise SourceError(
                "missing_file", f"{shown(file)}, which state.json names, does not exist."
            )
    return files or None


def _config(item: dict[str, Any]) -> HubConfig | None:
    name = item.get("config_name")
    folder = item.get("data_dir")
    prefix = f"{folder.strip('/')}/" if isinstance(folder, str) and folder.strip("./") else ""
    patterns = tuple(
        (split, prefix + pattern) for split, pattern in _patterns(item.get("data_files"))
    )
    if not patterns and prefix:
        patterns = (("", f"{prefix}**"),)
    if not isinstance(name, str) or not patterns:
        return None
    return HubConfig(name, patterns, item.get("default") is True)


def _patterns(given: object, split: str = "") -> list[tuple[str, str]]:
    if isinstance(given, str):
        return [(split, given)]
    if isinstance(given, list):
        return [pair for item in cast("list[object]", given) for pair in _patterns(item, split)]
    item = _mapping(given)
    if "path" in item:
        return _patterns(item["path"], str(item.get("split", split)))
    return [pair for key, value in item.items() for pair in _patterns(value, key)]


def _regex(pattern: str) -> str:
    out = ""
    for piece in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]|.", pattern, re.DOTALL):
        if piece == "**/":
            out += "(?:.*/)?"
        elif piece == "**":
            out += ".*"
        elif piece == "*":
            out += "[^/]*"
        elif piece == "?":
            out += "[^/]"
        elif piece.startswith("[") and len(piece) > 1:
            out += "[" + re.escape(piece[1:-1]).replace(r"\-", "-") + "]"
        else:
            out += re.escape(piece)
    return out


def _safe(name: str) -> bool:
    """Whether a name that a file gives stays within its folder."""
    return PurePosixPath(name).name == name and name not in ("", "..")


def _mapping(value: object) -> dict[str, Any]:
    known = cast("dict[object, Any]", value) if isinstance(value, dict) else {}
    return {key: item for key, item in known.items() if isinstance(key, str)}
