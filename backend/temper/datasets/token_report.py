"""What rows come to in tokens, as part of the validation report."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import Query, Request

from temper.datasets.formats import FORMATS, READABLE
from temper.datasets.imports.cache import origin_of
from temper.datasets.schemas import DatasetReport
from temper.datasets.source import SourceError
from temper.datasets.token_problems import token_problems
from temper.datasets.token_routes import DEFAULT_LIMIT, AskedFor, Limit, asked_of
from temper.datasets.token_service import TokenService
from temper.datasets.validation.report import verdict
from temper.errors import Conflict
from temper.kit.child import TaskFailed


@dataclass(frozen=True)
class TokenFindings:
    """What a request for a report says of its model."""

    asked: AskedFor
    tokens: TokenService
    limit: int
    most_completion: int | None

    def added_to(self, report: DatasetReport) -> DatasetReport:
        """The report with the problems of too long rows among its own; waits until they are counted.

        Raises Conflict.
        """
        ask = self.asked.ask
        known = FORMATS.get(report.format or "")
        if known not in READABLE[ask.shape]:
            return report
        try:
            lengths = self.tokens.wait(ask)
            origin = partial(origin_of, self.tokens.as_lines(ask))
        except (SourceError, TaskFailed) as error:
            raise Conflict(f"The tokens cannot be counted: {error.detail}") from error
        found = token_problems(
            lengths,
            self.limit,
            max_completion_length=self.most_completion,
            most=self.asked.model.most,
            origin=origin,
        )
        problems = sorted([*report.problems, *found], key=lambda problem: problem.severity)
        ready = not any(problem.severity == "error" for problem in problems)
        words = verdict(problems, report.splits, report.format_title)
        return report.model_copy(update={"problems": problems, "ready": ready, "verdict": words})


def token_findings(
    request: Request,
    dataset_id: str,
    method: str,
    model: Annotated[
        str | None, Query(max_length=4096, description="Adds what rows come to in its tokens")
    ] = None,
    mask_prompt: bool = False,
    max_seq_length: Limit = DEFAULT_LIMIT,
    max_completion_length: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> TokenFindings | None:
    """What a report adds of tokens; None where no model is named."""
    if model is None:
        return None
    asked = asked_of(request, dataset_id, method, model, mask_prompt)
    return TokenFindings(asked, request.app.state.tokens, max_seq_length, max_completion_length)
