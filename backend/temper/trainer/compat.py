"""What the trainer asks of Metal only, supplied where there is none."""

import os
from collections.abc import Callable
from typing import Any

import mlx.core as mx

KEY = "max_recommended_working_set_size"


def supply_metal_settings() -> None:
    """Without Metal, give `mx.device_info` the key the trainer reads, and let wiring do nothing."""
    if mx.metal.is_available():
        return
    setattr(mx, "device_info", with_working_set(mx.device_info))  # noqa: B010
    setattr(mx, "set_wired_limit", lambda limit: 0)  # noqa: B010  # pyright: ignore


def with_working_set(device_info: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The same function, whose answer always has Metal's key."""

    def device_info_like_metal(*args: Any, **kwargs: Any) -> dict[str, Any]:
        info = device_info(*args, **kwargs)
        return {KEY: info.get("total_memory", physical_memory()), **info}

    return device_info_like_metal


def physical_memory() -> int:
    """Bytes of memory in this machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
