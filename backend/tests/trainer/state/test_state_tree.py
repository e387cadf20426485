"""A tree of arrays and plain values survives a file exactly."""

from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from temper.trainer.state.tree import UnreadableState, read_tree, write_tree


def save(file: str, arrays: Any, metadata: Any) -> None:
    mx.save_safetensors(file, arrays, metadata)  # pyright: ignore[reportUnknownMemberType]


def as_plain(value: Any) -> Any:
    """Arrays with their type, so that equality means equality to the last bit."""
    if isinstance(value, mx.array):
        return str(value.dtype), value.tolist()
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [as_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def test_what_is_read_is_what_was_written(tmp_path: Path):
    tree: dict[str, Any] = {
        "step": mx.array(2**53 + 1, mx.uint64),
        "layers": [{}, {"m": mx.array([[1.5, -0.0]], mx.bfloat16)}, {"a.b": {"v": mx.zeros((3,))}}],
        "sums": {"losses": 0, "tokens": 12.25, "none": None, "name": "x", "yes": True},
    }
    write_tree(tmp_path / "state.safetensors", tree, save)
    assert as_plain(read_tree(tmp_path / "state.safetensors")) == as_plain(tree)
    assert [file.name for file in tmp_path.iterdir()] == ["state.safetensors"]


def test_arrays_of_numpy_become_arrays_and_tuples_lists(tmp_path: Path):
    write_tree(tmp_path / "s.safetensors", {"t": (np.array([1, 2], np.uint32), 3)}, save)
    assert as_plain(read_tree(tmp_path / "s.safetensors")) == {
        "t": [("mlx.core.uint32", [1, 2]), 3]
    }


def test_what_no_file_can_hold_is_refused_and_leaves_nothing(tmp_path: Path):
    with pytest.raises(TypeError, match=r"a\.0 is a object"):
        write_tree(tmp_path / "s.safetensors", {"a": [object()]}, save)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_is_cut_off_leaves_nothing(tmp_path: Path):
    def torn(path: str, *_: Any) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_tree(tmp_path / "s.safetensors", {"a": mx.zeros((2,))}, torn)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}", None])
def test_a_file_that_is_no_state_is_named_so(tmp_path: Path, content: bytes | None):
    path = tmp_path / "s.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableState):
        read_tree(path)


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path):
    path = tmp_path / "s.safetensors"
    write_tree(path, {"a": mx.zeros((100,))}, save)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableState):
        read_tree(path)
