"""Whether values and the chosen model go together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from temper.errors import FieldError, InvalidRequest
from temper.methods.draft import ParameterWarning, pointer
from temper.methods.parameter import Value
from temper.methods.rules import QUANTIZED
from temper.models.schemas import ModelOut


def check_fit(values: Mapping[str, Value], model: ModelOut) -> tuple[ParameterWarning, ...]:
    """What is worth saying of these values on this model. Raises InvalidRequest."""
    quantized = [name for name in QUANTIZED if values[name]]
    if errors := [*_quantized_again(quantized, model), *_latent_layer(values, model)]:
        raise InvalidRequest.of(*errors)
    return (
        *(_width(name, model) for name in quantized if not _divides(name, model)),
        *_layers(values, model),
        *_positions(values, model),
        *_full_of_quantized(values, model),
    )


def _quantized_again(quantized: Sequence[str], model: ModelOut) -> Iterator[FieldError]:
    if model.quantization is not None:
        detail = f"{model.name} is quantized already; the trainer cannot quantize it again"
        yield from (FieldError(pointer(name), detail, "false") for name in quantized)


def _latent_layer(values: Mapping[str, Value], model: ModelOut) -> Iterator[FieldError]:
    layer = cast("str", values.get("latent_layer", "final"))
    if model.layers is None or not layer.isdecimal():
        return
    # A number of more digits than Python reads is too large as well.
    if len(layer.lstrip("0")) > 9 or int(layer) >= model.layers:
        detail = (
            f"{model.name} has no layer {layer[:20]}: its {model.layers} layers are numbered from 0"
        )
        last = model.layers - 1
        yield FieldError(
            pointer("latent_layer"), detail, f"final, middle, late, or a number from 0 to {last}"
        )


def can_be_quantized(model: ModelOut) -> bool:
    """Whether the trainer can load it in 4 bits, as far as its files tell."""
    known = model.quantization is None and model.widths_divide_by is not None
    return known and _divides("load_in_4bits", model)


def _group(name: str) -> int:
    return 32 if name == "load_in_mxfp4" else 128


def _divides(name: str, model: ModelOut) -> bool:
    return model.widths_divide_by is None or model.widths_divide_by % _group(name) == 0


def _width(name: str, model: ModelOut) -> ParameterWarning:
    return ParameterWarning(
        pointer(name),
        f"{model.name} has layers whose width is no multiple of {_group(name)}: the trainer will "
        "probably refuse to quantize it.",
    )


def _layers(values: Mapping[str, Value], model: ModelOut) -> tuple[ParameterWarning, ...]:
    asked = cast("int", values["num_layers"])
    if model.layers is None or asked <= model.layers or values["train_type"] == "full":
        return ()
    message = f"{model.name} has {model.layers} layers: all of them get an adapter."
    return (ParameterWarning(pointer("num_layers"), message),)


def _positions(values: Mapping[str, Value], model: ModelOut) -> tuple[ParameterWarning, ...]:
    """Completions may fill their limit; how long rows are only the dataset knows."""
    limit = model.max_position
    length = cast("int | None", values.get("max_completion_length"))
    if limit is None or length is None or length <= limit:
        return ()
    message = f"{model.name} was made for {limit} tokens; beyond them it writes badly."
    return (ParameterWarning(pointer("max_completion_length"), message),)


def _full_of_quantized(
    values: Mapping[str, Value], model: ModelOut
) -> tuple[ParameterWarning, ...]:
    if model.quantization is None or values["train_type"] != "full":
        return ()
    message = (
        f"{model.name} is quantized, and quantized weights cannot be trained: only norms and "
        "biases would learn. Take lora or dora, or the model's unquantized form."
    )
    return (ParameterWarning(pointer("train_type"), message),)
