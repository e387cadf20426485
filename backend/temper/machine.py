"""What this machine trains with, told without loading MLX."""

import platform
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import psutil

from temper import __version__

PACKAGES = ("mlx", "mlx-lm", "mlx-lm-lora")


@cache
def versions() -> dict[str, str]:
    """Temper, Python, and what the trainer is made of; `not installed` where it is not."""
    return {"temper": __version__, "python": platform.python_version()} | {
        name: _version(name) for name in PACKAGES
    }


@cache
def backend() -> str:
    """`metal`, `cuda` or `cpu`: which MLX is installed, told from its packages without loading it."""
    if sys.platform == "darwin":
        return "metal"
    cuda = any(
        _version(name) != "not installed" for name in ("mlx-cuda-13", "mlx-cuda-12", "mlx-cuda")
    )
    return "cuda" if cuda and Path("/dev/nvidiactl").exists() else "cpu"


@cache
def device() -> str:
    """The device in words."""
    name = {"metal": "Metal", "cuda": "CUDA", "cpu": "CPU"}[backend()]
    return f"{name}, {platform.system()} {platform.machine()}"


@cache
def memory_bytes() -> int | None:
    """What model and training share: the machine's memory; None for a GPU with memory of its own."""
    return None if backend() == "cuda" else psutil.virtual_memory().total


@cache
def fast_blas() -> str | None:
    """A fast BLAS for MLX's CPU backend, where the system has one.

    The mlx-cpu wheel links the slow reference BLAS; Debian's libopenblas0-pthread, loaded before
    it, does the same float32 products many times faster (benchmarks/blas.py prints the ratio).
    """
    if backend() != "cpu":
        return None
    found = sorted(Path("/usr/lib").glob("*/openblas-pthread/libblas.so.3"))
    return str(found[0]) if found else None


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
