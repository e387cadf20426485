"""Who judges completions: parameters of the methods that ask a judge model."""

from temper.methods.method import Group
from temper.methods.parameter import INT_MAX, Parameter, Reference, flag, wrapper_key, yaml_key

GROUP = Group("judge", "The judge", "Which model tells the better of two completions.")

JUDGE = Parameter(
    name="judge",
    label="Judge model",
    type="string",
    default=None,
    group="judge",
    help="A model that reads two completions and names the better one, a folder or a hub name. It "
    "is loaded beside the model, unless it is the reference model.",
    carrier=flag("--judge"),
    acts_on="which of two completions is preferred",
    nullable=True,
    tip="What the judge prefers is what the model learns, its whims as well.",
    reference=Reference(
        "Direct Language Model Alignment from Online AI Feedback",
        "https://arxiv.org/abs/2402.04792",
    ),
)

JUDGE_PROMPT = Parameter(
    name="system_prompt",
    label="Judge's instruction",
    type="string",
    default=None,
    group="judge",
    help="What the judge is told, with {prompt}, {response0} and {response1} where the texts go; "
    "braces of your own are doubled. Null takes the trainer's own.",
    carrier=yaml_key("judge_config.system_prompt"),
    acts_on="what the judge is asked",
    nullable=True,
)

MICRO_BATCH = Parameter(
    name="micro_batch_size",
    label="Micro batch",
    type="integer",
    default=None,
    group="memory",
    help="How many prompts are generated and scored at a time. Null takes the batch size.",
    raising="Faster, for more memory.",
    lowering="Less memory, slower.",
    carrier=flag("--micro-batch-size"),
    acts_on="memory and speed",
    nullable=True,
    minimum=1,
    maximum=INT_MAX,
    scale="log2",
    unit="prompts",
)

XPO_PAPER = Reference(
    "Exploratory Preference Optimization: Harnessing Implicit Q*-Approximation for "
    "Sample-Efficient RLHF",
    "https://arxiv.org/abs/2405.21046",
)

ALPHA = Parameter(
    name="alpha",
    label="Exploration (alpha)",
    type="list",
    item_type="number",
    default=[1e-5],
    group="judge",
    help="How much unusual completions are paid for. With several numbers the run is divided evenly "
    "among them.",
    raising="Tries more that is new.",
    lowering="Keeps to what it knows; 0 turns it off.",
    carrier=wrapper_key("xpo_alpha"),
    acts_on="the loss: what exploring is worth",
    minimum=0,
    maximum=1e6,
    effect="Only under Temper: the trainer's own --alpha takes its value apart letter by letter, so "
    "by hand the command trains with 1e-5.",
    reference=XPO_PAPER,
)
