"""Finds the files of each split in a folder, however they are named and nested."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from temper.datasets.imports.hub_layout import (
    HubConfig,
    hub_configs,
    matches,
    saved_files,
)
from temper.datasets.imports.originals import (
    Original,
    SourceError,
    check_regular,
    reason,
    shown,
)
from temper.datasets.imports.sniff import look, named
from temper.datasets.imports.splits import SPLIT_WORDS
from temper.datasets.terms import SPLITS, Split

REJECTED = "rejected.jsonl"
"""Where a conversion sets rows aside that are bad."""
_METADATA = {
    "dataset_info.json",
    "dataset_infos.json",
    "dataset_dict.json",
    "state.json",
    "imported.json",
    REJECTED,
}
_SHARD_WORD = re.compile(r"\d+|of|part|shard|chunk|data")
_DEEPEST = 5
_MOST_FILES = 10_000


@dataclass(frozen=True)
class FolderFiles:
    """What a folder holds: the files of each split, and the data files that nothing reads."""

    originals: dict[Split, tuple[Original, ...]]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    """A data file, by what its path says."""

    name: str
    """Its path within the folder, with slashes."""
    path: Path
    split: Split | None
    config: str
    """What its path says beside the split and the number of the shard; empty for a plain name."""


def find_in_folder(folder: Path, config: str | None = None) -> FolderFiles:
    """The files of each split. Raises SourceError that says what the folder holds instead."""
    if (saved := saved_files(folder)) is not None:
        return _of_splits((split_of(name), paths) for name, paths in saved.items())
    exact = _exact(folder)
    if "train" in exact and config is None:
        rest = [name for name in _names(folder) if _is_data(name)]
        used = {path.name for path in exact.values()}
        originals: dict[Split, tuple[Original, ...]] = {
            split: (_original(exact[split]),) for split in SPLITS if split in exact
        }
        return FolderFiles(originals, tuple(shown(name) for name in rest if name not in used))
    files = [_candidate(name, path) for name, path in _walk(folder)]
    if configs := hub_configs(folder):
        return _of_config(files, _chosen(configs, config, folder))
    return _by_name(folder, files, config)


def split_of(name: str) -> Split | None:
    """The split that a name or path names: `train_sft`, `data/validation-00000-of-00002`."""
    *folders, last = PurePosixPath(name).parts or ("",)
    for part in (last, *reversed(folders)):
        words = _words(part)
        found: set[Split] = {SPLIT_WORDS[word] for word in words if word in SPLIT_WORDS}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _by_name(folder: Path, files: list[_Candidate], config: str | None) -> FolderFiles:
    if not any(file.split for file in files) and len({file.config for file in files}) == 1:
        # One file, or the shards of one: whatever it is called, these are the rows.
        files = [replace(file, split="train", config=config or "") for file in files]
    configs = list(dict.fromkeys(file.config for file in files if file.split == "train"))
    if not configs:
        raise _no_train(folder)
    chosen = _only(configs, folder) if config is None else config
    if chosen not in configs:
        raise _unknown_config(chosen, configs, folder)
    return _grouped([file for file in files if file.split and file.config == chosen], files)


def _only(names: list[str], folder: Path) -> str:
    if "" in names:
        return ""
    if len(names) == 1:
        return names[0]
    raise _several(names, folder)


def _of_config(files: list[_Candidate], config: HubConfig) -> FolderFiles:
    kept: list[_Candidate] = []
    for split_name, pattern in config.patterns:
        for file in files:
            if matches(file.name, pattern):
                split = split_of(split_name) if split_name else file.split or "train"
                if split:
                    kept.append(_Candidate(file.name, file.path, split, ""))
    if not any(file.split == "train" for file in kept):
        named_splits = ", ".join(dict.fromkeys(s for s, _ in config.patterns if s)) or "no split"
        raise SourceError(
            "missing_train",
            f"The subset {config.name} of the README.md has no training files here; it names "
            f"{named_splits}.",
        )
    return _grouped(list(dict.fromkeys(kept)), files)


def _grouped(kept: list[_Candidate], files: list[_Candidate]) -> FolderFiles:
    originals: dict[Split, tuple[Original, ...]] = {}
    for split in SPLITS:
        of_split = [file for file in kept if file.split == split]
        if of_split:
            originals[split] = _alike(of_split)
    used = {file.path for file in kept}
    others = tuple(shown(file.name) for file in files if file.path not in used)
    return FolderFiles(originals, others)


def _alike(files: list[_Candidate]) -> tuple[Original, ...]:
    """The shards of one split, in order; refused where they look like the same rows twice."""
    found = tuple(_original(file.path) for file in sorted(files, key=lambda f: _natural(f.name)))
    if len({original.container for original in found}) > 1:
        names = ", ".join(shown(file.name) for file in files[:5])
        raise SourceError(
            "several_files",
            f"Several kinds of files hold the {files[0].split} rows: {names}. Keep one of them, or "
            "give the path of the one to read.",
        )
    return found


def _of_splits(splits: Iterable[tuple[Split | None, tuple[Path, ...]]]) -> FolderFiles:
    originals: dict[Split, tuple[Original, ...]] = {}
    for split, paths in splits:
        if split:
            originals[split] = originals.get(split, ()) + tuple(_original(p) for p in paths)
    return FolderFiles({split: originals[split] for split in SPLITS if split in originals})


def _exact(folder: Path) -> dict[Split, Path]:
    """`train.jsonl` and its fellows, which are what they are called, whatever lies beside them."""
    names = _names(folder)
    found: dict[Split, Path] = {s: folder / f"{s}.jsonl" for s in SPLITS if f"{s}.jsonl" in names}
    if "train" in found:
        for word, split in SPLIT_WORDS.items():
            if split not in found and f"{word}.jsonl" in names:
                found[split] = folder / f"{word}.jsonl"
    return found


def _candidate(name: str, path: Path) -> _Candidate:
    *folders, last = PurePosixPath(name).parts
    stem, _, _ = named(last)
    rest = [part for part in folders if any(map(_says_more, _words(part)))]
    rest += ["-".join(filter(_says_more, _words(stem)))]
    config = "/".join(part for part in rest if part)
    return _Candidate(name, path, split_of("/".join((*folders, stem))), config)


def _says_more(word: str) -> bool:
    return word not in SPLIT_WORDS and not _SHARD_WORD.fullmatch(word)


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Data files with their paths in the folder; a folder that was seen is not entered again."""
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, "", 0)]
    count = 0
    while waiting:
        current, prefix, depth = waiting.pop(0)
        try:
            status = current.stat()
            names = _names(current)
        except (OSError, SourceError):
            if current is folder:
                raise
            continue  # It went while the others were walked.
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        for name in names:
            count += 1
            if count > _MOST_FILES:
                raise SourceError(
                    "too_many_files",
                    f"The folder {shown(folder)} holds more than {_MOST_FILES:,} files; give the "
                    "folder that holds only the dataset.",
                )
            path = current / name
            try:
                mode = path.stat().st_mode
            except OSError:
                continue  # A link that leads nowhere or to itself.
            if stat.S_ISDIR(mode) and depth < _DEEPEST and os.access(path, os.R_OK | os.X_OK):
                waiting.append((path, f"{prefix}{name}/", depth + 1))
            elif stat.S_ISREG(mode) and _is_data(name):
                yield prefix + name, path


def _original(path: Path) -> Original:
    check_regular(path)
    return look(path)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(e.name for e in os.scandir(folder) if not e.name.startswith((".", "__")))
    except OSError as error:
        detail = f"The folder {shown(folder)} cannot be read: {reason(error)}."
        raise SourceError("unreadable", detail) from error


def _is_data(name: str) -> bool:
    return name not in _METADATA and named(name)[1] is not None


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d+", name.lower())


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(w), "") if w.isdigit() else (-1, w) for w in re.findall(r"\d{1,18}|\D+", name)]


def _chosen(configs: list[HubConfig], wanted: str | None, folder: Path) -> HubConfig:
    names = [config.name for config in configs]
    if wanted is not None:
        for config in configs:
            if config.name == wanted:
                return config
        raise _unknown_config(wanted, names, folder)
    default = [config for config in configs if config.default or config.name == "default"]
    if len(configs) == 1 or len(default) == 1:
        return (default or configs)[0]
    raise _several(names, folder)


def _several(names: list[str], folder: Path) -> SourceError:
    listed = ", ".join(shown(name) for name in names[:20])
    return SourceError(
        "several_configs",
        f"The folder {shown(folder)} holds several datasets: {listed}. Choose one of them.",
    )


def _unknown_config(wanted: str, names: list[str], folder: Path) -> SourceError:
    listed = ", ".join(shown(name or "default") for name in names[:20]) or "none"
    return SourceError(
        "several_configs", f"The folder {shown(folder)} has no subset {wanted!r}; it has {listed}."
    )


def _no_train(folder: Path) -> SourceError:
    names = _names(folder)
    found = ", ".join(shown(name) for name in names[:10]) or "nothing"
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return SourceError(
        "missing_train",
        f"The folder {shown(folder)} has no train.jsonl, nor another file with training rows; it "
        f"holds {found}{more}.",
    )
