"""A file to resume from must fit what the run trains."""

from pathlib import Path

import mlx.core as mx
import pytest

from temper.trainer.outcome import TrainingFailed
from temper.trainer.records import Records
from temper.trainer.resume import check_resume_file, warn_of_start
from tests.trainer.wrapped import Recorded

RANK_4 = {"q.lora_a": (16, 4), "q.lora_b": (4, 16)}


def resume(path: Path, trainable: dict[str, tuple[int, ...]]) -> list[str]:
    sink = Recorded()
    check_resume_file(str(path), trainable, Records(sink))
    return [record["code"] for record in sink.records]


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    path = tmp_path / "adapters.safetensors"
    tensors = {name: mx.zeros(shape) for name, shape in RANK_4.items()}
    mx.save_safetensors(str(path), tensors)  # pyright: ignore[reportUnknownMemberType]
    return path


def test_the_same_shapes_are_resumed(adapter: Path):
    assert resume(adapter, RANK_4) == []


def test_that_weights_alone_start_anew_is_said():
    sink = Recorded()
    warn_of_start(Records(sink))
    assert [record["code"] for record in sink.records] == ["resume-starts-over"]


def test_tensors_that_the_file_lacks_are_said(adapter: Path):
    assert resume(adapter, {**RANK_4, "k.lora_a": (16, 4)}) == ["resume-partly"]


@pytest.mark.parametrize(
    ("trainable", "reason"),
    [
        ({"q.lora_a": (16, 8), "q.lora_b": (8, 16)}, r"has the shape 16 × 4, .* trains 16 × 8"),
        ({"q.weight": (16, 16)}, "none of its tensors is trained here"),
        ({"q.lora_a": (16, 4)}, "1 of its 2 tensors are not trained here, such as q.lora_b"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    adapter: Path, trainable: dict[str, tuple[int, ...]], reason: str
):
    with pytest.raises(TrainingFailed, match=reason):
        resume(adapter, trainable)


@pytest.mark.parametrize("content", [b"", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]", b"not tensors"])
def test_a_file_that_is_no_adapter_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "adapters.safetensors"
    path.write_bytes(content)
    with pytest.raises(TrainingFailed, match="is not a readable safetensors file"):
        resume(path, RANK_4)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(TrainingFailed, match="does not exist"):
        resume(tmp_path / "gone", RANK_4)
