"""Numbers of NumPy and MLX as plain ones."""

import math
from typing import Any


def plain_number(value: Any) -> int | float | None:
    """The plain number in a scalar of any library; None where there is none or it is not finite."""
    if value is None:
        return None
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, int):
        return int(number)
    number = float(number)
    return number if math.isfinite(number) else None
