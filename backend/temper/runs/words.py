"""What people say of a run, kept in its folder too: a lost database takes none of it along."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from temper.kit.files import read_object, write_json
from temper.runs.folder import RunFolder
from temper.runs.run import Run


class _Words(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    notes: str
    tags: tuple[str, ...]
    archived: bool = False


def keep_words(run: Run, folder: RunFolder) -> None:
    """Write them into the folder, where there still is one. Raises OSError."""
    if folder.path.is_dir():
        said: dict[str, Any] = {
            "name": run.name,
            "notes": run.notes,
            "tags": list(run.tags),
            "archived": run.archived,
        }
        write_json(folder.words_file, said)


def with_words(run: Run, folder: RunFolder) -> Run:
    """The run with what the folder says that people said of it."""
    try:
        words = _Words(**(read_object(folder.words_file) or {}))
    except (ValidationError, TypeError):
        return run
    return replace(
        run, name=words.name, notes=words.notes, tags=words.tags, archived=words.archived
    )
