"""REINFORCE with a judge's scores."""

from dataclasses import replace

from temper.methods import online
from temper.methods.method import Method
from temper.methods.parameter import Reference
from temper.methods.parameters import judge, preference

RLHF_REINFORCE = Method(
    id="rlhf_reinforce",
    title="RLHF REINFORCE",
    family="judge",
    summary="A judge model scores completions, REINFORCE learns.",
    description=(
        "RLHF with REINFORCE samples completions, lets a judge model give each a score, and makes "
        "those with high scores likelier, held by KL to a reference model. It is the plainest policy "
        "gradient: no critic, no clipping, much noise. Choose it to try a judge that gives scores; "
        "online DPO, which compares, is steadier. The installed trainer samples at temperature 0.8, "
        "whatever is asked."
    ),
    train_mode="rlhf_reinforce",
    dataset_shape="prompts",
    relative_cost=online.COST,
    paper=Reference(
        "Back to Basics: Revisiting REINFORCE Style Optimization for Learning from Human Feedback "
        "in LLMs",
        "https://arxiv.org/abs/2402.14740",
    ),
    groups=online.GROUPS,
    parameters=online.family(
        replace(
            preference.BETA,
            minimum=0,
            exclusive_minimum=False,
            help="How strongly the model is held to the reference model.",
            acts_on="the loss: how strongly the model is held to the reference",
        ),
        preference.REFERENCE_MODEL,
        without=("group_size", "temperature"),
        micro_batch=replace(
            judge.MICRO_BATCH,
            help="How many completions, two for each prompt, are scored at a time; half as many "
            "prompts are generated at a time. Null takes all of the batch.",
            unit="completions",
        ),
    ),
    completions_per_prompt=2,
)
