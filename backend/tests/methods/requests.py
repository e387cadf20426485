"""Requests that a method accepts, drawn from the catalogue."""

from typing import Any

from hypothesis import strategies as st

from temper.methods.method import Method
from temper.methods.parameter import Parameter
from temper.rewards.library import BUILTIN_NAMES

paths = st.from_regex(r"/[a-z ]{1,12}/[A-Za-z0-9_'-]{1,12}\.safetensors", fullmatch=True)


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value that the parameter's own limits allow."""
    value = _values(parameter)
    return st.none() | value if parameter.nullable else value


def _values(p: Parameter) -> st.SearchStrategy[Any]:
    match p.type:
        case "integer":
            low, high = int(p.minimum or 0), int(p.maximum or 0)
            return st.integers(low, high).filter(lambda value: value not in p.excluded)
        case "number":
            return _numbers(p)
        case "boolean":
            return st.booleans()
        case "choice":
            return st.sampled_from([choice.value for choice in p.choices])
        case "path":
            return paths
        case "string":
            return st.from_regex(r"[a-z]{1,8}/[A-Za-z0-9._-]{1,12}", fullmatch=True)
        case "list" if p.item_type == "string":
            return st.lists(st.sampled_from(BUILTIN_NAMES), min_size=1, unique=True)
        case "list":
            return st.lists(_numbers(p), min_size=p.length or 1, max_size=p.length or 5)


def _numbers(p: Parameter) -> st.SearchStrategy[float]:
    return st.floats(
        min_value=p.minimum,
        max_value=p.maximum if p.maximum is not None else 1e30,
        exclude_min=p.exclusive_minimum,
        exclude_max=p.exclusive_maximum,
        allow_subnormal=False,
    ).filter(lambda value: value == 0 or abs(value) > 1e-30)


@st.composite
def requests(draw: st.DrawFn, method: Method) -> dict[str, Any]:
    """Some of the method's parameters, with values that go together."""
    asked: dict[str, Any] = draw(
        st.fixed_dictionaries({}, optional={p.name: values(p) for p in method.parameters})
    )
    if asked.get("epochs") is not None:
        asked.pop("iters", None)
    elif asked.get("iters", 0) is None:
        del asked["iters"]
    if method.parameter("judge") is not None and asked.get("judge") is None:
        asked["judge"] = "models/judge"
    if asked.get("system_prompt") is not None:
        asked["system_prompt"] = "Which is better for {prompt}: {response0} or {response1}?"
    if "latent_layer" in asked:
        asked["latent_layer"] = draw(st.sampled_from(["final", "middle", "late", "0", "2"]))
    quantized = [n for n in asked if n.startswith("load_in_") and asked[n]]
    for name in quantized[1:]:
        asked[name] = False
    # What follows from iterations, accumulation and warm-up has tests of its own.
    asked.pop("gradient_accumulation_steps", None)
    asked.pop("warmup", None)
    if asked.get("iters", 100) > 1:
        asked["gradient_accumulation_steps"] = draw(st.integers(1, asked.get("iters") or 100))
        asked["warmup"] = 0 if method.drops_leftover_gradients else draw(st.integers(0, 50))
    if asked.get("reward_weights") is not None:
        names = asked.get("reward_functions", BUILTIN_NAMES)
        asked["reward_weights"] = draw(
            st.lists(st.floats(-10, 10).filter(bool), min_size=len(names), max_size=len(names))
        )
    return asked


def least(method: Method) -> dict[str, Any]:
    """What a request to this method cannot leave out."""
    return {"judge": "models/judge"} if method.parameter("judge") is not None else {}
