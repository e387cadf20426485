"""A disk of a few megabytes, where the system lets one be mounted."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, *options: str) -> Generator[Path]:
    """`folder` as a mount of its own; the test is skipped where nobody may mount."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", *options, str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"there is no mount here: {error}")
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def small_disk(folder: Path, size: int):
    """A tmpfs of `size` bytes."""
    return mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs")


def read_only(folder: Path):
    """The same folder, in which nobody may write any more, not even root."""
    return mounted(folder, "-o", "bind,ro", str(folder))
