"""What the dataset endpoints take."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from temper.datasets.terms import Fix, OutputFormat


class HubSource(BaseModel):
    """A dataset of the Hugging Face hub."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200, examples=["openai/gsm8k"])]
    config: Annotated[
        str | None, Field(max_length=200, description="The subset; needed where there are several")
    ] = None
    revision: Annotated[str | None, Field(max_length=200)] = None


class RegisterRequest(BaseModel):
    """A folder or file on this machine, or a dataset of the Hugging Face hub."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"path": "~/data/arithmetic"}]}
    )

    path: Annotated[str | None, Field(min_length=1, max_length=4096)] = None
    hub: Annotated[
        HubSource | None, Field(description="Instead of a path: downloaded as a job (202)")
    ] = None
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
    mapping: Annotated[
        dict[str, str], Field(description="Key of the format → column that it is taken from")
    ] = Field(default_factory=dict[str, str])
    fixes: list[Fix] = Field(
        default_factory=list[Fix],
        description="strip_bom; drop_blank_lines; coerce_numbers: numbers and true/false become text; "
        "drop_nulls: keys whose value is null go; drop_bad_rows: rows that still have an error go; "
        "mark_bad_rows: they go to rejected.jsonl with the reason",
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
    group_by: Annotated[
        str | None,
        Field(max_length=200, description="A column: rows with the same value stay together"),
    ] = None
    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
