"""A preview is the conversion itself, and leaves nothing."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temper.datasets.derived.derive import convert_files
from temper.datasets.derived.preview import preview_conversion
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import find_source
from temper.datasets.terms import Fix
from temper.errors import InvalidRequest
from tests.datasets.conftest import ROW, WriteRows
from tests.examples import examples

lines = st.sampled_from(
    [
        b'{"prompt": "a", "answer": "b"}',
        b'{"prompt": "A ", "answer": "b"}',
        b'{"prompt": "a", "answer": 7}',
        b'{"question": "q", "answer": "w\\n#### 4"}',
        b'\xef\xbb\xbf{"prompt": "c", "answer": "b"}',
        b'{"prompt": "\xe9", "answer": "b"}',
        b'{"messages": [{"role": "human", "content": "q"}, {"role": "gpt", "content": "a"}]}',
        b"",
        b"nonsense",
    ]
)


@settings(max_examples=examples(40), deadline=None)
@given(
    train=st.lists(lines, min_size=1, max_size=8),
    valid=st.lists(lines, min_size=1, max_size=3),
    fixes=st.sets(st.sampled_from(list(get_args(Fix))), min_size=1),
    target=st.sampled_from([None, "prompt_answer", "messages"]),
)
def test_a_preview_says_what_the_conversion_does(
    tmp_path_factory: pytest.TempPathFactory,
    train: list[bytes],
    valid: list[bytes],
    fixes: set[Fix],
    target: Any,
) -> None:
    base = tmp_path_factory.mktemp("preview")
    folder, out, within = (base / name for name in ("data", "out", "within"))
    for each in (folder, out, within):
        each.mkdir()
    (folder / "train.jsonl").write_bytes(b"\n".join(train))
    (folder / "valid.jsonl").write_bytes(b"\n".join(valid) + b"\n")
    source = find_source(folder)
    request = ConvertRequest(format=target, fixes=sorted(fixes))
    try:
        preview = preview_conversion(source, request, within=within)
    except InvalidRequest as refused:
        with pytest.raises(InvalidRequest) as caught:
            convert_files(source, request, out)
        assert caught.value.detail == refused.detail
        return
    finally:
        assert list(within.iterdir()) == []
    made = convert_files(source, request, out)
    assert preview.rows == made.rows
    assert preview.left_out == made.left_out
    assert {step.step: step.rows for step in preview.steps} == made.steps
    texts = (out / "train.jsonl").read_text("utf-8", errors="replace")
    for change in preview.changes:
        if change.after is not None and change.split == "train":
            assert change.after in texts
    assert preview_conversion(find_source(out), request).changes == []


def test_it_shows_the_first_changes_and_what_stays_wrong(write_rows: WriteRows) -> None:
    rows = [ROW | {"prompt": str(n), "answer": n} for n in range(80)]
    folder = write_rows(train=b"x\n" + b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    preview = preview_conversion(
        find_source(folder), ConvertRequest(fixes=["coerce_numbers"]), "prompt_answer"
    )
    assert [change.line for change in preview.changes] == list(range(2, 52))
    assert json.loads(preview.changes[0].after or "")["answer"] == "0"
    assert [(problem.kind, problem.count) for problem in preview.remaining] == [("invalid_json", 1)]
    assert preview.ready_for == []
    ready = preview_conversion(
        find_source(folder), ConvertRequest(fixes=["coerce_numbers", "drop_bad_rows"])
    )
    assert ready.left_out == {"train": 1}
    assert (ready.changes[0].after, ready.changes[0].steps) == (None, ["drop_bad_rows"])
    assert ready.remaining == []
    assert {"sft", "prompt_answer"} <= set(ready.ready_for)


def test_rows_that_only_a_duplicate_takes_out_are_shown(write_rows: WriteRows) -> None:
    folder = write_rows(
        train=[ROW, {"question": "q", "answer": "a"}, ROW], valid=[ROW | {"prompt": "x"}]
    )
    request = ConvertRequest(format="prompt_answer", fixes=["deduplicate"])
    preview = preview_conversion(find_source(folder), request)
    assert [(change.line, change.steps) for change in preview.changes] == [
        (2, ["format"]),
        (3, ["deduplicate"]),
    ]
