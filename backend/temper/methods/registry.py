"""The catalogue: every training method, by id."""

from temper.errors import NotFound
from temper.methods.dr_grpo import DR_GRPO
from temper.methods.grpo import GRPO
from temper.methods.gspo import GSPO
from temper.methods.method import Method
from temper.methods.sft import SFT

METHODS: dict[str, Method] = {
    "sft": SFT,
    "grpo": GRPO,
    "gspo": GSPO,
    "dr_grpo": DR_GRPO,
}


def get_method(method_id: str) -> Method:
    """The method of that id. Raises NotFound, which lists the known ids."""
    method = METHODS.get(method_id)
    if method is None:
        raise NotFound(f"There is no method {method_id[:80]!r}; there are {', '.join(METHODS)}")
    return method
