"""A run folder out of an archive that anybody may have made."""

import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from temper.errors import StorageError
from temper.runs.transfer.arrival import refused
from temper.runs.transfer.pack import OF_A_PROCESS

MOST_FILES = 20_000
SPARED_BYTES = 256 << 20
"""What is left free on the disk."""
LONGEST_NAME = 200


def unpack(archive: Path, target: Path) -> None:
    """Write the files of the archive's one folder into `target`, which is there and empty.

    Nothing is written outside of it, and no links. Raises InvalidRequest, StorageError.
    """
    room = shutil.disk_usage(target).free - SPARED_BYTES
    try:
        with tarfile.open(archive, "r|gz") as tar:
            for number, member in enumerate(tar):
                if number >= MOST_FILES:
                    raise refused(f"It holds more than {MOST_FILES:,} files.")
                path = _inside(member)
                if path is None:
                    continue
                room -= member.size
                if room < 0:
                    raise StorageError("There is too little room on the disk for this run.")
                _write(tar, member, target / path)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise StorageError(f"The run cannot be unpacked: {error.strerror}.") from error
        raise refused(f"It is no whole .tar.gz ({error}).") from error


def _inside(member: tarfile.TarInfo) -> PurePosixPath | None:
    """Where a file belongs below the run folder; None where it is not wanted. Raises InvalidRequest."""
    path = PurePosixPath(member.name)
    shown = ascii(member.name)[:100]
    if path.is_absolute() or ".." in path.parts or "\\" in member.name or "\0" in member.name:
        raise refused(f"The file {shown} would lie outside of the run's folder.")
    if not member.isfile() and not member.isdir():
        raise refused(f"{shown} is neither a file nor a folder.")
    inside = PurePosixPath(*path.parts[1:])
    if member.isdir() or not inside.parts:
        return None
    if any(len(part.encode("utf-8", "replace")) > LONGEST_NAME for part in inside.parts):
        raise refused(f"The name {shown} is too long.")
    hidden = any(part.startswith(".") for part in inside.parts)
    return None if hidden or inside.name in OF_A_PROCESS else inside


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    if source is None:
        raise refused(f"{ascii(member.name)[:100]} cannot be read.")
    # A name that came before is never written over.
    with path.open("xb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
