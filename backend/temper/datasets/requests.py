"""What the dataset endpoints take."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from temper.datasets.terms import Fix, OutputFormat

_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Unicode categories of control characters, halves of characters and breaks of lines."""


def on_one_line(name: str) -> str:
    """`name` without what cannot be shown on one line."""
    return "".join(c for c in name if unicodedata.category(c) not in _UNSEEN)


def _check_name(name: str) -> str:
    if on_one_line(name) != name or not name.strip():
        raise ValueError("A name is one line of text, without control characters")
    return name


DatasetName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_name)]


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
    name: DatasetName | None = None


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
        description="In whatever order they are named they are done in this one: "
        "re_encode: Latin-1, Windows-1252, UTF-16 and UTF-32 become UTF-8; strip_bom; "
        "drop_blank_lines; coerce_numbers: numbers and true/false in the place of a text become text, "
        "as they are written; remove_control_characters; drop_nulls: keys whose value is null go; "
        "trim_texts; rename_roles: human → user, gpt → assistant; join_repeated_turns; "
        "extract_final_answer: what stands after #### becomes the answer, what stands before it "
        "`reasoning`; drop_bad_rows: rows that still have an error go; mark_bad_rows: they go to "
        "rejected.jsonl with the reason; deduplicate; deduplicate_normalised: but for space and case; "
        "drop_overlap: training rows that are in valid or test go",
    )
    multi_turn: Annotated[
        Literal["refuse", "last_exchange"],
        Field(
            description="What becomes of a longer conversation where a row holds one question and its "
            "answer: it is refused, or its last exchange is taken, with the turns before it written "
            "out in the prompt"
        ),
    ] = "refuse"
    bad_kinds: list[str] = Field(
        default_factory=list[str],
        description="Kinds of problems that make a row bad for drop_bad_rows and mark_bad_rows; every "
        "error where none is named",
    )
    name: DatasetName | None = None


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
    name: DatasetName | None = None
