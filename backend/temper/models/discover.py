"""Every model and adapter on this machine that a run can name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from temper.models.hub_cache import cache_folder, cached_models
from temper.models.inspect import Facts, Unusable, inspect_folder
from temper.models.schemas import ModelOut, Source

STARTER = "starter-model"


@dataclass(frozen=True)
class AdapterSource:
    """An adapter that a run saved."""

    id: str
    """The run's id."""
    name: str
    path: Path
    base: str | None = None
    """The model that the run trained."""


@dataclass(frozen=True)
class Place:
    """A folder that may hold a model, and the name it goes by."""

    id: str
    name: str
    path: Path
    source: Source
    base: str | None = None


def discover(
    builtin: Path,
    home: Path,
    environment: Mapping[str, str],
    run_adapters: Sequence[AdapterSource] = (),
) -> list[ModelOut]:
    """What is on this machine: built in, in the data folder, in the hub's cache, from runs."""
    found: dict[str, ModelOut] = {}
    for place in places(builtin, home, environment, run_adapters):
        # The first of a name keeps it; what comes later goes by its path.
        id = place.id if place.id not in found else str(place.path)
        found[id] = describe(place).model_copy(update={"id": id})
    return list(found.values())


def places(
    builtin: Path,
    home: Path,
    environment: Mapping[str, str],
    run_adapters: Sequence[AdapterSource] = (),
) -> Iterator[Place]:
    """Where to look, the most particular first."""
    yield Place(STARTER, "Starter model", builtin / STARTER, "builtin")
    for folder in _folders(home / "models"):
        name = str(folder.relative_to(home / "models"))
        yield Place(name, name, folder, "home")
    for cached in cached_models(cache_folder(environment)):
        yield Place(cached.name, cached.name, cached.path, "hub_cache")
    for adapter in run_adapters:
        yield Place(adapter.id, adapter.name, adapter.path, "run", adapter.base)


def describe(place: Place) -> ModelOut:
    """What stands at a place, ready or with the reason why not."""
    try:
        return _ready(place, inspect_folder(place.path))
    except Unusable as unusable:
        return ModelOut(
            id=place.id,
            name=place.name,
            path=str(place.path),
            kind="adapter" if place.source == "run" else "model",
            source=place.source,
            ready=False,
            problem=str(unusable),
            base=place.base,
        )


def _ready(place: Place, facts: Facts) -> ModelOut:
    return ModelOut(
        id=place.id,
        name=place.name,
        path=str(place.path),
        kind=facts.kind,
        source=place.source,
        ready=True,
        architecture=facts.architecture,
        parameters=facts.parameters,
        bytes=facts.bytes,
        dtype=facts.dtype,
        quantization=facts.quantization,
        max_position=facts.max_position,
        layers=facts.layers,
        widths_divide_by=facts.widths_divide_by,
        base=place.base,
    )


def _folders(parent: Path) -> Iterable[Path]:
    """Folders in `models/`, and those in a folder that is an organisation's."""
    for folder in _children(parent):
        if (folder / "config.json").exists() or (folder / "adapter_config.json").exists():
            yield folder
        elif inner := [c for c in _children(folder) if (c / "config.json").exists()]:
            yield from inner
        else:
            yield folder


def _children(parent: Path) -> list[Path]:
    try:
        return sorted(
            path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")
        )
    except OSError:
        return []
