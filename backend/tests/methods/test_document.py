"""The pages on methods and parameters say what the catalogue says."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from temper.methods import document, document_parameters
from temper.methods.method import Method
from temper.methods.registry import METHODS

DOCS = Path(__file__).parents[3] / "docs"
ALL = list(METHODS.values())
PAGES: dict[str, Callable[[Sequence[Method]], str]] = {
    "training-methods.md": document.render,
    "parameters.md": document_parameters.render,
}


def anchors(page: str) -> list[str]:
    """The anchors that headings get where the page is shown."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_current(page: str) -> None:
    """`scripts/generate_docs.py` writes it anew."""
    assert (DOCS / page).read_text("utf-8") == PAGES[page](ALL)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = PAGES[page](ALL)
    for target in re.findall(r"\]\((?!https://)([^)]*)\)", text):
        file, _, anchor = target.partition("#")
        whole = text if not file else (DOCS / file).read_text("utf-8")
        assert not anchor or anchor in anchors(whole), target


@pytest.mark.parametrize("page", PAGES)
def test_no_two_headings_share_an_anchor(page: str) -> None:
    found = anchors(PAGES[page](ALL))
    assert sorted(found) == sorted(set(found))


def test_every_parameter_stands_on_one_page_once() -> None:
    methods, parameters = (render(ALL) for render in PAGES.values())
    for name in {p.name for m in ALL for p in m.parameters}:
        assert parameters.count(f"\n### `{name}`\n") == 1, name
        assert f"\n### `{name}`\n" not in methods


def section(name: str) -> str:
    return document_parameters.render(ALL).split(f"### `{name}`\n")[1].split("\n###")[0]


def test_a_default_that_is_not_the_trainers_stands_beside_its_own() -> None:
    assert "| Temper's default | `0.8` |\n| Trainer's default | `1` |" in section("temperature")
    assert "| Temper's default | `1`; PPO: `2` |" in section("batch_size")


def test_a_parameter_tells_how_it_travels_and_what_it_acts_on() -> None:
    assert "| Travels as | `lora_parameters.rank` in the YAML |" in section("rank")
    assert "| Acts on | the size of each update |" in section("learning_rate")
