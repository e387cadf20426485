"""Paths that people send, as paths on this machine."""

from pathlib import Path

from temper.datasets.source import SourceError, reason


def given_path(text: str) -> Path:
    """The absolute path that `text` means, symbolic links followed. Raises SourceError."""
    try:
        text.encode()
        path = Path(text).expanduser()
    except UnicodeEncodeError as error:
        raise SourceError("unreadable", "The path is not valid text.") from error
    except RuntimeError as error:
        raise SourceError(
            "missing_file", f"{text} names a home folder that does not exist."
        ) from error
    if not path.is_absolute():
        raise SourceError("missing_file", f"{text} is not an absolute path; begin it with / or ~.")
    try:
        resolved = path.resolve(strict=True)
        str(resolved).encode()
    except FileNotFoundError as error:
        raise SourceError("missing_file", f"{text} does not exist.") from error
    except RuntimeError as error:
        raise SourceError("unreadable", f"{text} is a loop of symbolic links.") from error
    except UnicodeEncodeError as error:
        raise SourceError("unreadable", f"{text} leads to a name that is not UTF-8.") from error
    except OSError as error:
        raise SourceError("unreadable", f"{text} cannot be read: {reason(error)}.") from error
    except ValueError as error:
        raise SourceError("unreadable", "The path holds a NUL byte.") from error
    if resolved.parts[1:2] in (("proc",), ("sys",)):
        raise SourceError("not_a_file", f"{text} is no file on a disk, but a view into the system.")
    return resolved
