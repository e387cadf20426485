"""Models that were downloaded from the Hugging Face hub, read from its cache folder."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


@dataclass(frozen=True)
class CachedModel:
    """One model of the hub on this machine."""

    name: str
    """`organisation/name`."""
    path: Path
    """Its snapshot: the folder with its files."""


def is_hub_name(text: str) -> bool:
    """Whether text has the shape of a hub name, `organisation/name`."""
    return HUB_NAME.fullmatch(text) is not None and ".." not in text and "--" not in text


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where the hub's own tools keep downloads, by their own variables."""
    if folder := environment.get("HF_HUB_CACHE") or environment.get("HUGGINGFACE_HUB_CACHE"):
        return Path(folder).expanduser()
    if home := environment.get("HF_HOME"):
        return Path(home).expanduser() / "hub"
    caches = environment.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "huggingface" / "hub"


def is_offline(environment: Mapping[str, str]) -> bool:
    """Whether the hub's own tools are told not to download."""
    return environment.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")


def cached_models(folder: Path) -> Iterator[CachedModel]:
    """Every model in the cache, by name; none where there is no cache."""
    try:
        entries = sorted(folder.glob("models--*--*"))
    except OSError:
        return
    for entry in entries:
        name = entry.name.removeprefix("models--").replace("--", "/", 1)
        snapshot = _snapshot(entry)
        if snapshot is not None and is_hub_name(name):
            yield CachedModel(name, snapshot)


def _snapshot(entry: Path) -> Path | None:
    """The snapshot that `main` points to, or else the newest."""
    try:
        main = entry / "refs" / "main"
        if main.is_file():
            snapshot = entry / "snapshots" / main.read_text().strip()
            if snapshot.is_dir():
                return snapshot
        snapshots = [path for path in (entry / "snapshots").iterdir() if path.is_dir()]
        return max(snapshots, key=lambda path: path.stat().st_mtime, default=None)
    except (OSError, ValueError):
        return None
