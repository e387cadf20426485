"""What this server is and runs on."""

from fastapi import APIRouter
from pydantic import BaseModel

from temper import machine

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server answers, and this is what it would train with."""

    status: str
    versions: dict[str, str]
    device: str
    """`Metal`, `CUDA` or `CPU`, and the machine."""


@router.get("/health", summary="Status, versions and device; needs no token")
def health() -> Health:
    """Answers as soon as the server can serve."""
    return Health(status="ok", versions=machine.versions(), device=machine.device())
