"""Proximal policy optimization with a judge."""

from dataclasses import replace

from temper.methods import online
from temper.methods.method import Method
from temper.methods.parameter import changed
from temper.methods.parameters import judge, preference, rollouts

_EPSILON = next(p for p in rollouts.OBJECTIVE if p.name == "epsilon")

PPO = Method(
    id="ppo",
    title="PPO",
    family="judge",
    summary="Clipped steps on pairs that a judge model prefers.",
    description=(
        "What the installed trainer calls PPO samples two completions for each prompt, lets a judge "
        "model say which is better, and takes clipped steps on how much likelier the better one is. "
        "It has no critic and no rewards of its own, unlike the PPO of the paper. Choose online DPO "
        "first; take this to compare. It needs a batch size of at least 2: with one prompt its "
        "advantage is always 0 and only KL acts."
    ),
    train_mode="ppo",
    dataset_shape="prompts",
    relative_cost=online.COST,
    paper=_EPSILON.reference or online.ONLINE_DPO_PAPER,
    groups=online.GROUPS,
    parameters=changed(
        online.family(
            replace(
                preference.BETA,
                minimum=0,
                exclusive_minimum=False,
                help="How strongly the model is held to the reference model.",
                acts_on="the loss: how strongly the model is held to the reference",
            ),
            replace(
                _EPSILON,
                group="preference",
                default=0.2,
                recommended=(0.05, 0.3),
                scale="linear",
                step=0.05,
                help="How far the ratio of the model's probability to the reference's may move before "
                "it is clipped.",
                raising="Larger changes count.",
                lowering="Smaller changes are clipped.",
                effect=None,
            ),
            preference.REFERENCE_MODEL,
            micro_batch=replace(
                judge.MICRO_BATCH,
                acts_on="memory, speed, and which advantages are normalized together",
                lowering="Less memory, slower; at 1 every advantage is 0.",
            ),
            batch_size=2,
        ),
        "temperature",
        effect="Acts in training; the installed trainer's validation always samples at 0.8.",
    ),
    drops_leftover_gradients=True,
    completions_per_prompt=2,
)
