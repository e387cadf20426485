"""What a row must come to in front of the starter model, written down apart from any code that does it."""

from typing import Any, cast

from temper.datasets.formats import DatasetShape

OWN_INSTRUCTION = (
    "You are given a problem. Think about the problem and provide your working out. Place it between "
    "<think> and </think>. Then, provide your solution between <answer> </answer>."
)
"""What the trainer puts in where a row has no `system`."""
HEADER = "<|im_start|>assistant\n"

Row = dict[str, Any]


def said(role: str, text: str) -> str:
    """A turn as the starter model's chat template writes it."""
    return f"<|im_start|>{role}\n{text}<|im_end|>\n"


def expected(row: Row, row_format: str, shape: DatasetShape, *, mask: bool = False) -> Row:
    """What the trainer's batch holds of a sound row."""
    if shape == "sft":
        whole, learned = _sft(row, row_format)
        return {"text": whole, "learned": learned if mask else whole}
    if shape == "prompt_answer":
        system = row.get("system", OWN_INSTRUCTION)
        prompt = said("system", system) + said("user", row["prompt"]) + HEADER
        kept = {"question": row["prompt"], "answer": row["answer"], "type": row.get("type")}
        return {"prompt": prompt, **kept}
    if shape == "preference":
        before = said("system", row["system"]) if "system" in row else ""
        before += said("user", row["prompt"])
        return {
            name: text
            for side in ("chosen", "rejected")
            for name, text in (
                (side, before + said("assistant", row[side])),
                (f"{side}_learned", said("assistant", row[side]).removeprefix(HEADER)),
            )
        }
    if shape == "token_preference":
        return {
            "context": row["context_with_chat_template"],
            "chosen": row["multi_chosen_decoded"],
            "rejected": row["rejected_decoded"],
        }
    asked: Any = row["prompt"]
    alone: list[dict[str, Any]] = [{"role": "user", "content": asked}]
    talk = cast("list[dict[str, Any]]", asked) if isinstance(asked, list) else alone
    text = "".join(said(turn["role"], turn["content"]) for turn in talk) + HEADER
    return dict.fromkeys(("prompt", "same"), text)


def _sft(row: Row, row_format: str) -> tuple[str, str]:
    """All of it, and what is learned where the prompt is masked."""
    if row_format == "text":
        return row["text"] + "<|im_end|>", ""
    turns = turns_of(row, row_format)
    texts = [said(turn["role"], turn["content"]) for turn in turns]
    return "".join(texts), texts[-1]


def turns_of(row: Row, row_format: str) -> list[dict[str, str]]:
    """The conversation that an SFT row is."""
    if row_format == "messages":
        return row["messages"]
    system = row.get("system", "") if row_format == "prompt_answer" else ""
    answer = row["answer" if row_format == "prompt_answer" else "completion"]
    first = [{"role": "system", "content": system}] if system.strip() else []
    talk = [("user", row["prompt"]), ("assistant", answer)]
    return [*first, *({"role": role, "content": text} for role, text in talk)]
