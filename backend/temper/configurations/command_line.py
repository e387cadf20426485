"""Where in a pasted script the trainer is called, and with which arguments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from temper.configurations.entries import Unreadable
from temper.configurations.report import Given, Report
from temper.configurations.schemas import ReadConfiguration
from temper.configurations.shell_words import Word, split_commands
from temper.configurations.trainer_word import TrainerWord
from temper.methods.registry import METHODS

_MODULES = ("mlx_lm_lora.train", "temper.trainer")
_PACKAGES = ("mlx_lm_lora", "mlx-lm-lora")
_OTHERS = ("mlx_lm.lora", "mlx_lm_lora.mcp", "mlx_lm_lora.train_judge")
_VARIABLE = re.compile(r"[A-Za-z_]\w*=")
_PROMPTS = ("$", "%", "❯")


@dataclass(frozen=True)
class TrainerCall:
    """The trainer's arguments, and what stands around them."""

    before: tuple[Word, ...]
    """Variables, the launcher and the program."""
    arguments: tuple[Word, ...]
    others: tuple[tuple[Word, ...], ...]
    """The other commands of the script, redirections among them."""

    @property
    def config(self) -> str | None:
        """The file that `--config` names."""
        texts = [word.text for word in self.arguments]
        for place, text in reversed(list(enumerate(texts))):
            flag, equals, value = text.partition("=")
            if flag == "--config" or (text.startswith("-c") and not text.startswith("--")):
                if equals and flag == "--config":
                    return value
                if flag in ("--config", "-c"):
                    return texts[place + 1] if place + 1 < len(texts) else None
                return text[2:]
        return None


def find_call(text: str) -> TrainerCall | None:
    """The first call of the trainer; None where there is none. Raises Unreadable."""
    commands = split_commands(text)
    for place, command in enumerate(commands):
        words = [word for word in command if not word.redirects]
        start = _start(words)
        if start is None and len(commands) == 1 and words and words[0].text.startswith("--"):
            start = 0
        if start is None:
            continue
        aside = tuple(word for word in command if word.redirects)
        others = [tuple(c) for n, c in enumerate(commands) if n != place]
        return TrainerCall(
            tuple(words[:start]), tuple(words[start:]), (*others, *([aside] if aside else []))
        )
    return None


def other_trainer(text: str) -> str | None:
    """The name of a program that the text calls and that is another one; None where it calls none."""
    try:
        words = [word.text for command in split_commands(text) for word in command]
    except Unreadable:
        return None
    return next((name for name in _OTHERS if name in words), None)


def say_around(call: TrainerCall, report: Report) -> None:
    """What becomes of all that is no argument of the trainer."""
    program: list[Word] = []
    for word in call.before:
        if word.text in _PROMPTS and not program:
            report.say(_given([word]), "not_needed", "The prompt of a terminal.")
        elif _VARIABLE.match(word.text) and not program:
            message = "A variable of the shell: set it where you start Temper."
            report.say(_given([word]), "not_needed", message)
        else:
            program.append(word)
    if program:
        launched = any(PurePosixPath(word.text).name == "mlx.launch" for word in program)
        message = "Temper starts the trainer itself."
        if launched:
            message = "Temper trains on this machine alone: the launcher is left out."
        report.say(_given(program), "ignored" if launched else "not_needed", message)
    for command in call.others:
        message = "Not the trainer: it is left alone, and nothing of it is run."
        if _start([word for word in command if not word.redirects]) is not None:
            message = "A second call of the trainer: import it by itself."
        elif command[0].redirects:
            message = "Where the shell sends the output; a run keeps its log itself."
        second = message.startswith("A second")
        report.say(_given(command), "ignored" if second else "not_needed", message)


def given_arguments(
    call: TrainerCall, word: TrainerWord, report: Report
) -> tuple[list[Given], list[Given]]:
    """What the trainer's parser takes, and what it refuses, which is said at once."""
    taken: list[Given] = []
    refused: list[Given] = []
    at = 0
    for number, argument in enumerate(word.arguments, 1):
        words = call.arguments[at : at + len(argument.tokens)]
        at += len(argument.tokens)
        text = " ".join(word.shown for word in words)
        key = argument.name or _flag_name(argument.tokens[0])
        given = Given(key, argument.value, "text", words[0].line, text, number)
        error = argument.error
        if argument.left:
            error = f"unrecognized arguments: {' '.join(argument.left)}"
        if error is None:
            taken.append(_as_written(given, argument.tokens))
        else:
            report.say(given, "wrong", f"The trainer's parser: {error}.")
            refused.append(replace(given, value=_written(argument.tokens)))
    return taken, refused


def keep_refused(request: ReadConfiguration, refused: Sequence[Given]) -> None:
    """What a person wrote for a parameter stays in the request, so that the form shows what is wrong."""
    method = METHODS.get(request.method or "")
    for one in refused:
        if method is not None and method.parameter(one.key) is not None and one.value:
            request.parameters[one.key] = one.value


def _as_written(given: Given, tokens: Sequence[str]) -> Given:
    """`--alpha` in whole: the trainer's own parser takes its text apart letter by letter."""
    return replace(given, value=_written(tokens)) if given.key == "alpha" else given


def _written(tokens: Sequence[str]) -> str:
    _, equals, value = tokens[0].partition("=")
    return value if equals else " ".join(tokens[1:])


def _flag_name(token: str) -> str:
    return token.partition("=")[0].lstrip("-").replace("-", "_")


def _start(words: Sequence[Word]) -> int | None:
    """Where the trainer's arguments begin; None where it is not called."""
    texts = [word.text for word in words]
    for place, text in enumerate(texts):
        after = texts[place + 1] if place + 1 < len(texts) else ""
        name = PurePosixPath(text).name
        if text.endswith(":"):  # `name: mlx_lm_lora …` is YAML.
            return None
        if text == "-m" and after in _MODULES:
            return place + 2
        if name == "mlx_lm_lora.train" or text.endswith("mlx_lm_lora/train.py"):
            return place + 1
        if name in _PACKAGES and after == "train":
            return place + 2
    return None


def _given(words: Sequence[Word]) -> Given:
    text = " ".join(word.shown for word in words)
    return Given("", None, "text", words[0].line, text)
