"""What the methods share that ask a judge model about completions: groups and parameters."""

from temper.methods.parameter import Parameter, Reference, Value, changed
from temper.methods.parameters import judge, preference
from temper.methods.policy import policy_groups, policy_parameters

COST = (
    "5 times SFT or more: every iteration writes two completions for each prompt, and a judge model "
    "reads both"
)

ONLINE_DPO_PAPER = Reference(
    "Direct Language Model Alignment from Online AI Feedback", "https://arxiv.org/abs/2402.04792"
)

GROUPS = policy_groups(judge.GROUP, preference.GROUP)


def family(
    *own: Parameter,
    without: tuple[str, ...] = ("group_size",),
    micro_batch: Parameter = judge.MICRO_BATCH,
    **defaults: Value,
) -> tuple[Parameter, ...]:
    """The parameters of a method that asks a judge, with its own among them."""
    parameters = policy_parameters(
        judge.JUDGE,
        judge.JUDGE_PROMPT,
        *own,
        micro_batch,
        without=without,
        first=("judge", "batch_size", "max_completion_length", "beta"),
        defaults=defaults,
    )
    return changed(
        parameters, "temperature", help="How freely completions are sampled, from all tokens."
    )
