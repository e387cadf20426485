"""Values and the chosen model are held against each other."""

from typing import Any

import pytest

from temper.errors import InvalidRequest
from temper.methods.check import check
from temper.methods.fit import check_fit
from temper.methods.registry import METHODS
from temper.models.schemas import ModelOut, Quantization
from tests.methods.requests import least

STARTER = ModelOut(
    id="starter-model",
    name="Starter model",
    path="/m",
    kind="model",
    source="builtin",
    ready=True,
    max_position=1024,
    layers=4,
    widths_divide_by=128,
)
PACKED = STARTER.model_copy(
    update={"quantization": Quantization(method="affine", bits=4), "widths_divide_by": None}
)


def warned(model: ModelOut, method: str = "grpo", **parameters: Any) -> set[str]:
    values = check(METHODS[method], parameters).values
    return {w.pointer.removeprefix("/parameters/") for w in check_fit(values, model)}


@pytest.mark.parametrize("method", METHODS)
def test_defaults_fit_the_starter_model(method: str) -> None:
    assert warned(STARTER, method, **least(METHODS[method])) == set()


def test_a_quantized_model_cannot_be_quantized_again() -> None:
    with pytest.raises(InvalidRequest) as caught:
        warned(PACKED, load_in_8bits=True)
    assert [e.pointer for e in caught.value.errors] == ["/parameters/load_in_8bits"]


def test_full_training_of_a_quantized_model_is_warned_of() -> None:
    assert warned(PACKED, train_type="full") == {"train_type"}


def test_widths_that_do_not_divide_are_warned_of() -> None:
    narrow = STARTER.model_copy(update={"widths_divide_by": 64})
    assert warned(STARTER, load_in_4bits=True) == set()
    assert warned(narrow, load_in_4bits=True) == {"load_in_4bits"}
    assert warned(narrow, load_in_mxfp4=True) == set()


def test_more_layers_or_tokens_than_there_are_is_a_warning() -> None:
    assert warned(STARTER, num_layers=5) == {"num_layers"}
    assert warned(STARTER, max_completion_length=2048) == {"max_completion_length"}


def test_nothing_is_said_of_a_model_that_is_not_here_yet() -> None:
    far = ModelOut(id="a/b", name="a/b", path=None, kind="model", source="hub", ready=False)
    assert warned(far, load_in_4bits=True, num_layers=80) == set()


def test_a_latent_layer_that_the_model_does_not_have_is_refused() -> None:
    assert warned(STARTER, "dsla", latent_layer="3") == set()
    with pytest.raises(InvalidRequest, match="4 layers") as caught:
        warned(STARTER, "dsla", latent_layer="4")
    assert [(e.pointer, e.allowed) for e in caught.value.errors] == [
        ("/parameters/latent_layer", "final, middle, late, or a number from 0 to 3")
    ]
