"""Datasets, their reports and rows, as the endpoints give them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from temper.datasets.formats import DatasetShape
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.terms import Container, Fix, Origin, Split
from temper.datasets.token_schemas import ModelView


class DatasetFile(BaseModel):
    """One file of a dataset."""

    split: Split
    path: str
    rows: Annotated[int | None, Field(description="null while not yet counted (large files)")] = (
        None
    )
    bytes: int
    container: Container = "jsonl"
    compression: Literal["gzip", "zstd"] | None = None
    parts: Annotated[int, Field(description="Files that hold this split (shards)")] = 1


class DatasetOut(BaseModel):
    """A dataset that Temper knows."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "arithmetic",
                    "name": "arithmetic",
                    "path": "/home/ada/temper/test_data/arithmetic",
                    "origin": "builtin",
                    "created_at": "2026-01-31T14:23:05.123Z",
                    "files": [
                        {
                            "split": "train",
                            "path": "/home/ada/temper/test_data/arithmetic/train.jsonl",
                            "rows": 200,
                            "bytes": 25400,
                        }
                    ],
                    "format": "prompt_answer",
                    "format_title": "prompt/answer",
                    "missing": None,
                    "lineage": {},
                }
            ]
        }
    )

    id: str
    name: str
    path: str
    origin: Origin
    created_at: str
    files: list[DatasetFile]
    format: Annotated[str | None, Field(description="The format of its rows, null while unknown")]
    format_title: str | None = None
    missing: Annotated[
        str | None, Field(description="Set when its files are gone or unreadable: what was found")
    ] = None
    lineage: Annotated[
        dict[str, Any],
        Field(description="Where a converted or split dataset came from: source, digests, steps"),
    ]


class DatasetPage(BaseModel):
    """Datasets, newest first; the built-in ones come last."""

    items: list[DatasetOut]
    next_cursor: str | None = None


class Place(BaseModel):
    """Where a problem was found."""

    file: str
    line: Annotated[int | None, Field(description="From 1; null for the whole file")] = None
    row: Annotated[
        int | None, Field(description="From 1, where rows are not lines (CSV, JSON array, Parquet)")
    ] = None
    split: Split | None = None
    position: Annotated[
        int | None, Field(description="Of its row in the split, from 1, as `/rows` counts them")
    ] = None
    offset: Annotated[int | None, Field(description="In bytes from 0, where it is known")] = None
    column: Annotated[int | None, Field(description="From 1, in characters, where it is known")] = (
        None
    )
    excerpt: Annotated[str, Field(description="The offending text, shortened")] = ""
    detail: Annotated[str, Field(description="What was found and what is needed")]


class Action(BaseModel):
    """A remedy that is one click away: its words, and the body to post."""

    label: Annotated[str, Field(description="For a button: `Drop 3 rows`")]
    note: Annotated[
        str | None, Field(description="What it means for the rows, where the label says too little")
    ] = None
    convert: Annotated[
        ConvertRequest | None, Field(description="Post this to `/convert` (or `/preview` first)")
    ] = None
    split: Annotated[SplitRequest | None, Field(description="Post this to `/split`")] = None
    parameters: Annotated[
        dict[str, Any], Field(description="Or set these parameters of the run")
    ] = Field(default_factory=dict[str, Any])


class DatasetProblem(BaseModel):
    """One kind of problem with every place it was found (the first 100)."""

    kind: str
    severity: Literal["error", "warning"]
    title: str
    count: int
    fix: Annotated[str, Field(description="What to do about it")]
    repair: Annotated[
        Fix | None, Field(description="The fix of `/convert` that repairs it, if one does")
    ] = None
    action: Annotated[
        Action | None, Field(description="What one click does about it, if something can")
    ] = None
    places: list[Place]


class SplitReport(BaseModel):
    """What one file holds."""

    split: Split
    file: str
    rows: int
    bytes: int


class Report(BaseModel):
    """What a dataset is, whether it is ready, and what stands in the way."""

    ready: bool
    verdict: Annotated[str, Field(description="One true, plain sentence")]
    format: str | None
    format_title: str | None
    splits: list[SplitReport]
    problems: Annotated[list[DatasetProblem], Field(description="Errors first")]
    what_happens: Annotated[
        str | None, Field(description="What a plan makes of these rows for this method")
    ] = None
    ready_for: Annotated[
        list[DatasetShape], Field(description="Row shapes that these files are ready for")
    ] = Field(default_factory=list[DatasetShape])
    suggestion: Annotated[
        Action | None, Field(description="The one step that helps most, where there is one")
    ] = None


class DatasetReport(Report):
    """The report on one dataset for one method."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "dataset": "20260131-142305-k7q2mz",
                    "method": "grpo",
                    "ready": False,
                    "verdict": "Not ready: 1 error in train.jsonl, line 3: `answer` is the number 7; "
                    'the trainer needs text. Write "7".',
                    "format": "prompt_answer",
                    "format_title": "prompt/answer",
                    "splits": [
                        {"split": "train", "file": "train.jsonl", "rows": 200, "bytes": 25400}
                    ],
                    "problems": [
                        {
                            "kind": "not_text",
                            "severity": "error",
                            "title": "Values that are not text",
                            "count": 1,
                            "fix": "Write every value as text, in double quotes.",
                            "repair": "coerce_numbers",
                            "places": [
                                {
                                    "file": "train.jsonl",
                                    "line": 3,
                                    "column": None,
                                    "excerpt": '{"prompt": "What is 3 + 4?", "answer": 7}',
                                    "detail": "`answer` is the number 7; the trainer needs text. "
                                    'Write "7".',
                                }
                            ],
                        }
                    ],
                    "what_happens": "prompt/answer rows stay as they are, one prompt a row.",
                }
            ]
        }
    )

    dataset: str
    method: str
    methods: Annotated[
        list[str], Field(description="Every method id that these files are ready for")
    ] = Field(default_factory=list[str])


class RowItem(BaseModel):
    """One line of a file."""

    index: Annotated[int, Field(description="From 0 within the file")]
    split: Split
    row: Annotated[
        Any, Field(description="As stored, decoded; null where the line is no row or very long")
    ] = None
    raw: Annotated[
        str | None, Field(description="The start of the line's text, where `row` is null")
    ] = None
    rendered: Annotated[
        str | None, Field(description="The row as the trainer gets it, one `[role]` block a turn")
    ] = None
    views: Annotated[
        list[ModelView],
        Field(description="With `model`: as the model sees it; two texts for a preference pair"),
    ] = Field(default_factory=list[ModelView])
    problem: Annotated[str | None, Field(description="Why there is no view of this row")] = None


class RowsPage(BaseModel):
    """A stretch of rows in file order."""

    items: list[RowItem]
    total: Annotated[int, Field(description="Lines in this file")]
    next_cursor: Annotated[int | None, Field(description="The next `offset`; null at the end")] = (
        None
    )
