"""A refused plan names every problem, also where a field of the wrong type stops it from being read."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from temper.errors import FieldError, InvalidRequest
from temper.methods.request import PlanRequest
from temper.problems import field_error
from temper.runs.planner import Planner


class WholeRefusal(APIRoute):
    """Looks at the rest of a body as well that cannot be taken as it is."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                named = dict.fromkeys(field_error(item) for item in error.errors())
                planner: Planner = request.app.state.planner
                more = await run_in_threadpool(further, planner, error.body, tuple(named))
                raise InvalidRequest.of(*named, *more) from error

        return answer


def further(planner: Planner, body: Any, named: tuple[FieldError, ...]) -> list[FieldError]:
    """What a planner finds wrong with those fields of a body that are not named yet."""
    if not isinstance(body, dict):
        return []
    wrong = {_field(error) for error in named}
    right: Mapping[str, Any] = {
        name: value for name, value in cast("dict[str, Any]", body).items() if name not in wrong
    }
    request = PlanRequest.model_construct(
        method=right.get("method", ""),
        model=right.get("model", ""),
        dataset=right.get("dataset", ""),
        preset=right.get("preset"),
        parameters=right.get("parameters", {}),
    )
    try:
        planner.plan(request)
    except InvalidRequest as error:
        return [found for found in error.errors if _field(found) not in wrong]
    return []


def _field(error: FieldError) -> str:
    """The member of the body to which a pointer leads."""
    return error.pointer.split("/")[1] if "/" in error.pointer else ""
