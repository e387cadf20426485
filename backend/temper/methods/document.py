"""The methods of the catalogue as a page of the documentation: `docs/training-methods.md`."""

from collections.abc import Sequence

from temper.datasets.formats import DatasetShape
from temper.methods.method import Method

INTRODUCTION = """\
# Training methods

<!-- Written by scripts/generate_docs.py from the catalogue in backend/temper/methods: edit that. -->

Every method is `mlx-lm-lora` at work: Temper builds its command line, shows it, and runs it. What each
parameter takes and does stands under [parameters](parameters.md).
"""

CHOOSING = """\
## Which one

Start with **SFT** where you have good answers. Take one of the GRPO family (or KLPO) where you can check
an answer but have none to show, once the model succeeds now and then: it can only strengthen what already
happens. Take **DPO** or **ORPO** where you have pairs of a better and a worse answer. Take **online DPO**
where you have only prompts, and a stronger model that can judge. Neither SFT nor the GRPO family needs
preference pairs or a judge model.
"""

_ROWS: dict[DatasetShape, str] = {
    "sft": "`messages`, `prompt`/`completion`, `text`, or `prompt`/`answer`/`system`",
    "prompt_answer": "`prompt`, `answer` and, if you like, `system`",
    "preference": "`prompt`, `chosen`, `rejected` and, if you like, `system`",
    "token_preference": "`context_with_chat_template`, `rejected_decoded`, `multi_chosen_decoded`",
    "prompts": "`prompt`; other columns are left out",
}


def render(methods: Sequence[Method]) -> str:
    """The whole page."""
    shared = {p.name for p in methods[0].parameters if all(m.parameter(p.name) for m in methods)}
    sections = [_method(method, shared) for method in methods]
    return "\n".join([INTRODUCTION, CHOOSING, _overview(methods), *sections])


def _overview(methods: Sequence[Method]) -> str:
    rows = [
        f"| [{m.title}](#{m.title.lower().replace('.', '').replace(' ', '-')}) | `{m.id}` | "
        f"{m.summary} | {m.relative_cost.split(':')[0]} | [{m.paper.title}]({m.paper.url}) |"
        for m in methods
    ]
    head = ["| method | id | what it does | cost against SFT | paper |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _method(method: Method, shared: set[str]) -> str:
    rows = _ROWS[method.dataset_shape]
    defaults = "".join(f", `{name}` `{value}`" for name, value in method.identity.items())
    own = [p.name for p in method.parameters if p.name not in shared]
    links = ", ".join(f"[`{name}`](parameters.md#{name})" for name in own)
    return (
        f"## {method.title}\n\n{method.description}\n\n"
        f"- Rows: {rows}; see [datasets](datasets.md).\n"
        f"- Cost: {method.relative_cost}.\n"
        f"- Trainer: `--train-mode {method.train_mode}`{defaults}.\n"
        f"- Parameters: those of [every method](parameters.md), and {links}.\n"
        f"- Paper: [{method.paper.title}]({method.paper.url}).\n"
    )
