"""Long work on datasets, as the endpoints give it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

JobKind = Literal[
    "import", "download", "validate", "columns", "convert", "split", "prepare", "tokens"
]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class Job(BaseModel):
    """Long work on a dataset: an import, a download, a validation, a conversion."""

    id: str
    kind: JobKind
    title: Annotated[str, Field(description="`Checking big.jsonl`")]
    dataset: str | None = None
    state: Annotated[
        JobState, Field(description="`waiting`: begins when the work before it has ended")
    ]
    progress: Annotated[float | None, Field(description="0 to 1; null while unknown")] = None
    seconds_left: float | None = None
    error: str | None = None
    result: Annotated[str | None, Field(description="The id of the dataset it made")] = None


class JobPage(BaseModel):
    """Work that is going on, and what ended lately."""

    items: list[Job]
