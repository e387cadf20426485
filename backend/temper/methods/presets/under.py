"""Which values of a preset come into force under those that a request gives itself."""

from collections.abc import Mapping

from temper.methods.method import Method
from temper.methods.parameter import Value


def laid_under(
    method: Method, preset: Mapping[str, Value], asked: Mapping[str, object]
) -> dict[str, Value]:
    """The preset's values that stand, by name; what the request says otherwise takes their place."""
    replaced = set(asked)
    # Iterations and epochs are two words for one length.
    if asked.get("epochs") is not None:
        replaced.add("iters")
    if asked.get("iters") is not None:
        replaced.add("epochs")
    taken = {p.exclusive_group for p in method.parameters if asked.get(p.name) is True} - {None}
    replaced |= {p.name for p in method.parameters if p.exclusive_group in taken}
    return {name: value for name, value in preset.items() if name not in replaced}
