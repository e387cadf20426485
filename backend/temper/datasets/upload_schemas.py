"""Uploads that may break off and go on, as the endpoints take and give them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class UploadFile(BaseModel):
    """A file that is to come."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=1000, examples=["chats.csv"])]
    bytes: Annotated[int, Field(ge=1, le=2**53)]


class UploadRequest(BaseModel):
    """Files that together become one dataset."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"files": [{"name": "chats.csv", "bytes": 48123}]}]},
    )

    files: Annotated[list[UploadFile], Field(min_length=1, max_length=100)]
    name: Annotated[str | None, Field(max_length=200)] = None


class UploadState(BaseModel):
    """How far an upload is. Its files are sent one after the other as one stream of bytes."""

    id: str
    bytes: Annotated[int, Field(description="Of all files together")]
    offset: Annotated[int, Field(description="Bytes that have arrived; send on from here")]
