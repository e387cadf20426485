"""Why a conversion cannot be done: the first places, and the fixes that would help."""

from dataclasses import replace

from temper.datasets.derived.lines import RawLine
from temper.datasets.derived.steps import Plan
from temper.datasets.imports.cache import origin_of
from temper.datasets.schemas import Place
from temper.datasets.source import Source, shown
from temper.datasets.terms import Fix, Split
from temper.datasets.validation.kinds import KINDS
from temper.datasets.validation.reader import Finding
from temper.datasets.validation.report import place_text
from temper.errors import FieldError, InvalidRequest

_PLACES = 5


class Refusals:
    """The rows that can neither be converted nor stay as they are."""

    def __init__(self, source: Source, plan: Plan) -> None:
        self.count = 0
        self._source = source
        self._plan = plan
        self._places: list[str] = []
        self._helpers: dict[Fix, None] = {}
        self._last_exchange = False

    def add(self, split: Split, line: RawLine, finding: Finding) -> None:
        """Another one."""
        self.count += 1
        if len(self._places) < _PLACES:
            origin = origin_of(self._source, split, line.number)
            place = Place(file=origin.file, line=origin.line, row=origin.row, detail=finding.detail)
            self._places.append(place_text(place))
            if line.data is not None:
                self._helpers |= dict.fromkeys(self._plan.helpers(line.data, line.offset))
                eager = replace(self._plan, last_exchange=True)
                self._last_exchange |= eager.line(line.data, line.offset).refused is None

    def error(self) -> InvalidRequest:
        """All of them as one refusal."""
        more = self.count - len(self._places)
        places = " ".join(self._places) + (f" … and {rows_more(more)}." if more else "")
        fixes: list[str] = [*self._helpers, "drop_bad_rows", "mark_bad_rows"]
        fixes = list(dict.fromkeys(fixes))
        remedies = [*fixes, "last_exchange"] if self._last_exchange else fixes
        return _with_hint(places, remedies)

    def whole_file(self, split: Split, fault: Finding) -> InvalidRequest:
        """A file that holds no JSON lines at all."""
        repair = KINDS[fault.kind].repair
        name = shown(self._source.files[split].name)
        remedies = [repair] if repair and repair not in self._plan.fixes else []
        return _with_hint(f"{name}: {fault.detail}", remedies)


def rows_more(count: int) -> str:
    """`1 more row`, `2,000 more rows`."""
    return f"{count:,} more {'row' if count == 1 else 'rows'}"


def _with_hint(detail: str, remedies: list[str]) -> InvalidRequest:
    """A refusal whose part says what is wrong, and its whole what to ask for instead."""
    fixes = " or ".join(f"`{fix}`" for fix in remedies if fix != "last_exchange")
    hint = f" Add the fix {fixes}." if fixes else ""
    if "last_exchange" in remedies:
        hint += ' Or ask for `"multi_turn": "last_exchange"`.'
    error = FieldError("/fixes", detail, ", ".join(remedies) or None)
    return InvalidRequest(f"/fixes: {detail}{hint}", (error,))


def refuse(pointer: str, detail: str, allowed: str | None = None) -> InvalidRequest:
    """A request that cannot be done, at the part of it that says so."""
    return InvalidRequest.of(FieldError(pointer, detail, allowed))
