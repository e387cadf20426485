"""Models and adapters as the API shows them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["builtin", "home", "hub_cache", "run", "path", "hub"]


class Quantization(BaseModel):
    """How the weights of a model are packed already."""

    model_config = ConfigDict(frozen=True)

    method: Annotated[str, Field(examples=["affine"])]
    bits: int | None = None
    group_size: int | None = None


class ModelOut(BaseModel):
    """A model or an adapter that a run can name."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, Field(description="What a request may name it by")]
    name: str
    path: Annotated[str | None, Field(description="Null for a model that is not here yet")]
    kind: Literal["model", "adapter"]
    source: Source
    ready: Annotated[bool, Field(description="Whether training can start from it")]
    problem: Annotated[str | None, Field(description="Why it is not ready, and what to do")] = None
    architecture: Annotated[str | None, Field(examples=["qwen2"])] = None
    parameters: Annotated[
        int | None, Field(description="Weights, counted from the files; an estimate when quantized")
    ] = None
    bytes: Annotated[int | None, Field(description="Of its weight files")] = None
    dtype: Annotated[str | None, Field(examples=["bfloat16"])] = None
    quantization: Quantization | None = None
    max_position: Annotated[int | None, Field(description="Tokens that it was made for")] = None
    layers: int | None = None
    widths_divide_by: Annotated[
        int | None, Field(description="The largest number that divides the width of every matrix")
    ] = None
    base: Annotated[str | None, Field(description="The model that an adapter belongs to")] = None


class ModelList(BaseModel):
    items: list[ModelOut]
    next_cursor: str | None = None
