"""What the lengths of rows mean for a run, as problems of a report: errors where nothing is learned."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from temper.datasets.schemas import Action, DatasetProblem, Place
from temper.datasets.token_lengths import FileRows, Lengths
from temper.datasets.token_limits import kept, unit
from temper.datasets.token_words import loses_row, statement
from temper.datasets.tokens import PLACES, Origin, advice, each_row, over, step_for
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.tally import excerpt
from temper.kit.jsonl import open_regular

_READ = 1000
Hit = Callable[[int], bool]
Words = Callable[[int], str]


def token_problems(
    lengths: Lengths,
    limit: int,
    *,
    max_completion_length: int | None = None,
    most: int | None = None,
    origin: Origin | None = None,
) -> list[DatasetProblem]:
    """Every problem of these rows with this limit, errors first; reads the places' lines.

    `most` is the number of tokens that the model was made for.
    """
    found = _Found(lengths, limit, most, origin)
    problems = [
        *found.cut(),
        *found.failed(),
        *found.two_tokens(),
        *found.answers(max_completion_length),
    ]
    return sorted(problems, key=lambda problem: problem.severity)


class _Found:
    """The rows of some lengths that one limit is too small for."""

    def __init__(
        self, lengths: Lengths, limit: int, most: int | None, origin: Origin | None
    ) -> None:
        self._origin = origin
        self._lengths = lengths
        self._limit = limit
        self._kept = kept(lengths.mode, limit)
        self._most = most
        self._tokens = lengths.tokens.numbers()
        self._prompts = lengths.prompts.numbers()

    def cut(self) -> Iterator[DatasetProblem]:
        """Rows over the limit, by what becomes of them."""
        longer = over(self._lengths.tokens.counts, self._kept)
        if not longer:
            return
        match unit(self._lengths.mode):
            case "prompt":
                yield self._longer("prompt_cut", longer, lambda _: True)
            case "context":
                if longer == self._lengths.rows:
                    yield self._longer("all_left_out", longer, lambda _: True)
                else:
                    yield self._longer("rows_left_out", longer, lambda _: True)
            case "row" if not self._lengths.masked:
                yield self._longer("rows_cut", longer, lambda _: True)
            case "row" | "pair":
                lost = over(self._lengths.prompts.counts, self._kept - 1)
                if lost:
                    yield self._lost(lost)
                if longer > lost:
                    some = self._longer("rows_cut", longer - lost, self._learns)
                    yield some

    def _learns(self, index: int) -> bool:
        return self._prompts[index] < self._kept

    def _lost(self, count: int) -> DatasetProblem:
        return self._problem(
            "nothing_learned",
            count,
            lambda index: self._prompts[index] >= self._kept,
            self._loses,
            self._raise_limit(),
        )

    def _longer(self, kind: str, count: int, also: Hit) -> DatasetProblem:
        return self._problem(
            kind,
            count,
            lambda index: self._tokens[index] > self._kept and also(index),
            self._loses,
            self._raise_limit(),
        )

    def _loses(self, index: int) -> str:
        tokens, prompt = self._tokens[index], self._prompts[index]
        lost = loses_row(self._lengths, self._limit, tokens, prompt)
        return f"{tokens:,} tokens where {self._kept:,} are kept. Lost: {lost[0].lower()}{lost[1:]}"

    def failed(self) -> Iterator[DatasetProblem]:
        """Rows of which the trainer's own class makes nothing."""
        if not self._lengths.failed_count:
            return
        kind = "refused_by_template"
        if unit(self._lengths.mode) == "context":
            kind = "rows_left_out" if self._lengths.rows else "all_left_out"
        paths = {file.split: file for file in self._lengths.files}
        places = [
            self._place(paths[row.split], row.line, row.offset, row.detail)
            for row in self._lengths.failed
        ]
        yield self._made(kind, self._lengths.failed_count, places, None)

    def two_tokens(self) -> Iterator[DatasetProblem]:
        """Texts that the trainer's batches take for something else."""
        if self._lengths.mode != "sft" or self._lengths.masked:
            return
        if count := self._lengths.tokens.counts.get(2, 0):
            yield self._problem(
                "two_tokens",
                count,
                lambda index: self._tokens[index] == 2,
                lambda _: "The text and the mark of its end are two tokens together.",
                None,
            )

    def answers(self, most: int | None) -> Iterator[DatasetProblem]:
        """Answers that no completion has room for."""
        if most is None or self._lengths.mode not in ("grpo", "klpo"):
            return
        counts = self._lengths.answers.counts
        if count := over(counts, most):
            sizes = self._lengths.answers.numbers()
            room = step_for(max(counts) + 1)
            yield self._problem(
                "answer_too_long",
                count,
                lambda index: sizes[index] > most,
                lambda index: f"The answer alone has {sizes[index]:,} tokens of {most:,}.",
                Action(
                    label=f"Set max_completion_length to {room:,}",
                    parameters={"max_completion_length": room},
                ),
            )

    def _raise_limit(self) -> Action | None:
        """The limit with which nothing is cut, where the model was made for so much."""
        found = advice(self._lengths, self._limit, self._most)
        best = found[-1] if found else None
        if best is None or best.parameters["max_seq_length"] <= self._limit:
            return None
        size = best.parameters["max_seq_length"]
        return Action(label=f"Set max_seq_length to {size:,}", parameters=best.parameters)

    def _problem(
        self, kind: str, count: int, hit: Hit, words: Words, action: Action | None
    ) -> DatasetProblem:
        lines, offsets = self._lengths.line_numbers(), self._lengths.line_offsets()
        hits = ((file, index) for file, index in each_row(self._lengths) if hit(index))
        places = [
            self._place(file, lines[index], offsets[index], words(index))
            for file, index in islice(hits, PLACES)
        ]
        return self._made(kind, count, places, action)

    def _made(
        self, kind: str, count: int, places: list[Place], action: Action | None
    ) -> DatasetProblem:
        known = KINDS[kind]
        fix = known.fix
        if not self._lengths.exact:
            fix = f"{fix} (Counted in the sample: {statement(self._lengths)})"
        return DatasetProblem(
            kind=kind,
            severity=known.severity,
            title=known.title,
            count=count,
            fix=fix,
            repair=known.repair,
            action=action,
            places=places,
        )

    def _place(self, file: FileRows, line: int, offset: int, detail: str) -> Place:
        text = excerpt(_line_at(Path(file.path), offset))
        here = Place(
            split=file.split,
            position=line,
            file=file.name,
            line=line,
            offset=offset,
            excerpt=text,
            detail=detail,
        )
        if self._origin is None:
            return here
        found = self._origin(file.split, line)
        where = {"file": found.file, "line": found.line, "row": found.row, "offset": found.offset}
        return here.model_copy(update=where)


def _line_at(path: Path, offset: int) -> bytes:
    """The beginning of a line; nothing where the file is gone meanwhile."""
    with suppress(OSError), open_regular(path) as opened:
        opened.seek(offset)
        return opened.read(_READ).partition(b"\n")[0]
    return b""


@dataclass(frozen=True)
class Advice:
    """A sentence for a plan, and the parameter of the run that would help."""

    text: str
    parameter: str | None


def tokens_advice(
    lengths: Lengths,
    limit: int,
    *,
    max_completion_length: int | None = None,
    most: int | None = None,
) -> list[Advice]:
    """What a plan says of these rows, a text for each kind of problem; nothing where rows are whole."""
    found = token_problems(lengths, limit, max_completion_length=max_completion_length, most=most)
    rows = f"{lengths.rows:,} {'rows' if lengths.exact else 'measured rows'}"
    return [
        Advice(
            f"{problem.title} ({problem.count:,} of {rows}; {place.file}, line {place.line}: "
            f"{place.detail}) {problem.fix}",
            next(iter(problem.action.parameters), None) if problem.action else None,
        )
        for problem in found
        for place in problem.places[:1]
    ]
