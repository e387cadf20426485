"""Pages of the run list that are kept."""

from temper.runs.pages import Pages
from temper.runs.schemas import RunPage
from temper.runs.store import RunQuery

FIRST = RunQuery()


class Searched:
    """A list whose pages tell how often they were made."""

    def __init__(self) -> None:
        self.version = 0
        self.made = 0
        self.pages = Pages(lambda: self.version)

    def search(self, query: RunQuery) -> RunPage:
        self.made += 1
        return RunPage(items=[], next_cursor=str(self.made))

    def read(self, query: RunQuery = FIRST) -> str | None:
        return RunPage.model_validate_json(self.pages.read(query, self.search)).next_cursor


def test_a_page_is_made_once_until_something_changes() -> None:
    runs = Searched()
    assert [runs.read(), runs.read()] == ["1", "1"]
    runs.version += 1
    assert [runs.read(), runs.read()] == ["2", "2"]


def test_each_question_has_a_page_of_its_own() -> None:
    runs = Searched()
    assert [runs.read(), runs.read(RunQuery(text="sums")), runs.read()] == ["1", "2", "1"]


def test_what_changed_while_a_page_was_made_is_on_the_next() -> None:
    runs = Searched()

    def changing(query: RunQuery) -> RunPage:
        page = runs.search(query)
        runs.version += 1
        return page

    runs.pages.read(FIRST, changing)
    assert runs.read() == "2"


def test_the_pages_asked_for_longest_ago_are_forgotten() -> None:
    runs = Searched()
    runs.read()
    for number in range(100):
        runs.read(RunQuery(text=f"text {number}"))
    assert runs.read() == "102"
