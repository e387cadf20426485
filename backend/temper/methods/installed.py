"""The catalogue as the installed trainer can carry it out: what another version lacks is said, never sent."""

from collections.abc import Mapping
from dataclasses import replace

from temper.errors import FieldError, InvalidRequest
from temper.methods.draft import pointer
from temper.methods.method import Method
from temper.methods.parameter import Parameter
from temper.methods.trainer_schema import TrainerSchema, is_tempers_own, own_default

WRITTEN_FOR = "5.10.2"
"""The version of mlx-lm-lora that the catalogue was written for and tested against."""


def as_installed(method: Method, schema: TrainerSchema | None) -> Method:
    """The same method, which says where this trainer lacks it or a parameter, and the trainer's own defaults.

    Without a schema, while the trainer is still being read, nothing is said.
    """
    if schema is None:
        return method
    modes = schema.flag("--train-mode")
    known = modes is not None and method.train_mode in (modes.choices or ())
    return replace(
        method,
        unavailable=None if known else _lacking(schema),
        parameters=tuple(
            replace(p, trainer_default=own_default(p, schema))
            if _carried(p, schema)
            else replace(p, unavailable=_lacking(schema))
            for p in method.parameters
        ),
    )


def trainable(method: Method, asked: Mapping[str, object]) -> Method:
    """The method without what the installed trainer lacks. Raises InvalidRequest where that is asked for."""
    if method.unavailable is not None:
        detail = f"{method.title} cannot be trained here. {method.unavailable}"
        raise InvalidRequest.of(FieldError("/method", detail))
    errors = [
        FieldError(pointer(p.name), f"{p.label} cannot be set here. {p.unavailable} Leave it out")
        for p in method.parameters
        if p.unavailable is not None and p.name in asked
    ]
    if errors:
        raise InvalidRequest.of(*errors)
    there = tuple(p for p in method.parameters if p.unavailable is None)
    return method if len(there) == len(method.parameters) else replace(method, parameters=there)


def _carried(parameter: Parameter, schema: TrainerSchema) -> bool:
    target = parameter.carrier.target
    match parameter.carrier.kind:
        case "flag":
            return schema.flag(target) is not None
        case "yaml":
            return target.split(".")[0] in schema.config_defaults
        case "wrapper":
            return is_tempers_own(parameter) or parameter.name in schema.config_defaults


def _lacking(schema: TrainerSchema) -> str:
    return (
        f"The installed mlx-lm-lora {schema.version} does not have it; {WRITTEN_FOR} has "
        f"(`pip install mlx-lm-lora=={WRITTEN_FOR}`)."
    )
