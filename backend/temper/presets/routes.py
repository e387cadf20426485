"""The endpoints of presets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from temper.datasets.service import DatasetService
from temper.methods.registry import get_method
from temper.presets.finding import PresetFinder
from temper.presets.schemas import (
    ID,
    NewPreset,
    OwnPreset,
    OwnPresetList,
    PresetList,
    PresetPatch,
)
from temper.presets.service import PresetService
from temper.problems import RESPONSES

router = APIRouter(tags=["presets"], responses=RESPONSES)

PresetId = Annotated[str, Path(examples=[ID])]
MOST_NAME = 4096


def _service(request: Request) -> PresetService:
    return request.app.state.presets


Presets = Annotated[PresetService, Depends(_service)]


@router.get("/methods/{method_id}/presets", summary="What can be chosen for a method, and why")
async def list_for_method(
    method_id: str,
    request: Request,
    model: Annotated[
        str | None, Query(max_length=MOST_NAME, description="A model id, a folder, or a hub name")
    ] = None,
    dataset: Annotated[
        str | None, Query(max_length=MOST_NAME, description="A dataset id, a folder, or one file")
    ] = None,
) -> PresetList:
    """The built-in presets as they are for this model and dataset, and your own.

    Waits until the files of the dataset are read; lengths of rows count where they were measured before.
    """
    method = get_method(method_id)
    datasets: DatasetService = request.app.state.datasets
    finder: PresetFinder = request.app.state.preset_finder
    presets = _service(request)

    def find() -> PresetList:
        facts = finder.find(method, model, dataset)
        return PresetList(items=presets.offered(method, facts), assumptions=[*facts.assumptions()])

    return await datasets.waiting(find)


@router.get("/presets", summary="The presets that you saved")
def list_presets(
    presets: Presets,
    method: Annotated[str | None, Query(description="Only those of this method")] = None,
) -> OwnPresetList:
    """By method and name."""
    return OwnPresetList(items=presets.saved(method))


@router.post("/presets", status_code=201, summary="Save values under a name")
def add_preset(body: NewPreset, presets: Presets) -> OwnPreset:
    """The values are checked as a plan's are, but for what hangs on rows; names are unique for a method."""
    return presets.add(body)


@router.patch("/presets/{preset_id}", summary="Rename a preset, or give it other values")
def patch_preset(preset_id: PresetId, body: PresetPatch, presets: Presets) -> OwnPreset:
    """What is left out stays."""
    return presets.change(preset_id, body)


@router.delete("/presets/{preset_id}", status_code=204, summary="Delete a preset that you saved")
def delete_preset(preset_id: PresetId, presets: Presets) -> None:
    """Runs that took it keep their values."""
    presets.delete(preset_id)
