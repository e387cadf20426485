"""KL-regularized policy optimization."""

from temper.methods.method import Method
from temper.methods.parameter import Reference, changed
from temper.methods.parameters import klpo, rewards
from temper.methods.policy import policy_groups, policy_parameters

KLPO = Method(
    id="klpo",
    title="KLPO",
    family="rewards",
    summary="One completion a prompt, regressed on its reward.",
    description=(
        "KL-regularized policy optimization samples one completion for each prompt and moves its "
        "log-probability to where its reward says, held by KL to the model that sampled. It needs "
        "no groups and no reference model: less time and memory an iteration than GRPO, and a "
        "noisier signal, as no completion is compared with others of its prompt. Choose it where "
        "rewards are on one scale for all prompts; take GRPO where some prompts are much harder "
        "than others."
    ),
    train_mode="klpo",
    dataset_shape="prompt_answer",
    relative_cost="2 to 4 times SFT: every iteration writes a completion for each prompt",
    paper=Reference(
        "KL-Regularized Policy Optimization for Critic-Free Agentic Reinforcement Learning",
        "https://github.com/yifanzhang-pro/KLPO",
    ),
    groups=policy_groups(rewards.GROUP, klpo.GROUP),
    parameters=changed(
        policy_parameters(
            # Rewards are not compared within a group, so the size of a weight counts.
            *changed(rewards.PARAMETERS, "reward_weights", effect=None),
            *klpo.PARAMETERS,
            without=("group_size",),
            first=("temperature", "max_completion_length", "reward_functions", "beta"),
        ),
        "temperature",
        help="How freely completions are sampled, from all tokens. They stop at </answer>.",
    ),
    completions_per_prompt=1,
)
