"""What is not taken in, and the names that files of a run may have."""

from pathlib import PurePosixPath

from temper.errors import FieldError, InvalidRequest

LONGEST_NAME = 200
LONGEST_PATH = 400
"""Bytes: every system takes it below the data folder, and it is not too deep to walk through."""


def refused(words: str) -> InvalidRequest:
    """The archive is not taken."""
    return InvalidRequest.of(FieldError("", f"This is no run that Temper exported. {words}"))


def shown(name: str) -> str:
    """A name to tell of, whatever is in it."""
    return ascii(name)[:100]


def file_name(name: str) -> PurePosixPath:
    """The place of a file in its folder, on any system. Raises InvalidRequest."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise refused(f"The file {shown(name)} would lie outside of the run's folder.")
    try:
        longest = max((len(part.encode()) for part in path.parts), default=0)
    except UnicodeEncodeError as error:
        raise refused(f"The name {shown(name)} is no text.") from error
    if longest > LONGEST_NAME or len(str(path).encode()) > LONGEST_PATH:
        raise refused(f"The name {shown(name)} is too long.")
    return path
