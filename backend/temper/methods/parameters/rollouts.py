"""How completions are sampled and what is made of them: parameters of the GRPO family."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Choice, Parameter, Reference, flag

DEEPSEEKMATH = Reference(
    "DeepSeekMath: Pushing the Limits of Mathematical Reasoning in Open Language Models",
    "https://arxiv.org/abs/2402.03300",
)
GSPO_PAPER = Reference("Group Sequence Policy Optimization", "https://arxiv.org/abs/2507.18071")
DR_GRPO_PAPER = Reference(
    "Understanding R1-Zero-Like Training: A Critical Perspective",
    "https://arxiv.org/abs/2503.20783",
)
DAPO_PAPER = Reference(
    "DAPO: An Open-Source LLM Reinforcement Learning System at Scale",
    "https://arxiv.org/abs/2503.14476",
)

ROLLOUT_GROUP = Group("rollouts", "Rollouts", "How completions are sampled.")
OBJECTIVE_GROUP = Group("objective", "Objective", "What is made of completions and rewards.")

ROLLOUTS = (
    Parameter(
        name="group_size",
        label="Group size",
        type="integer",
        default=4,
        group="rollouts",
        help="Completions sampled for each prompt. Each is judged against the others of its group, "
        "so one alone teaches nothing.",
        raising="A better comparison; time grows in step.",
        lowering="Quicker, noisier; more groups in which all rewards are equal and teach nothing.",
        carrier=flag("--group-size"),
        acts_on="how many completions are sampled and compared",
        minimum=2,
        maximum=65536,
        recommended=(2, 16),
        scale="log2",
        unit="completions",
        tip="The group's mean reward takes the place of a learned critic.",
        reference=DEEPSEEKMATH,
    ),
    Parameter(
        name="temperature",
        label="Temperature",
        type="number",
        default=0.8,
        trainer_default=1.0,
        group="rollouts",
        help="How freely completions are sampled. Beside it the trainer always takes top-p 0.95 and "
        "top-k 20, and stops at </answer>.",
        raising="More varied completions, more wrong ones.",
        lowering="Completions grow alike; alike ones teach nothing.",
        carrier=flag("--temperature"),
        acts_on="how completions are sampled",
        minimum=0.01,
        maximum=100,
        recommended=(0.6, 1.2),
        step=0.05,
    ),
    Parameter(
        name="max_completion_length",
        label="Maximum completion length",
        type="integer",
        default=512,
        group="rollouts",
        help="Tokens after which a completion is cut off. Its reward then judges what is there.",
        raising="Room for longer reasoning, for more time and memory.",
        lowering="Quicker; long answers lose their end and their reward.",
        carrier=flag("--max-completion-length"),
        acts_on="how long completions may become, and memory",
        minimum=1,
        maximum=INT_MAX,
        recommended=(128, 2048),
        scale="log2",
        unit="tokens",
    ),
)

OBJECTIVE = (
    Parameter(
        name="beta",
        label="Beta (KL)",
        type="number",
        default=0.1,
        group="objective",
        help="How strongly the model is held to the reference model. 0 lets it go: the reference "
        "then changes nothing.",
        raising="Stays closer to what it was.",
        lowering="Moves further for reward; too low lets it game the reward.",
        carrier=flag("--beta"),
        acts_on="the loss: how strongly the model is held to the reference",
        minimum=0,
        recommended=(0, 0.2),
        step=0.01,
        tip="KL measures how far the model's choices have moved from the reference's.",
        reference=DEEPSEEKMATH,
    ),
    Parameter(
        name="grpo_loss_type",
        label="Loss type",
        type="choice",
        default="grpo",
        group="objective",
        help="By what the loss of a completion is divided.",
        carrier=flag("--grpo-loss-type"),
        acts_on="the loss: how much each token counts",
        choices=(
            Choice("grpo", "GRPO", "By its own length: each completion counts the same."),
            Choice("dr_grpo", "Dr. GRPO", "By the maximum length: no bias towards length."),
            Choice("bnpo", "BNPO", "By all tokens of the batch: each token counts the same."),
        ),
        effect="dr_grpo takes out the length bias only: the installed trainer goes on dividing "
        "advantages by their spread. All three are equal when every completion has the maximum "
        "length.",
        reference=DR_GRPO_PAPER,
    ),
    Parameter(
        name="importance_sampling_level",
        label="Importance sampling",
        type="choice",
        default="token",
        group="objective",
        help="Whether the ratio of new to old probability is taken for each token (GRPO) or for "
        "the whole completion (GSPO).",
        carrier=flag("--importance-sampling-level"),
        acts_on="the loss: ratios of new to old probability",
        choices=(
            Choice("token", "Token", "One ratio for each token, as in GRPO."),
            Choice("sequence", "Sequence", "One ratio for each completion, as in GSPO."),
        ),
        effect="Makes no difference but rounding: the installed trainer uses each rollout for one "
        "update, where every ratio is 1.",
        tip="The ratio corrects for completions that an older version of the model wrote.",
        reference=GSPO_PAPER,
    ),
    Parameter(
        name="epsilon",
        label="Epsilon",
        type="number",
        default=1e-4,
        group="objective",
        help="How far the ratio of new to old probability may move before it is clipped. Below "
        "about 1e-7 the trainer's arithmetic rounds it to 0, and nothing would be learned.",
        raising="Meant to allow larger changes from one rollout.",
        lowering="Meant to allow smaller ones.",
        carrier=flag("--epsilon"),
        acts_on="the loss: where ratios are clipped",
        minimum=1e-6,
        recommended=(1e-4, 0.01),
        scale="log",
        effect="Changes nothing: the installed trainer uses each rollout for one update, where the "
        "ratio is always 1.",
        tip="Clipping keeps one update from going too far.",
        reference=Reference(
            "Proximal Policy Optimization Algorithms", "https://arxiv.org/abs/1707.06347"
        ),
    ),
    Parameter(
        name="epsilon_high",
        label="Epsilon high",
        type="number",
        default=None,
        group="objective",
        help="A wider limit upwards, as DAPO proposes. Null takes epsilon both ways.",
        raising="Meant to let unlikely good tokens grow faster.",
        lowering="Meant to hold them back.",
        carrier=flag("--epsilon-high"),
        acts_on="the loss: where ratios are clipped",
        nullable=True,
        minimum=1e-6,
        recommended=(1e-4, 0.3),
        scale="log",
        effect="Changes nothing: the installed trainer uses each rollout for one update, where the "
        "ratio is always 1.",
        tip="Clip-higher keeps the variety of completions alive.",
        reference=DAPO_PAPER,
    ),
    Parameter(
        name="reference_model_path",
        label="Reference model",
        type="string",
        default=None,
        group="objective",
        help="The model that KL is measured against, a folder or a hub name. Null takes the model "
        "that is trained, as it was at the start.",
        carrier=flag("--reference-model-path"),
        acts_on="what KL is measured against",
        nullable=True,
    ),
)
