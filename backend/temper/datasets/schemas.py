"""What the dataset endpoints take and give."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")

Origin = Literal["registered", "uploaded", "converted", "split", "builtin"]
Fix = Literal["strip_bom", "drop_blank_lines", "coerce_numbers", "drop_nulls", "drop_bad_rows"]
OutputFormat = Literal["prompt_answer", "messages", "prompt_completion"]


class DatasetFile(BaseModel):
    """One file of a dataset."""

    split: Split
    path: str
    rows: Annotated[int | None, Field(description="null while not yet counted (large files)")] = (
        None
    )
    bytes: int


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
    column: Annotated[int | None, Field(description="From 1, in bytes, where it is known")] = None
    excerpt: Annotated[str, Field(description="The offending text, shortened")] = ""
    detail: Annotated[str, Field(description="What was found and what is needed")]


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


class RowsPage(BaseModel):
    """A stretch of rows in file order."""

    items: list[RowItem]
    total: Annotated[int, Field(description="Lines in this file")]
    next_cursor: Annotated[int | None, Field(description="The next `offset`; null at the end")] = (
        None
    )


class RegisterRequest(BaseModel):
    """A folder with train.jsonl (valid.jsonl, test.jsonl), or one .jsonl file, on this machine."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"path": "~/data/arithmetic"}]}
    )

    path: Annotated[str, Field(min_length=1, max_length=4096)]
    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None


class ConvertRequest(BaseModel):
    """Make a new dataset in another format, with faults repaired; the original stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"format": "prompt_answer", "fixes": ["strip_bom", "drop_blank_lines"]},
                {"format": None, "fixes": ["coerce_numbers"]},
            ]
        },
    )

    format: Annotated[OutputFormat | None, Field(description="null keeps the present format")] = (
        None
    )
    fixes: list[Fix] = Field(
        default_factory=list[Fix],
        description="strip_bom; drop_blank_lines; coerce_numbers: numbers and true/false become text; "
        "drop_nulls: keys whose value is null go; drop_bad_rows: rows that still have an error go",
    )
    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None


class SplitRequest(BaseModel):
    """Deal all rows out again to train, valid and test; the same seed gives the same split."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"valid": 0.1, "test": 0.1, "seed": 0}]}
    )

    valid: Annotated[float, Field(ge=0, lt=1, description="Share of the rows")] = 0.1
    test: Annotated[float, Field(ge=0, lt=1, description="Share of the rows")] = 0.1
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
