"""A configuration as a file: Temper's own JSON or YAML, or what the trainer takes."""

import json
import re
from typing import Any

from temper.configurations.entries import plain
from temper.configurations.schemas import Format
from temper.configurations.temper_file import TEXTS, VERSION
from temper.configurations.yaml_text import write_yaml
from temper.errors import FieldError, InvalidRequest
from temper.methods.draft import pointer
from temper.methods.request import PlanRequest
from temper.methods.wording import shown
from temper.runs.schemas import PlanOut

_ENDINGS: dict[Format, str] = {
    "json": "json",
    "yaml": "yaml",
    "trainer-yaml": "trainer.yaml",
    "command": "sh",
}
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "yaml": "application/yaml",
    "trainer-yaml": "application/yaml",
    "command": "text/x-shellscript",
}


def write_temper(request: PlanRequest, format: Format, plan: PlanOut | None = None) -> str:
    """Temper's own file; with a plan every value in full. Raises InvalidRequest for an odd value."""
    document: dict[str, Any] = {"temper": VERSION}
    given = request.model_dump(mode="python")
    document |= {key: given[key] for key in sorted(TEXTS, key=_ORDER.index) if given.get(key)}
    document["parameters"] = request.parameters
    if plan is not None:
        # Every value stands there: a preset would have nothing left to say.
        document.pop("preset", None)
        document["parameters"] = {name: one.value for name, one in plan.parameters.items()}
    _check(document)
    if format == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return write_yaml(document)


def write_for_trainer(plan: PlanOut, format: Format) -> str:
    """The YAML or the command line of a plan, as it runs."""
    return plan.yaml if format == "trainer-yaml" else f"{plan.shell}\n"


def file_name(name: str, format: Format) -> str:
    """A name that every file system and every header can carry."""
    safe = re.sub(r"[^A-Za-z0-9]+", "-", name)[:60].strip("-").lower()
    return f"{safe or 'temper'}.{_ENDINGS[format]}"


_ORDER = ("name", "method", "model", "dataset", "preset")


def _check(document: dict[str, Any]) -> None:
    """Raises InvalidRequest for what a file could not hold, or would give back as something else."""
    odd = [
        FieldError(pointer(name), f"{shown(name)} has no value that a file could hold")
        for name, value in document["parameters"].items()
        if not plain(value) or not _encodable(value) or not _encodable(name)
    ]
    odd += [
        FieldError(f"/{key}", "It has characters that no file could hold")
        for key in TEXTS
        if not _encodable(document.get(key))
    ]
    if odd:
        raise InvalidRequest.of(*odd)


def _encodable(value: object) -> bool:
    """Whether the text in a value can be written: no lone surrogates."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
