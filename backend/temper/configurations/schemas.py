"""What reading and writing a configuration takes and gives."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from temper.configurations.entries import LARGEST_TEXT
from temper.runs import examples
from temper.runs.schemas import RunRequest

Kind = Literal["temper-json", "temper-yaml", "trainer-yaml", "command"]
Format = Literal["yaml", "json", "trainer-yaml", "command"]
Verdict = Literal["taken", "changed", "ignored", "unknown", "wrong", "not_needed"]


class ReadRequest(BaseModel):
    """A configuration in any form that is known."""

    model_config = examples.shown(
        {"text": "mlx_lm_lora.train --model starter-model --train --batch-size 4"},
        extra="forbid",
        frozen=True,
    )

    text: Annotated[str, Field(max_length=LARGEST_TEXT)]
    filename: Annotated[str | None, Field(max_length=1000)] = None
    """Where the text came from: its ending helps to tell what it is."""
    config: Annotated[str | None, Field(max_length=LARGEST_TEXT)] = None
    """For a command line: the text of the YAML file that it names."""


class ReadLine(BaseModel):
    """What becomes of one line of a file, or of one argument of a command."""

    source: Literal["text", "config"]
    line: int
    argument: int | None = None
    """Counted from 1 behind the trainer's name; null for a line of a file."""
    text: str
    verdict: Verdict
    parameter: str | None = None
    message: str


class Finding(BaseModel):
    """What a plan of the request would say."""

    severity: Literal["error", "warning"]
    pointer: str
    message: str
    allowed: str | None = None


class ReadConfiguration(BaseModel):
    """The part of a request that the text gives; null where it gives nothing."""

    method: str | None = None
    model: str | None = None
    dataset: str | None = None
    preset: str | None = None
    name: str | None = None
    parameters: Annotated[dict[str, Any], Field(default_factory=dict)]


class Reading(BaseModel):
    """A configuration as it was understood, line by line."""

    kind: Kind
    trainer: str | None = None
    """The version of mlx-lm-lora whose own parser was asked; null where there was no need."""
    request: ReadConfiguration
    lines: list[ReadLine]
    warnings: list[str]
    missing_config: str | None = None
    """The YAML file that a command names and that could not be read: send its text as `config`."""


class CheckedReading(Reading):
    """With what a plan would say of it."""

    findings: list[Finding]


class WriteRequest(RunRequest):
    """A draft to write down."""
