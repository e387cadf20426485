"""What is wrong with a text that is there, and when two texts are the same but for space and case."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FINAL = "####"
LONGEST_VALUE = 60
"""In characters; a longer answer is no bare value."""
_FEWEST_WORDS = 3
_ENDS = (".", "!", "?")

ACCURACY = "r1_accuracy_reward_func"


def normal(text: str) -> str:
    """The text in lower case, with single spaces and none around it."""
    return " ".join(text.lower().split())


def is_blank(text: str) -> bool:
    """Whether there is nothing but white space."""
    return not text or text.isspace()


def control_character(text: str) -> str | None:
    """The first control character by its code (`U+0007`), where there is one."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def without_control_characters(text: str) -> str:
    """The text without them; tabs and line ends stay."""
    return _CONTROL.sub("", text)


def unmatchable(answer: str) -> str | None:
    """Why r1_accuracy_reward_func can never pay for this answer, for a sentence; else None.

    It takes what stands after the last <answer> and before the next </answer>, and strips it.
    """
    if is_blank(answer):
        return None  # an error of its own
    if answer != answer.strip():
        return "has white space around it, which is taken off the completion before comparing"
    if "<answer>" in answer or "</answer>" in answer:
        return "holds the tags <answer> or </answer>, which are taken off the completion"
    return None


def is_worked(answer: str) -> bool:
    """Whether it is an answer as GSM8K has it: the working, then the value after ####."""
    final = answer.rpartition(_FINAL)[2].strip() if _FINAL in answer else ""
    return bool(final) and "\n" not in final and "#" not in final


def is_sentence(answer: str) -> bool:
    """Whether it is more than the bare value."""
    if len(answer) > LONGEST_VALUE:
        return True
    return answer.endswith(_ENDS) and len(answer.split()) >= _FEWEST_WORDS
