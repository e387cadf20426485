"""The catalogue: every training method, by id."""

from temper.errors import NotFound
from temper.methods.bnpo import BNPO
from temper.methods.cpo import CPO
from temper.methods.dapo import DAPO
from temper.methods.dpo import DPO
from temper.methods.dr_grpo import DR_GRPO
from temper.methods.dsla import DSLA
from temper.methods.ftpo import FTPO
from temper.methods.grpo import GRPO
from temper.methods.gspo import GSPO
from temper.methods.klpo import KLPO
from temper.methods.method import Method
from temper.methods.online_dpo import ONLINE_DPO
from temper.methods.orpo import ORPO
from temper.methods.ppo import PPO
from temper.methods.rlhf_reinforce import RLHF_REINFORCE
from temper.methods.sft import SFT
from temper.methods.xpo import XPO

METHODS: dict[str, Method] = {
    "sft": SFT,
    "grpo": GRPO,
    "gspo": GSPO,
    "dr_grpo": DR_GRPO,
    "dapo": DAPO,
    "bnpo": BNPO,
    "klpo": KLPO,
    "dpo": DPO,
    "cpo": CPO,
    "orpo": ORPO,
    "dsla": DSLA,
    "ftpo": FTPO,
    "online_dpo": ONLINE_DPO,
    "xpo": XPO,
    "rlhf_reinforce": RLHF_REINFORCE,
    "ppo": PPO,
}
"""In the order in which a person is offered them."""


def get_method(method_id: str) -> Method:
    """The method of that id. Raises NotFound, which lists the known ids."""
    method = METHODS.get(method_id)
    if method is None:
        raise NotFound(f"There is no method {method_id[:80]!r}; there are {', '.join(METHODS)}")
    return method
