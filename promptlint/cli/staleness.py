"""List facts that may be outdated: those whose sources were checked longest ago, doubtful ones, and open questions.

`promptlint config --facts` prints this page. No finding depends on a date: a fact applies until its row is changed.
"""

from __future__ import annotations

import os

from promptlint.midjourney import tables
from promptlint.midjourney.facts import facts, target_facts
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.facts import Fact

__all__ = ["OLDEST", "Question", "every_fact", "page", "questions"]

OLDEST = 40
"""Number of the oldest facts on the page."""

_QUESTIONS = os.path.join(os.path.dirname(tables.__file__), "questions.toml")


class Question(NamedTuple):
    """An open question: what it affects, how to settle it, and what is assumed until then."""

    question: str
    about: str
    ask: str
    until: str


def every_fact() -> Iterator[Fact]:
    """The facts of all tables: parameters and models, targets, hosts of links.

    Raises OSError if the installation is incomplete.
    """
    from promptlint.links import facts as links

    yield from facts(tables.vocabulary())
    yield from target_facts(tables.targets())
    yield from links.facts()


def questions() -> tuple[Question, ...]:
    """The open questions, the weightiest first. Raises OSError if the installation is incomplete."""
    import tomllib

    with open(_QUESTIONS, "rb") as file:
        return tuple(Question(**row) for row in tomllib.load(file)["questions"])


def page() -> str:
    """The three lists as plain text, each fact with its source and dates."""
    every = list(every_fact())
    oldest = sorted(every, key=lambda fact: (fact.verified, _age(fact.date), fact.path))[:OLDEST]
    low = [fact for fact in every if fact.confidence == "low"]
    asked = questions()
    places = {key: source.where for key, source in tables.vocabulary().sources.items()}
    places |= {key: row["where"] for key, row in tables.targets().sources.items()}
    parts = [
        f"{len(every)} facts, {len(low)} of low confidence, {len(asked)} open questions.",
        _section(f"The {len(oldest)} facts whose sources were checked longest ago", [_line(fact, places) for fact in oldest]),
        _section("Low confidence", [_line(fact, places) for fact in low]),
        _section("Open questions", [_asked(each) for each in asked]),
    ]
    return "\n\n".join(parts) + "\n"


def _age(date: str) -> str:
    """A date to sort by; a source without one comes first, as its age is not known."""
    return date if date[:1].isdigit() else ""


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, "", *lines])


def _line(fact: Fact, places: dict[str, str]) -> str:
    source = places.get(fact.source, fact.source)
    return f"  {fact.path}\n    {fact.subject}: {fact.statement}\n    {source}, {fact.date}; last checked {fact.verified}"


def _asked(each: Question) -> str:
    return f"  {each.question}\n    Affects {each.about}. To settle it: {each.ask}. Until then: {each.until}."
