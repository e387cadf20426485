"""Tokens over HTTP: lengths of a dataset's rows, and rows as a model sees them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from temper.datasets.formats import DatasetShape
from temper.datasets.imports.cache import origin_of
from temper.datasets.pages import RowViews, Show
from temper.datasets.service import DatasetService
from temper.datasets.source import SourceError, reason
from temper.datasets.token_schemas import ModelView, TokensReport
from temper.datasets.token_service import Ask, Measuring, TokenService
from temper.datasets.tokens import tokens_report
from temper.errors import Conflict, FieldError, InvalidRequest
from temper.kit.child import ChildDied, TaskFailed
from temper.models.service import ModelService
from temper.problems import RESPONSES

router = APIRouter(tags=["datasets"], responses=RESPONSES)

MethodName = Annotated[str, Query(description="A method id of the catalogue", examples=["grpo"])]
ModelName = Annotated[
    str, Query(max_length=4096, description="The id of a model in GET /models, or a folder")
]
Limit = Annotated[int, Query(ge=1, le=2**31 - 1, description="Tokens; the limit of a run")]
DEFAULT_LIMIT = 2048
"""The trainer's own."""


@dataclass(frozen=True)
class TokenModel:
    """A model whose tokenizer is on this machine."""

    name: str
    folder: Path
    most: int | None
    """Tokens that it was made for."""


def token_model(models: ModelService, name: str) -> TokenModel:
    """The model of that id or path. Raises InvalidRequest at `?model`."""
    try:
        found = models.resolve(name)
    except InvalidRequest as error:
        errors = [FieldError("?model", e.detail, e.allowed) for e in error.errors]
        raise InvalidRequest.of(*errors) from error
    folder = Path(found.location)
    if not folder.is_absolute():
        detail = f"{name} is not on this machine yet, and its tokenizer comes with it."
        raise InvalidRequest.of(FieldError("?model", detail))
    return TokenModel(name, folder, found.out.max_position)


@dataclass(frozen=True)
class AskedFor:
    """What a request about tokens names."""

    ask: Ask
    method: str
    model: TokenModel


def asked_of(
    request: Request, dataset_id: str, method: str, model: str, mask_prompt: bool
) -> AskedFor:
    datasets: DatasetService = request.app.state.datasets
    shape_of: Callable[[str], DatasetShape] = request.app.state.dataset_shape
    mode_of: Callable[[str], str] = request.app.state.train_mode
    shape = shape_of(method)
    found = token_model(request.app.state.models, model)
    source = datasets.source(dataset_id)
    return AskedFor(Ask(source, shape, mode_of(method), found.folder, mask_prompt), method, found)


def _of_request(
    request: Request,
    dataset_id: str,
    method: MethodName,
    model: ModelName,
    mask_prompt: bool = False,
) -> AskedFor:
    return asked_of(request, dataset_id, method, model, mask_prompt)


def _service(request: Request) -> TokenService:
    return request.app.state.tokens


Asked = Annotated[AskedFor, Depends(_of_request)]
Tokens = Annotated[TokenService, Depends(_service)]


@router.get("/datasets/{dataset_id}/tokens", summary="Lengths of the rows in a model's tokens")
def get_tokens(
    dataset_id: str,
    asked: Asked,
    tokens: Tokens,
    max_seq_length: Limit = DEFAULT_LIMIT,
) -> TokensReport:
    """Counted in the background: ask again while `state` is `running`. Another limit is no new work.

    That it failed or was cancelled is answered once; asking after that begins anew.
    """
    try:
        found = tokens.get(asked.ask)
        if not isinstance(found, Measuring):
            return tokens_report(
                found,
                max_seq_length,
                dataset=dataset_id,
                method=asked.method,
                model=asked.model.name,
                most=asked.model.most,
                origin=partial(origin_of, tokens.as_lines(asked.ask)),
            )
    except SourceError as error:
        raise Conflict(error.detail) from error
    return _unfinished(found, dataset_id, asked, max_seq_length)


@router.delete(
    "/datasets/{dataset_id}/tokens", status_code=204, summary="Call off measuring the rows"
)
def cancel_tokens(dataset_id: str, asked: Asked, tokens: Tokens) -> None:
    """Takes the parameters of the request that started it; what was measured already stays."""
    try:
        tokens.cancel(asked.ask)
    except SourceError as error:
        raise Conflict(error.detail) from error


def row_views(
    request: Request,
    dataset_id: str,
    method: Annotated[str | None, Query(description="With `model`: for which method")] = None,
    model: Annotated[
        str | None, Query(max_length=4096, description="Adds to each row how this model sees it")
    ] = None,
    max_seq_length: Limit = DEFAULT_LIMIT,
    mask_prompt: bool = False,
) -> Show | None:
    """What makes the views of `GET /rows`; None where no model is named."""
    if method is not None:
        shape_of: Callable[[str], DatasetShape] = request.app.state.dataset_shape
        shape_of(method)  # One that there is not is refused, whether it is needed or not.
    if model is None:
        return None
    if method is None:
        raise InvalidRequest.of(FieldError("?method", "Views need a method beside the model."))
    ask = asked_of(request, dataset_id, method, model, mask_prompt).ask
    return partial(_show, _service(request), ask, max_seq_length)


def _show(tokens: TokenService, ask: Ask, limit: int, lines: Sequence[bytes]) -> list[RowViews]:
    texts = [line.decode("utf-8", "replace") for line in lines]
    try:
        found = tokens.views(ask, limit, texts)
    except (TaskFailed, SourceError) as error:
        return [RowViews([], error.detail)] * len(lines)
    except ChildDied as error:
        return [RowViews([], str(error))] * len(lines)
    except OSError as error:
        return [RowViews([], f"The tokenizer cannot be run: {reason(error)}.")] * len(lines)
    return [
        RowViews([ModelView.model_validate(view) for view in row["views"]], row["problem"])
        for row in found
    ]


def _unfinished(job: Measuring, dataset_id: str, asked: AskedFor, limit: int) -> TokensReport:
    return TokensReport(
        state=job.state,
        progress=job.progress,
        error=job.error,
        dataset=dataset_id,
        method=asked.method,
        model=asked.model.name,
        limit=limit,
    )
