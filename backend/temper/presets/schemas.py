"""What the endpoints of presets take and give."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ID = "20260131-142305-k7q2mz"
_PARAMETERS: dict[str, Any] = {"iters": 600, "learning_rate": 5e-5, "rank": 16}
OWN: dict[str, Any] = {
    "id": ID,
    "method": "sft",
    "name": "Night run",
    "summary": "Long, for the evening",
    "parameters": _PARAMETERS,
    "created_at": "2026-01-31T14:23:05.123Z",
}
OFFERED: dict[str, Any] = {
    "id": "quick",
    "title": "Quick try",
    "summary": "50 iterations to see whether it learns at all.",
    "own": False,
    "parameters": {"iters": 50},
    "reasons": {"iters": "Enough to see the curve move without a long wait."},
}


def _shown(example: dict[str, Any], **settings: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]}, **settings)


def _visible(text: str) -> str:
    """Raises ValueError for a name that nobody could see or type."""
    if not text.strip() or not text.isprintable():
        raise ValueError("A name has at least one visible character and no control characters")
    return text.strip()


def _one_line(text: str) -> str:
    """Raises ValueError for control characters and halves of characters."""
    if not text.isprintable():
        raise ValueError("A summary is one line without control characters")
    return text.strip()


Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_visible)]
Summary = Annotated[str, Field(max_length=500), AfterValidator(_one_line)]
Parameters = Annotated[
    dict[str, Any], Field(description="Parameters by the trainer's names, checked as a plan's are")
]


class NewPreset(BaseModel):
    """Values of a method to keep under a name."""

    model_config = _shown(
        {"name": "Night run", "method": "sft", "parameters": _PARAMETERS}, extra="forbid"
    )

    name: Name
    method: Annotated[str, Field(description="A method id of the catalogue")]
    parameters: Parameters
    summary: Summary = ""


class PresetPatch(BaseModel):
    """What to change about a preset; what is left out stays."""

    model_config = _shown({"name": "Long run"}, extra="forbid")

    name: Name | None = None
    summary: Summary | None = None
    parameters: Parameters | None = None


class OwnPreset(BaseModel):
    """A preset that a person saved."""

    model_config = _shown(OWN, frozen=True)

    id: Annotated[str, Field(description="What `preset` of a request may name")]
    method: str
    name: str
    summary: str
    parameters: dict[str, Any]
    created_at: str


class OwnPresetList(BaseModel):
    """All of them, by method and name."""

    items: list[OwnPreset]
    next_cursor: str | None = None


class PresetOut(BaseModel):
    """A preset as it stands for one method, with what it sets and why."""

    model_config = _shown(OFFERED, frozen=True)

    id: str
    title: str
    summary: str
    own: Annotated[bool, Field(description="Whether a person saved it")]
    parameters: Annotated[dict[str, Any], Field(description="The values that it sets")]
    reasons: Annotated[dict[str, str], Field(description="For each of them a sentence")]


class PresetList(BaseModel):
    """What can be chosen for a method."""

    items: Annotated[list[PresetOut], Field(description="The built-in ones first")]
    assumptions: Annotated[
        list[str], Field(description="What the built-in ones took for granted, where it is unknown")
    ]
    next_cursor: str | None = None
