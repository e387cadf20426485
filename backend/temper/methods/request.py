"""What a person asks for, before anything is checked."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class PlanRequest(BaseModel):
    """Which method, on which model, with which data and parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    method: Annotated[str, Field(examples=["grpo"], description="A method id of the catalogue")]
    model: Annotated[
        str, Field(examples=["starter-model"], description="A model id, a folder, or a hub name")
    ]
    dataset: Annotated[
        str, Field(examples=["arithmetic"], description="A dataset id, a folder, or one file")
    ]
    preset: Annotated[
        str | None,
        Field(
            max_length=200,
            description="`quick`, `balanced`, `thorough`, or the id of a preset of your own: its values "
            "lie under `parameters` and over the defaults",
        ),
    ] = None
    parameters: Annotated[
        dict[str, Any],
        Field(
            default_factory=dict,
            description="Parameters by the trainer's names; what is left out keeps its default",
            examples=[{"iters": 40, "group_size": 8}],
        ),
    ]
