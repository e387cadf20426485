"""Datasets of the Hugging Face hub: the files that hold the rows of one subset, and nothing else."""

import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from huggingface_hub import HfApi, constants
from huggingface_hub.errors import (
    DisabledRepoError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    HTTPError,  # pyright: ignore[reportPrivateImportUsage]
    LocalEntryNotFoundError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils.tqdm import tqdm

from temper.datasets.source import SourceError, find_source
from temper.datasets.uploads.space import Room
from temper.kit.tasks import Progress

_README = "README.md"
_PAGE = re.compile(r"https?://[^/]+/datasets/([^/?#]+(?:/[^/?#]+)?)")
_NO_LIMIT = 1 << 62


def download(wanted: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Fetch one subset of a dataset into `folder`; the result is its lineage.

    Raises SourceError that says in plain words what stands in the way, and StorageError.
    """
    name = _name(wanted["name"])
    revision, config = wanted["revision"], wanted["config"]
    # Ten times less than its own: progress that a person on a slow line can see.
    constants.DOWNLOAD_CHUNK_SIZE = 1 << 20
    with _plain_words(name, revision):
        info = HfApi().dataset_info(name, revision=revision, files_metadata=True)
        commit = str(info.sha)
        sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
        fetch = _Fetch(name, commit, folder, progress)
        if _README in sizes:
            fetch.file(_README)
        files = _rows_of(name, list(sizes), config, folder)
        total = sum(sizes[file] for file in files)
        Room(folder, _NO_LIMIT).announce(total)
        fetch.total = total
        for file in files:
            fetch.file(file)
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return {
        "step": "hub",
        "hub": {"name": name, "config": config, "revision": commit},
        "files": {file: sizes[file] for file in files},
    }


def _rows_of(name: str, files: list[str], config: str | None, folder: Path) -> list[str]:
    """The files with the rows of a subset, chosen by their names as those of a local folder are."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".layout-") as made:
        layout = Path(made)
        for file in filter(_safe, files):
            path = layout / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        if (readme := folder / _README).exists():
            shutil.copyfile(readme, layout / _README)
        try:
            source = find_source(layout, config=config)
        except SourceError as error:
            words = error.detail.replace(f"The folder {layout}", f"The dataset {name}")
            raise SourceError(error.kind, words) from error
        return [
            part.path.relative_to(layout).as_posix()
            for parts in source.originals.values()
            for part in parts
        ]


class _Fetch:
    """Files of one commit on their way into a folder."""

    def __init__(self, name: str, commit: str, folder: Path, progress: Progress) -> None:
        self._name = name
        self._commit = commit
        self._folder = folder
        self.total = 0
        self._bar = _bar(self._came)
        self._progress = progress
        self._bytes = 0
        # Partly without types.
        self._hub: Any = HfApi()

    def file(self, file: str) -> None:
        """Fetch one file to its place."""
        self._hub.hf_hub_download(
            self._name,
            file,
            repo_type="dataset",
            revision=self._commit,
            local_dir=self._folder,
            tqdm_class=self._bar,
        )

    def _came(self, count: float) -> None:
        if self.total:
            self._bytes += int(count)
            self._progress(min(self._bytes / self.total, 1.0))


def _bar(came: Any) -> type[tqdm]:
    """A bar that draws nothing, and hands on how many bytes have come."""

    class Bar(tqdm):  # pyright: ignore[reportMissingTypeArgument, reportUntypedBaseClass]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options | {"disable": True})  # pyright: ignore[reportUnknownMemberType]

        def update(self, n: float | None = 1) -> bool | None:
            came(n or 0)
            return None

    return Bar


@contextmanager
def _plain_words(name: str, revision: str | None) -> Generator[None]:
    try:
        yield
    except GatedRepoError as error:
        raise _refuse(
            f"{name} is gated: open its page on the hub, accept its terms, then log in here with "
            "`hf auth login` (or set HF_TOKEN)."
        ) from error
    except RepositoryNotFoundError as error:
        raise _refuse(
            f"The hub has no dataset {name}, or it is private. Check the name (owner/name); for a "
            "private one log in with `hf auth login` (or set HF_TOKEN)."
        ) from error
    except RevisionNotFoundError as error:
        raise _refuse(f"{name} has no revision {revision!r}.") from error
    except DisabledRepoError as error:
        raise _refuse(f"The hub has disabled {name}.") from error
    except HFValidationError as error:
        raise _refuse(f"{name!r} is no name of a dataset; write owner/name.") from error
    except OfflineModeIsEnabled as error:
        raise _refuse(
            "HF_HUB_OFFLINE is set, so nothing is downloaded. Unset it and start Temper again, or "
            "register a folder by its path."
        ) from error
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise _refuse(f"The hub answered {status} for {name}. Try again later.") from error
    # Of httpx or httpx2, as the installed hub client has it.
    except (HTTPError, LocalEntryNotFoundError, ConnectionError) as error:
        raise _refuse(
            f"The hub cannot be reached ({_reason(error)}). Check the network, then try again."
        ) from error


def _reason(error: Exception) -> str:
    cause = error.__cause__ or error
    return str(cause).partition("\n")[0][:200] or type(cause).__name__


def _name(text: str) -> str:
    """The name of a dataset, also from the address of its page."""
    page = _PAGE.match(text.strip())
    return page[1] if page else text.strip().removeprefix("datasets/")


def _safe(file: str) -> bool:
    path = PurePosixPath(file)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in file


def _refuse(detail: str) -> SourceError:
    return SourceError("hub", detail)
