"""What people say of a run, kept in its folder too: a lost database takes none of it along."""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from temper.kit.files import write_json
from temper.runs.folder import RunFolder
from temper.runs.run import Run
from temper.runs.schemas import Name


class _Words(BaseModel):
    name: Name
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
        # Pydantic's own reader refuses what is no text, such as half of a character.
        words = _Words.model_validate_json(folder.words_file.read_bytes())
    except (ValidationError, OSError):
        return run
    return replace(
        run, name=words.name, notes=words.notes, tags=words.tags, archived=words.archived
    )
