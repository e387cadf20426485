"""A run folder out of an archive that anybody may have made."""

import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from temper.errors import StorageError
from temper.runs.transfer.pack import OF_A_PROCESS
from temper.runs.transfer.refusal import file_name, refused, shown

MOST_FILES = 20_000
SPARED_BYTES = 256 << 20
"""What is left free on the disk."""
MOST_SHRUNK = 1032
"""How many times deflate can shrink anything at most (zlib.net/zlib_tech.html)."""


def unpack(archive: Path, target: Path) -> None:
    """Write the files of the archive's one folder into `target`, which is there and empty.

    Nothing is written outside of it, and no links. Raises InvalidRequest, StorageError.
    """
    room = shutil.disk_usage(target).free - SPARED_BYTES
    most = archive.stat().st_size * MOST_SHRUNK
    try:
        with tarfile.open(archive, "r|gz") as tar:
            for number, member in enumerate(tar):
                if number >= MOST_FILES:
                    raise refused(f"It holds more than {MOST_FILES:,} files.")
                path = _inside(member)
                if path is None:
                    continue
                if not 0 <= member.size <= most:
                    raise refused(f"{shown(member.name)} is not of the size that it claims.")
                room -= member.size
                if room < 0:
                    raise StorageError("There is too little room on the disk for this run.")
                _write(tar, member, target / path)
    except (tarfile.TarError, EOFError, zlib.error, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise StorageError(f"The run cannot be unpacked: {error.strerror}.") from error
        raise refused(f"It is no whole .tar.gz ({error}).") from error


def _inside(member: tarfile.TarInfo) -> PurePosixPath | None:
    """Where a file belongs below the run folder; None where it is not wanted. Raises InvalidRequest."""
    path = file_name(member.name)
    if not member.isfile() and not member.isdir():
        raise refused(f"{shown(member.name)} is neither a file nor a folder.")
    inside = PurePosixPath(*path.parts[1:])
    if member.isdir() or not inside.parts:
        return None
    hidden = any(part.startswith(".") for part in inside.parts)
    return None if hidden or inside.name in OF_A_PROCESS else inside


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise refused(f"{shown(member.name)} cannot be read.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A name that came before is never written over.
        file = path.open("xb")
    except (FileExistsError, NotADirectoryError) as error:
        raise refused(f"The name {shown(member.name)} comes twice.") from error
    with file:
        shutil.copyfileobj(source, file, 1 << 20)
