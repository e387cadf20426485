"""Rows that repeat are found by what their format reads, however many there are."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temper.datasets.derived import duplicates
from temper.datasets.derived.duplicates import Digests128, digest, overlapping, repeated
from tests.examples import examples


def written(path: Path, rows: list[dict[str, Any] | None]) -> Digests128:
    digests = Digests128(path)
    for number, row in enumerate(rows, 1):
        digests.add(row, number)
    digests.close()
    return digests


words = st.sampled_from(["a", "A", " a", "b", "c"])
many = st.lists(st.none() | st.fixed_dictionaries({"prompt": words, "answer": words}), max_size=30)


@settings(max_examples=examples(50))
@given(rows=many, others=many)
@pytest.mark.parametrize("partition", [1 << 20, 3])
def test_it_is_what_looking_at_all_rows_at_once_says(
    tmp_path_factory: pytest.TempPathFactory,
    partition: int,
    rows: list[dict[str, Any] | None],
    others: list[dict[str, Any] | None],
) -> None:
    folder = tmp_path_factory.mktemp("digests")
    train, valid = written(folder / "train", rows), written(folder / "valid", others)
    nothing = np.zeros(len(rows), np.bool_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_PARTITION", partition)
        for kind, part in (("exact", slice(0, 16)), ("normal", slice(16, 32))):
            seen: set[bytes] = set()
            expected: list[bool] = []
            for row in rows:
                name = (digest(row) or b"")[part]
                expected.append(bool(name) and name in seen)
                seen.add(name)
            assert repeated(train.path, train.count, kind, nothing).tolist() == expected
        held = {(digest(row) or b"")[16:] for row in others} - {b""}
        found = overlapping(
            (train.path, train.count, nothing),
            [(valid.path, valid.count, np.zeros(len(others), np.bool_))],
        )
    assert found.tolist() == [(digest(row) or b"")[16:] in held for row in rows]


def test_rows_are_the_same_when_what_is_read_is_the_same() -> None:
    row = {"prompt": "a b", "answer": "c"}
    assert digest(row) == digest({"answer": "c", "prompt": "a b", "id": 7})
    assert digest(row) != digest(row | {"system": "s"})
    normal = [(digest(row | {"prompt": text}) or b"")[16:] for text in ("a b", " A\n b ", "ab")]
    assert normal[0] == normal[1] != normal[2]
    assert digest({"id": 1}) is None
