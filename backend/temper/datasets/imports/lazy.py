"""Heavy libraries, which the server's process never loads."""

import importlib
from typing import Any


def pyarrow(module: str = "") -> Any:
    """pyarrow, or one of its modules; the first call takes a fifth of a second and 60 MB."""
    return importlib.import_module(f"pyarrow.{module}" if module else "pyarrow")
