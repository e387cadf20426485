"""Columns, mappings and what a conversion would do, as the endpoints give them."""

from typing import Annotated

from pydantic import BaseModel, Field

from temper.datasets.formats import DatasetShape
from temper.datasets.schemas import DatasetProblem
from temper.datasets.terms import OutputFormat, Split


class Column(BaseModel):
    """A key of the rows, as far as the first thousands of rows show it."""

    name: str
    kinds: Annotated[
        dict[str, int], Field(description="How many rows have it as text, number, list, null, …")
    ]
    example: Annotated[str, Field(description="The first value, shortened")] = ""


class MappingSuggestion(BaseModel):
    """Which column becomes which key."""

    format: OutputFormat
    mapping: Annotated[dict[str, str], Field(description="Key of the format → column")]
    remembered: Annotated[
        bool, Field(description="Whether it was used before for rows with these columns")
    ] = False
    why: str


class ColumnsReport(BaseModel):
    """The columns of a dataset, and how they could be mapped to a format."""

    columns: list[Column]
    rows_seen: int
    suggestions: Annotated[
        list[MappingSuggestion], Field(description="The likeliest first; empty where none fits")
    ]


class StepPreview(BaseModel):
    """What one step of a conversion does."""

    step: Annotated[str, Field(description="A fix, `mapping` or `format`")]
    title: str
    rows: Annotated[int, Field(description="Rows that it changes or leaves out")]


class RowChange(BaseModel):
    """A row before and after."""

    split: Split
    line: int
    before: str
    after: Annotated[str | None, Field(description="null where the row is left out")]
    steps: list[str]


class ConvertPreview(BaseModel):
    """What a conversion would do; nothing was written."""

    rows: Annotated[dict[Split, int], Field(description="Rows that would be written")]
    left_out: Annotated[dict[Split, int], Field(description="Rows that would be left out")]
    steps: list[StepPreview]
    changes: Annotated[list[RowChange], Field(description="The first 50")]
    remaining: Annotated[list[DatasetProblem], Field(description="Errors that would stay")]
    ready_for: list[DatasetShape]
