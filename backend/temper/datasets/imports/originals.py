"""A file as a person has it: where it lies and how it holds its rows."""

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from temper.datasets.terms import Container
from temper.kit.jsonl import open_regular

Compression = Literal["gzip", "zstd"]


class SourceError(Exception):
    """A path that holds no dataset; `kind` is a kind of problem."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Original:
    """One file of a dataset, with its container as far as its name and first bytes show it."""

    path: Path
    container: Container = "jsonl"
    compression: Compression | None = None

    @property
    def plain(self) -> bool:
        """Whether it holds JSON lines that can be read as they are."""
        return self.container == "jsonl" and self.compression is None


def shown(name: str | Path) -> str:
    """A file name as text that any JSON can carry."""
    return str(name).encode("utf-8", "replace").decode()


def reason(error: OSError) -> str:
    """Why the system refused, for a sentence."""
    return error.strerror or str(error)


def status_of(path: Path) -> os.stat_result:
    """What the system knows of a path, links followed. Raises SourceError."""
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise SourceError("missing_file", f"{shown(path)} does not exist.") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            detail = f"{shown(path)} is a link that leads back to itself."
            raise SourceError("not_a_file", detail) from error
        why = reason(error) if isinstance(error, OSError) else "it is no valid path"
        raise SourceError("unreadable", f"{shown(path)} cannot be read: {why}.") from error


def check_regular(path: Path) -> None:
    """Nothing but a regular file, or a link to one, is ever opened. Raises SourceError."""
    mode = status_of(path).st_mode
    if not stat.S_ISREG(mode):
        raise SourceError("not_a_file", f"{shown(path)} is {what(mode)}, not a file.")


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file; none where it cannot be read, which its reader will say."""
    try:
        with open_regular(path) as file:
            return file.read(size)
    except OSError:
        return b""


def what(mode: int) -> str:
    """What a path is, in words."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
