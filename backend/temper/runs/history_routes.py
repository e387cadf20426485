"""The endpoints of the trash and of tags."""

from fastapi import APIRouter

from temper.problems import RESPONSES
from temper.runs.routes import RunId, Runs
from temper.runs.schemas import RunOut, Tags
from temper.runs.trash import TrashOut

router = APIRouter(tags=["runs"], responses=RESPONSES)


@router.get("/tags", summary="Every tag that some run carries")
def list_tags(runs: Runs) -> Tags:
    """With how many runs carry it."""
    return Tags(items=runs.tags())


@router.get("/trash", summary="Deleted runs")
def list_trash(runs: Runs) -> TrashOut:
    """Deleted last first, with what they take on the disk."""
    return runs.trash.listing()


@router.delete("/trash", status_code=204, summary="Empty the trash")
def empty_trash(runs: Runs) -> None:
    """What is in it is deleted for good. What cannot be is named once all the rest is gone."""
    runs.trash.empty()


@router.post("/trash/{run_id}/restore", summary="Take a deleted run back")
def restore_run(run_id: RunId, runs: Runs) -> RunOut:
    """A run that was deleted from the queue waits again, last."""
    return runs.restore(run_id)


@router.delete("/trash/{run_id}", status_code=204, summary="Delete a run for good")
def remove_from_trash(run_id: RunId, runs: Runs) -> None:
    """Nothing of it is left then; of a folder behind a symbolic link, the link goes."""
    runs.trash.remove(run_id)
