"""The catalogue over HTTP."""

from dataclasses import dataclass

from fastapi import APIRouter

from temper.methods.method import Method
from temper.methods.registry import METHODS, get_method
from temper.problems import RESPONSES

router = APIRouter(prefix="/methods", tags=["methods"], responses=RESPONSES)


@dataclass(frozen=True)
class MethodList:
    items: tuple[Method, ...]
    next_cursor: str | None = None


@router.get("", summary="The catalogue of training methods")
def list_methods() -> MethodList:
    """Each method with all of its parameters: forms are rendered from this."""
    return MethodList(items=tuple(METHODS.values()))


@router.get("/{method_id}", summary="One training method")
def read_method(method_id: str) -> Method:
    """A method by its id; 404 lists the ids that there are."""
    return get_method(method_id)
