"""Lengths in tokens and views of rows, as the endpoints give them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from temper.datasets.terms import Split


class TokenRange(BaseModel):
    """One bar of a histogram: rows with `start` to `end` - 1 tokens."""

    start: int
    end: int
    rows: int


class TokenAdvice(BaseModel):
    """`95% fit in 512`, and the parameters that say so."""

    sentence: str
    share: Annotated[float, Field(description="Of the rows that are whole with these parameters")]
    parameters: dict[str, Any]


class CutPlace(BaseModel):
    """A row that is longer than the limit, and exactly what it loses."""

    split: Split
    file: str
    line: int
    row: Annotated[int, Field(description="From 1, as `/rows` counts them")]
    tokens: int
    loses: Annotated[str, Field(description="What is cut, in words")]


class TokensReport(BaseModel):
    """Lengths of the rows as the model's own tokenizer and chat template make them."""

    state: Literal["running", "done", "failed", "cancelled"]
    progress: Annotated[float, Field(ge=0, le=1)] = 0.0
    error: str | None = None
    dataset: str
    method: str
    model: str
    limit: Annotated[int, Field(description="max_seq_length of the request")]
    rows: Annotated[int, Field(description="Rows whose length is known")] = 0
    total_rows: int = 0
    exact: Annotated[
        bool, Field(description="Whether every row was measured, not a random sample")
    ] = True
    statement: Annotated[
        str, Field(description="`All 200 rows.`, or which sample, and how far it can be off")
    ] = ""
    histogram: list[TokenRange] = Field(default_factory=list[TokenRange])
    quantiles: Annotated[
        dict[str, int], Field(description="p50, p90, p95, p99 and max, in tokens")
    ] = Field(default_factory=dict[str, int])
    over_limit: Annotated[int, Field(description="Measured rows that are cut")] = 0
    loses: Annotated[str, Field(description="What a row over the limit loses, in a sentence")] = ""
    cut: Annotated[list[CutPlace], Field(description="The first 100 rows that are cut")] = Field(
        default_factory=list[CutPlace]
    )
    advice: list[TokenAdvice] = Field(default_factory=list[TokenAdvice])


class Segment(BaseModel):
    """A stretch of what the model sees."""

    text: str
    special: Annotated[bool, Field(description="One special token")] = False
    trained: Annotated[bool, Field(description="Whether the loss is taken here")] = False
    cut: Annotated[bool, Field(description="Whether it lies beyond the limit")] = False


class ModelView(BaseModel):
    """A row as the model will see it."""

    tokens: int
    segments: list[Segment]
    parts: Annotated[
        list[str], Field(description="Titles, where a row becomes several texts (chosen, rejected)")
    ] = Field(default_factory=list[str])
    note: Annotated[str, Field(description="What else is to be known")] = ""
