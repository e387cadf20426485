"""From what a person calls a model to what the trainer is given."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from temper.errors import FieldError, InvalidRequest
from temper.models.discover import Place, describe
from temper.models.hub_cache import is_hub_name, is_offline
from temper.models.inspect import Incomplete, Unusable, inspect_folder
from temper.models.schemas import ModelOut

POINTER = "/model"
ALLOWED = "the id of a model in GET /models, a folder, or a hub name such as organisation/name"


@dataclass(frozen=True)
class ResolvedModel:
    """A model that training can start from."""

    location: str
    """What the trainer's `--model` gets: an absolute path, or the name of a model to download."""
    out: ModelOut
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.out.name


def resolve_model(
    text: str, places: Sequence[Place], environment: Mapping[str, str]
) -> ResolvedModel:
    """The model of that id, path or hub name. Raises InvalidRequest at /model."""
    wanted = text.strip()
    if not wanted or not wanted.isprintable():
        raise _refused("is empty or has characters that no name has")
    place = next((p for p in places if p.id == wanted), None)
    if place is not None:
        return _at(place, environment)
    if wanted.startswith(("/", "~", "./", "../")):
        return _at(Place(wanted, "", _absolute(wanted), "path"), environment)
    if is_hub_name(wanted):
        return _to_download(wanted, environment)
    known = [place.id for place in places]
    near = difflib.get_close_matches(wanted, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known[:10])}"
    raise _refused(f"There is no model {wanted[:80]!r}; {hint}")


def _at(place: Place, environment: Mapping[str, str]) -> ResolvedModel:
    if place.source == "path":
        place = Place(str(place.path), place.path.name, place.path, "path")
    out = describe(place)
    if place.source == "hub_cache" and not is_offline(environment) and _incomplete(place.path):
        warning = f"{out.problem}. The trainer will download what is missing before it trains."
        return ResolvedModel(place.id, out, (warning,))
    if not out.ready:
        raise _refused(out.problem or "It is not ready")
    if out.kind == "adapter":
        raise _refused(
            f"{out.name} is an adapter: choose the model that it was trained on"
            f"{f' ({out.base})' if out.base else ''}, and name {place.path}/adapters.safetensors as "
            "resume_adapter_file"
        )
    return ResolvedModel(str(place.path), out)


def _incomplete(folder: Path) -> bool:
    try:
        inspect_folder(folder)
    except Incomplete:
        return True
    except Unusable:
        pass
    return False


def _to_download(name: str, environment: Mapping[str, str]) -> ResolvedModel:
    if is_offline(environment):
        raise _refused(f"{name} is not on this machine, and HF_HUB_OFFLINE forbids to download it")
    out = ModelOut(
        id=name,
        name=name,
        path=None,
        kind="model",
        source="hub",
        ready=False,
        problem="It is not on this machine yet",
    )
    warning = f"{name} is not on this machine: the trainer will download it before it trains."
    return ResolvedModel(name, out, (warning,))


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # a ~name without such a user
        return Path(text).absolute()


def _refused(detail: str) -> InvalidRequest:
    return InvalidRequest.of(FieldError(POINTER, detail, ALLOWED))
