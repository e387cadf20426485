"""Folders of rows for properties of validation, with every fault that a file can have."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from temper.datasets.formats import DatasetShape
from temper.datasets.schemas import DatasetProblem, Report

SHAPES: tuple[DatasetShape, ...] = (
    "sft",
    "prompt_answer",
    "preference",
    "token_preference",
    "prompts",
)
shapes = st.sampled_from(SHAPES)

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.sampled_from(
        ["a", "A", " a", "a  b", "a\nb", "A B", "", " ", "\u00a0", "\x07", "\ufffd", "5", "Σ", "σ",
         'say "a"', "a\\n", "<answer>5</answer>", "2 + 3 = 5\n#### 5", "The sum is five."]
    ),
)  # fmt: skip
turns = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["user", "assistant", "system", "tool", "human", "Gpt", "who"]),
        "content": st.one_of(texts, st.none(), st.integers(0, 9)),
        "tool_calls": st.just([{"id": "1", "function": {"name": "f"}}]),
        "weight": st.integers(0, 1),
    },
)
values = st.one_of(
    texts, texts, st.none(), st.integers(), st.floats(), st.lists(turns, max_size=3),
    st.lists(texts, max_size=2),
)  # fmt: skip
keys = st.sampled_from(
    ["prompt", "answer", "system", "messages", "completion", "text", "type", "chosen", "rejected",
     "tools", "context_with_chat_template", "rejected_decoded", "multi_chosen_decoded", "id",
     "instruction", "output", "conversations", "question", "problem", "reasoning_steps"]
)  # fmt: skip
REQUIRED = (
    ("prompt", "answer"),
    ("prompt", "completion"),
    ("text",),
    ("messages",),
    ("prompt", "chosen", "rejected"),
    ("context_with_chat_template", "rejected_decoded", "multi_chosen_decoded"),
    ("prompt",),
    ("instruction", "output"),
    ("conversations",),
    ("question", "answer"),
    ("problem", "reasoning_steps"),
)


def lines(required: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Lines, most of which have these keys, with texts."""
    sound = st.fixed_dictionaries(
        {key: st.lists(turns, max_size=3) if key == "messages" else texts for key in required},
        optional={"system": texts, "type": texts, "id": st.integers()},
    )
    rough = st.fixed_dictionaries(dict.fromkeys(required, values), optional={"system": values})
    rows = st.one_of(sound, sound, rough, st.dictionaries(keys, values, max_size=4))
    return st.one_of(
        rows.map(lambda row: json.dumps(row).encode()),
        rows.map(lambda row: json.dumps(row, ensure_ascii=False).encode()),
        rows.map(lambda row: json.dumps(row, separators=(",", ":")).encode() + b"\r"),
        st.binary(max_size=12),
        st.sampled_from(ODD),
    )


ODD = [
    b"", b" ", b"\r", b"\xef\xbb\xbf{}", b"{}{}", b'{"prompt":"a","prompt":"b","answer":"c"}',
    b'{"prompt":"a","answer":"b"} {"prompt":"a","answer":"b"}', b'{"prompt":', b'"a","answer":"b"}',
    b'{"prompt":"a","answer":"b","x":{"y":1,"y":2}}', b'{"prompt":"a","answer":1e999}',
    b'{"prompt":"a","answer":"b","x":1e999}', b'{"prompt":"a","answer":"\\ud800"}', b"[1]", b"null",
    b'{"prompt":"a","\\u0070rompt":"b","answer":"c"}', b'{"text":"\xff"}', b' {"text":"a"} ',
    b'{"prompt":"a",\r"answer":"b"}', b'{"text":"\\u000b"}', b'{"text":"a\\u000b\\u001cb"}',
    b'{"text":"' + b"x" * 300_000 + b'"}',
]  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """What a file may hold."""
    some = draw(st.lists(lines(draw(st.sampled_from(REQUIRED))), max_size=25))
    ending = draw(st.sampled_from([b"", b"\n"]))
    return draw(st.sampled_from([b"\n", b"\n", b"\r\n"])).join(some) + ending


def write(factory: pytest.TempPathFactory, **splits: bytes) -> Path:
    """A folder with these files."""
    folder = factory.mktemp("data")
    for split, data in splits.items():
        (folder / f"{split}.jsonl").write_bytes(data)
    return folder


def jsonl(*rows: Any) -> bytes:
    """Rows as lines."""
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def kinds(report: Report) -> dict[str, int]:
    """How often each kind was found."""
    return {problem.kind: problem.count for problem in report.problems}


def found(report: Report, kind: str) -> DatasetProblem:
    """The problem of a kind."""
    return next(problem for problem in report.problems if problem.kind == kind)
