"""The models of this machine over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from temper.models.schemas import ModelList
from temper.models.service import ModelService
from temper.problems import RESPONSES

router = APIRouter(tags=["models"], responses=RESPONSES)


def _service(request: Request) -> ModelService:
    return request.app.state.models


@router.get("/models", summary="Models and adapters on this machine")
def list_models(models: Annotated[ModelService, Depends(_service)]) -> ModelList:
    """What is built in, in the data folder, in the hub's cache, and from runs."""
    return ModelList(items=models.list())
