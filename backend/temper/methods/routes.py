"""The catalogue over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request

from temper.methods.installed import WRITTEN_FOR, as_installed
from temper.methods.method import Method
from temper.methods.registry import METHODS, get_method
from temper.methods.trainer_schema import Difference, TrainerSchema, compare
from temper.problems import RESPONSES

router = APIRouter(tags=["methods"], responses=RESPONSES)


@dataclass(frozen=True)
class MethodList:
    items: tuple[Method, ...]
    next_cursor: str | None = None


@dataclass(frozen=True)
class InstalledTrainer:
    """What the catalogue found when it was held against the trainer on this machine."""

    state: Literal["reading", "agrees", "differs"]
    version: str | None
    """Of mlx-lm-lora; null while it is being read."""
    written_for: str
    """The version that the catalogue was written for."""
    differences: tuple[Difference, ...]
    """Everything that one of the two has and the other does not."""


def _schema(request: Request) -> TrainerSchema | None:
    read: Callable[[], TrainerSchema | None] = request.app.state.trainer_schema
    return read()


@router.get("/methods", summary="The catalogue of training methods")
def list_methods(request: Request) -> MethodList:
    """Each method with all of its parameters: forms are rendered from this."""
    schema = _schema(request)
    return MethodList(items=tuple(as_installed(method, schema) for method in METHODS.values()))


@router.get("/methods/{method_id}", summary="One training method")
def read_method(method_id: str, request: Request) -> Method:
    """A method by its id; 404 lists the ids that there are."""
    return as_installed(get_method(method_id), _schema(request))


@router.get("/trainer", summary="The catalogue held against the installed trainer")
def read_trainer(request: Request) -> InstalledTrainer:
    """Read once for each installed version, in a process of its own, when the server starts."""
    schema = _schema(request)
    if schema is None:
        return InstalledTrainer("reading", None, WRITTEN_FOR, ())
    found = tuple(compare(tuple(METHODS.values()), schema))
    return InstalledTrainer("differs" if found else "agrees", schema.version, WRITTEN_FOR, found)
