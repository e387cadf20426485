"""A request that comes with the `request_id` of a run that is there already."""

from temper.errors import Conflict
from temper.runs.present import asked_for
from temper.runs.resume import Origin
from temper.runs.run import Run
from temper.runs.schemas import ResumedFrom, RunRequest


def check_same(
    earlier: Run, resumed: ResumedFrom | None, request: RunRequest, origin: Origin | None
) -> None:
    """Raises Conflict where the earlier run, which may go on from another, is not what is asked for now."""
    asked = asked_for(earlier)
    if origin is not None:
        # Nobody gave it a name: it follows that of the run before, which may have changed.
        asked = asked.model_copy(update={"name": request.name})
    before = resumed and (resumed.run_id, resumed.iteration)
    if asked != request or before != (origin and (origin.run_id, origin.iteration)):
        raise Conflict(
            f"The request_id {request.request_id!r} belongs to run {earlier.id}, which asked for"
            " something else. Take a new one."
        )
