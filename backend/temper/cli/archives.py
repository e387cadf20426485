"""Runs as archives: written to a file, and sent to the server from one."""

from pathlib import Path
from typing import Any

from temper.cli.client import CallFailed, Client
from temper.cli.console import run_path


def write_archive(client: Client, run_id: str, target: Path, checkpoints: bool) -> int:
    """The size of the archive in bytes. Raises CallFailed; then there is no file."""
    # Beside the target, so that what was broken off never looks whole.
    part = target.with_name(f".{target.name}.part")
    query = {"checkpoints": str(checkpoints).lower()}
    try:
        if target.exists():
            raise CallFailed(f"{target} is there already. Name another file with --output.")
        with part.open("wb") as file:
            for piece in client.pieces(f"{run_path(run_id)}/export", **query):
                file.write(piece)
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise CallFailed(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def send_archive(client: Client, archive: Path) -> dict[str, Any]:
    """The run that was taken in. Raises CallFailed."""
    try:
        with archive.open("rb") as file:
            return client.upload("/runs/import", file, "application/gzip")
    except OSError as error:
        raise CallFailed(f"{archive} cannot be read: {error.strerror or error}.") from error
