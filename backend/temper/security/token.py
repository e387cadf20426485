"""The access token: one secret for each data folder."""

import hmac
import os
import secrets
from pathlib import Path

from temper.errors import StorageError


def load_or_create_token(path: Path) -> str:
    """The token in `path`, made on first use and readable by its owner alone. Raises StorageError."""
    try:
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(32) + "\n")
        path.chmod(0o600)
        token = path.read_text().strip()
    except OSError as error:
        raise StorageError(
            f"The access token {path} cannot be read or written: {error}."
        ) from error
    if not token:
        raise StorageError(f"The access token file {path} is empty; delete it to get a new one.")
    return token


def same_token(given: str, expected: str) -> bool:
    """Whether two tokens are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
