"""A run folder as one `.tar.gz`, made while it is sent."""

import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from temper.runs.checkpoints import saved
from temper.runs.folder import RunFolder
from temper.runs.history import read_events

PIECE = 1 << 20
OF_A_PROCESS = frozenset({"lock", "supervisor.json", "supervisor.log", "stop.json", "deleted.json"})
"""Files that mean something only where the run's processes are or were."""
CHECKPOINT = re.compile(r"\d+_.*\.safetensors")


def pack(folder: Path, with_checkpoints: bool = True) -> Iterator[bytes]:
    """The archive in pieces, in little memory however large the files are. Raises OSError."""
    # Weights hardly shrink: the fastest level.
    gzip = zlib.compressobj(level=1, wbits=31)
    for path in files_of(folder, with_checkpoints):
        for block in _entry(path, f"{folder.name}/{path.relative_to(folder).as_posix()}"):
            yield gzip.compress(block)
    yield gzip.compress(bytes(2 * tarfile.BLOCKSIZE))
    yield gzip.flush()


def files_of(folder: Path, with_checkpoints: bool) -> list[Path]:
    """What goes along; the plan first, so that a reader knows soon what it gets.

    The newest checkpoint always does, with its state: the run can go on from there.
    """
    newest = set[Path]() if with_checkpoints else _newest(folder)
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and path.name not in OF_A_PROCESS
        and not path.name.startswith(".")
        and (with_checkpoints or path in newest or not CHECKPOINT.fullmatch(path.name))
    ]
    return sorted(found, key=lambda path: path.name != "plan.json")


def _newest(folder: Path) -> set[Path]:
    told = read_events(RunFolder(folder).events, frozenset({"checkpoint"}))
    there = [each for each in saved(told, folder) if each.exists]
    return {path for path in (there[-1].adapter, there[-1].state) if path} if there else set()


def _entry(path: Path, name: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        header = tarfile.TarInfo(name)
        header.size, header.mtime = state.st_size, int(state.st_mtime)
        yield header.tobuf(tarfile.PAX_FORMAT)
        left = header.size
        while left:
            # What a file has lost meanwhile is zeros: the archive stays whole.
            piece = file.read(min(PIECE, left)) or bytes(min(PIECE, left))
            left -= len(piece)
            yield piece
        yield bytes(-header.size % tarfile.BLOCKSIZE)
