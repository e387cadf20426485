"""The state of the three generators that training draws from: MLX, NumPy and Python."""

import random
from typing import Any

import mlx.core as mx
import numpy as np

State = dict[str, Any]


def randomness() -> State:
    """Where all three stand."""
    version, internal, gauss = random.getstate()
    return {
        "mlx": [mx.array(key) for key in _keys()],
        "numpy": numpy_state(),
        "python": {
            "version": version,
            "internal": np.array(internal, dtype=np.uint64),
            "gauss": gauss,
        },
    }


def restore_randomness(state: State) -> None:
    """Put them back. Raises KeyError, TypeError, ValueError where this is no such state."""
    (key,) = state["mlx"]
    high, low = (int(word) for word in key.tolist())
    # A key is its seed in two words.
    mx.random.seed((high << 32) | low)
    restore_numpy(state["numpy"])
    python = state["python"]
    internal = tuple(int(word) for word in python["internal"].tolist())
    random.setstate((python["version"], internal, python["gauss"]))


def numpy_state() -> State:
    """Where NumPy's own global generator stands."""
    state: Any = np.random.get_state(legacy=False)
    return {
        "generator": state["bit_generator"],
        "key": np.array(state["state"]["key"], dtype=np.uint32),
        "position": int(state["state"]["pos"]),
        "has_gauss": int(state["has_gauss"]),
        "gauss": float(state["gauss"]),
    }


def restore_numpy(state: State) -> None:
    """Put NumPy's global generator where it was."""
    np.random.set_state(
        {
            "bit_generator": state["generator"],
            "state": {
                "key": np.array(state["key"], dtype=np.uint32),
                "pos": state["position"],
            },
            "has_gauss": state["has_gauss"],
            "gauss": state["gauss"],
        }
    )


def _keys() -> list[Any]:
    state: Any = mx.random.state  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue, reportUnknownVariableType]
    return list(state)
