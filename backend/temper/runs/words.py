"""What people say of a run, kept in its folder too: a lost database takes none of it along."""

from dataclasses import replace
from typing import Any, TypeGuard, cast

from temper.kit.files import read_object, write_json
from temper.runs.folder import RunFolder
from temper.runs.names import visible
from temper.runs.run import Run


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
    """The run with what the folder says that people said of it; a word that is broken spoils no other."""
    said = read_object(folder.words_file) or {}
    name, notes, tags = said.get("name"), said.get("notes"), said.get("tags")
    archived = said.get("archived")
    return replace(
        run,
        name=(visible(name) if _is_text(name) else "") or run.name,
        notes=notes if _is_text(notes) else run.notes,
        tags=_texts(cast("list[object]", tags)) if isinstance(tags, list) else run.tags,
        archived=archived if isinstance(archived, bool) else run.archived,
    )


def _texts(values: list[object]) -> tuple[str, ...]:
    return tuple(value for value in values if _is_text(value))


def _is_text(value: object) -> TypeGuard[str]:
    """Whether a database takes it: a file may hold half a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
