"""A command line as its words, as a shell would split it; nothing is filled in and nothing is run."""

import re
from dataclasses import dataclass

from temper.configurations.entries import Unreadable

_SPACE = " \t\r"
_ENDS = ";&|\n"
_REDIRECTION = re.compile(r"\d*(?:>>?|<<?<?)(&[\d-]+)?|&>>?")
_CONTINUED = ("\\\n", "\\\r\n")
_MOST_WORDS = 2_000


@dataclass(frozen=True)
class Word:
    """One word; `shown` is how it was written."""

    text: str
    line: int
    shown: str
    redirects: bool = False
    """Whether it says where output goes: for the shell, and no argument."""


def split_commands(text: str) -> list[list[Word]]:
    """The commands of a script, each as its words. Raises Unreadable."""
    return [command for command in _Splitter(text).commands() if command]


class _Splitter:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._words = 0

    def commands(self) -> list[list[Word]]:
        found: list[list[Word]] = [[]]
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in _SPACE:
                self._step()
            elif self._continues():
                self._join()
            elif char == "#":
                self._skip_comment()
            elif match := _REDIRECTION.match(self._text, self._at):
                found[-1].append(self._redirection(match))
            elif char in _ENDS:
                self._step()
                found.append([])
            else:
                found[-1].append(self._word())
        return found

    def _step(self) -> str:
        char = self._text[self._at]
        self._line += char == "\n"
        self._at += 1
        return char

    def _continues(self) -> bool:
        """A line that ends with a backslash goes on in the next one."""
        return self._text.startswith(_CONTINUED, self._at)

    def _join(self) -> None:
        while self._step() != "\n":
            pass

    def _skip_comment(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _redirection(self, match: re.Match[str]) -> Word:
        start, line = self._at, self._line
        self._at = match.end()
        if match.group(1) is None:
            while self._at < len(self._text) and self._text[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._text) and self._text[self._at] not in _ENDS + "<>":
                self._word()
        return Word("", line, self._text[start : self._at], redirects=True)

    def _word(self) -> Word:
        self._words += 1
        if self._words > _MOST_WORDS:
            raise Unreadable("This is longer than any command.", self._line)
        start, line = self._at, self._line
        parts: list[str] = []
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in _SPACE + _ENDS + "<>":
                break
            if self._continues():
                self._join()
            elif char == "\\":
                self._step()
                parts.append(self._step() if self._at < len(self._text) else "")
            elif char == "'":
                parts.append(self._single())
            elif char == '"':
                parts.append(self._double())
            elif char == "`" or self._text.startswith("$(", self._at):
                parts.append(self._substitution())
            else:
                parts.append(self._step())
        return Word("".join(parts), line, self._text[start : self._at])

    def _single(self) -> str:
        line = self._line
        self._step()
        end = self._text.find("'", self._at)
        if end < 0:
            raise Unreadable("A single quote opens here and never closes.", line)
        inside = self._text[self._at : end]
        self._line += inside.count("\n")
        self._at = end + 1
        return inside

    def _double(self) -> str:
        line, parts = self._line, list[str]()
        self._step()
        while self._at < len(self._text):
            if self._continues():
                self._join()
                continue
            char = self._step()
            if char == '"':
                return "".join(parts)
            if char == "\\" and self._text[self._at : self._at + 1] in ("$", "`", '"', "\\"):
                char = self._step()
            parts.append(char)
        raise Unreadable("A double quote opens here and never closes.", line)

    def _substitution(self) -> str:
        """What a shell would run: kept as it was written."""
        start, line = self._at, self._line
        close = "`" if self._step() == "`" else ")"
        end = self._text.find(close, self._at)
        if end < 0:
            raise Unreadable("A command inside the command opens here and never closes.", line)
        while self._at <= end:
            self._step()
        return self._text[start : self._at]
