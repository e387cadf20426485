"""Files that have arrived, as a dataset's folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from temper.datasets.imports.sniff import look, named
from temper.datasets.source import SourceError, find_source
from temper.datasets.uploads.names import clean_name, last_part, names_on_disk, title_of
from temper.errors import FieldError, InvalidRequest

_PACKED = {None: "", "gzip": ".gz", "zstd": ".zst"}


@dataclass(frozen=True)
class Arrived:
    """What a dataset of uploaded files is called, and the names that they had."""

    name: str
    lineage: dict[str, object]


def place(folder: Path, files: Sequence[tuple[Path, str]], given: str = "") -> Arrived:
    """Give each file of `folder` its place there, by the name it was sent under.

    Raises InvalidRequest where they are no dataset; then everything lies where it lay.
    """
    names = names_on_disk([sent for _, sent in files])
    for path, sent in files:
        if path.stat().st_size == 0:
            raise _refuse(f"The file {clean_name(last_part(sent))!r} is empty.")
    if len(files) == 1:
        names = [_with_suffix(names[0], files[0][0])]
    for (path, _), name in zip(files, names, strict=True):
        path.rename(folder / name)
    try:
        find_source(folder)
    except SourceError as error:
        for (path, _), name in zip(files, names, strict=True):
            (folder / name).rename(path)
        raise _refuse(error.detail.replace(f"folder {folder}", "upload")) from error
    sent_as = {n: clean_name(last_part(sent)) for n, (_, sent) in zip(names, files, strict=True)}
    name = clean_name(given) or title_of(files[0][1]) or "upload"
    return Arrived(name, {"step": "upload", "files": sent_as})


def _with_suffix(name: str, path: Path) -> str:
    """A lone file holds the rows, whatever it is called: its content says as what."""
    if named(name)[1] is not None:
        return name
    found = look(path, name)
    return f"{name}.{found.container}{_PACKED[found.compression]}"


def _refuse(detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError("/file", detail))
