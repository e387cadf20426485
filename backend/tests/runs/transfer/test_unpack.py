"""Archives that anybody may have made."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from temper.errors import InvalidRequest
from temper.runs.transfer.unpack import unpack


def packed(*names: str) -> bytes:
    text = io.BytesIO()
    with tarfile.open(fileobj=text, mode="w:gz") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, io.BytesIO(b"x"))
    return text.getvalue()


def claiming(size: int) -> bytes:
    member = tarfile.TarInfo("run/plan.json")
    member.size = size
    return gzip.compress(member.tobuf(tarfile.GNU_FORMAT) + b"x" * 1000)


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (packed("run/a", "run/a"), "comes twice"),
        (packed("run/a", "run/a/b"), "comes twice"),
        (packed("run/a", "run/a/b/c"), "comes twice"),
        (packed("run/a/b", "run/a"), "comes twice"),
        (packed("run/" + "x" * 300), "too long"),
        (packed("run/" + "/".join(["x" * 100] * 60)), "too long"),
        (packed("run/" + "a/" * 1500 + "f"), "too long"),
        (packed("run/../../escaped"), "outside"),
        (claiming(1 << 50), "not of the size"),
        (claiming(-1), "not of the size"),
    ],
    ids=range(10),
)
def test_what_no_run_folder_can_hold_is_refused(tmp_path: Path, archive: bytes, words: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "archive").write_bytes(archive)
    with pytest.raises(InvalidRequest, match=words):
        unpack(tmp_path / "archive", tmp_path / "run")


def test_zeros_may_be_many(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    member = tarfile.TarInfo("run/zeros")
    member.size = 4 << 20
    data = member.tobuf(tarfile.GNU_FORMAT) + bytes(member.size) + bytes(1024)
    (tmp_path / "archive").write_bytes(gzip.compress(data, 9))
    unpack(tmp_path / "archive", tmp_path / "run")
    assert (tmp_path / "run" / "zeros").stat().st_size == member.size
