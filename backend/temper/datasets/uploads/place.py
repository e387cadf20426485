"""Files that have arrived, as a dataset's folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from temper.datasets.source import SourceError, find_source
from temper.datasets.uploads.names import clean_name, last_part, names_on_disk, title_of
from temper.errors import FieldError, InvalidRequest


@dataclass(frozen=True)
class Arrived:
    """What a dataset of uploaded files is called, and the names that they had."""

    name: str
    lineage: dict[str, object]


def place(folder: Path, files: Sequence[tuple[Path, str]], given: str = "") -> Arrived:
    """Give each file of `folder` its place there, by the name it was sent under.

    Raises InvalidRequest where they are no dataset.
    """
    names = names_on_disk([sent for _, sent in files])
    for (path, sent), name in zip(files, names, strict=True):
        if path.stat().st_size == 0:
            raise _refuse(f"The file {clean_name(last_part(sent))!r} is empty.")
        path.rename(folder / name)
    try:
        find_source(folder)
    except SourceError as error:
        raise _refuse(error.detail.replace(f"folder {folder}", "upload")) from error
    sent_as = {
        name: clean_name(last_part(sent)) for name, (_, sent) in zip(names, files, strict=True)
    }
    name = clean_name(given) or title_of(files[0][1]) or "upload"
    return Arrived(name, {"step": "upload", "files": sent_as})


def _refuse(detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError("/file", detail))
