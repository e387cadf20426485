"""Datasets made from others: columns, previews, conversions and splits."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from temper.datasets.conversion import ColumnsReport, ConvertPreview
from temper.datasets.derived.service import DerivedService
from temper.datasets.requests import ConvertRequest, SplitRequest
from temper.datasets.schemas import DatasetOut
from temper.problems import RESPONSES

router = APIRouter(tags=["datasets"], responses=RESPONSES)


def _derived(request: Request) -> DerivedService:
    return request.app.state.derived


Derivations = Annotated[DerivedService, Depends(_derived)]


@router.get("/datasets/{dataset_id}/columns", summary="Columns, and how they could be mapped")
def get_columns(dataset_id: str, derived: Derivations) -> ColumnsReport:
    """From the first 10,000 rows; a mapping that was used before comes first."""
    return derived.columns(dataset_id)


@router.post("/datasets/{dataset_id}/preview", summary="What a conversion would do")
def preview_conversion(
    dataset_id: str, body: ConvertRequest, derived: Derivations
) -> ConvertPreview:
    """Each step with its rows, the first changes, and the errors that would stay; nothing is made."""
    return derived.preview(dataset_id, body)


@router.post("/datasets/{dataset_id}/convert", status_code=201, summary="Convert and repair")
def convert_dataset(dataset_id: str, body: ConvertRequest, derived: Derivations) -> DatasetOut:
    """A new dataset in another format or with faults repaired; the original is not touched."""
    return derived.convert(dataset_id, body)


@router.post("/datasets/{dataset_id}/split", status_code=201, summary="Split anew")
def split_dataset(dataset_id: str, body: SplitRequest, derived: Derivations) -> DatasetOut:
    """A new dataset with all rows dealt out to train, valid and test by the seed."""
    return derived.split(dataset_id, body)
