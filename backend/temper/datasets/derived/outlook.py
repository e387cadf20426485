"""What converting a dataset would need, by its first rows: a one-click conversion must carry it all."""

from dataclasses import dataclass, replace

from temper.datasets.derived.convert import CALLS_TOOLS
from temper.datasets.derived.lines import raw_lines
from temper.datasets.derived.steps import Plan
from temper.datasets.formats import FORMATS, PROMPT_ANSWER, PROMPT_COMPLETION, RowFormat
from temper.datasets.requests import ConvertRequest
from temper.datasets.source import Source
from temper.datasets.terms import Fix, OutputFormat
from temper.kit.jsonl import open_regular

_LINES = 1000
_BYTES = 4 << 20
_ONE_EXCHANGE = (PROMPT_ANSWER.name, PROMPT_COMPLETION.name)


@dataclass
class Outlook:
    """How the first rows of a dataset would convert to a format."""

    target: OutputFormat
    looked: int = 0
    longer: int = 0
    """Rows of which only the last exchange can be taken."""
    numbers: int = 0
    """Rows in which numbers have to become text."""
    tools: int = 0
    """Rows that cannot be converted because they call tools."""
    stuck: int = 0
    """All rows that cannot be converted, or would still be wrong."""
    whole: bool = True
    """Whether these are all the rows there are."""

    @property
    def share_kept(self) -> float:
        """The share of rows that a conversion keeps."""
        return (self.looked - self.stuck) / self.looked if self.looked else 0.0

    def request(self) -> ConvertRequest:
        """The conversion with everything it needs; rows that were not seen may need it all."""
        fixes: list[Fix] = []
        if self.numbers or not self.whole:
            fixes.append("coerce_numbers")
        if self.stuck or not self.whole:
            fixes.append("mark_bad_rows")
        takes_last = self.longer or (not self.whole and self.target in _ONE_EXCHANGE)
        turns = "last_exchange" if takes_last else "refuse"
        return ConvertRequest(format=self.target, fixes=fixes, multi_turn=turns)

    def note(self) -> str | None:
        """What that means for the rows, in sentences."""
        others = self.stuck - self.tools
        said = (
            (
                self.longer,
                "Of conversations with several turns the last question and its answer are taken; the "
                "turns before them are written out in the prompt.",
            ),
            (self.numbers, "Numbers become text."),
            (
                self.tools,
                "Conversations that call tools have no such form; they go to rejected.jsonl.",
            ),
            (
                others or not self.whole,
                "Rows that cannot be converted go to rejected.jsonl, each with its reason.",
            ),
        )
        return " ".join(words for is_so, words in said if is_so) or None


def outlook(source: Source, target: OutputFormat, main: RowFormat | None) -> Outlook:
    """What converting the rows of a dataset would need. Raises OSError."""
    found = Outlook(target)
    plain = Plan(FORMATS[target], main, {}, frozenset({"mark_bad_rows"}))
    numbers = replace(plain, fixes=plain.fixes | {"coerce_numbers"})
    for path in source.files.values():
        with open_regular(path) as file:
            for line in raw_lines(file):
                if line.number > _LINES or line.end > _BYTES:
                    found.whole = False
                    break
                if line.data is not None and line.data.strip():
                    _look(found, line.data, plain, numbers)
    return found


def _look(found: Outlook, line: bytes, plain: Plan, numbers: Plan) -> None:
    """Count what one row needs, the least that is enough."""
    found.looked += 1
    refusal = ""
    for plan, longer, as_text in (
        (plain, False, False),
        (replace(plain, last_exchange=True), True, False),
        (numbers, False, True),
        (replace(numbers, last_exchange=True), True, True),
    ):
        outcome = plan.line(line)
        if outcome.rejected is None:
            found.longer += longer
            found.numbers += as_text
            return
        refusal = outcome.rejected.detail
    found.stuck += 1
    found.tools += refusal.startswith(CALLS_TOOLS)
