"""What this server is and runs on."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from temper import machine

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server answers, and this is what it would train with."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "versions": {"temper": "0.1.0", "python": "3.11.9", "mlx-lm-lora": "5.10.2"},
                    "device": "Metal, Darwin arm64",
                }
            ]
        }
    )

    status: str
    versions: dict[str, str]
    device: str
    """`Metal`, `CUDA` or `CPU`, and the machine."""


@router.get("/health", summary="Status, versions and device; needs no token")
def health() -> Health:
    """Answers as soon as the server can serve."""
    return Health(status="ok", versions=machine.versions(), device=machine.device())
