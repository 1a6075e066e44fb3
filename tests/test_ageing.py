"""The list of what grows old: complete, with sources, and without any say in a verdict."""

from __future__ import annotations

import io

import promptlint
from promptlint.cli.main import main
from promptlint.cli.staleness import OLDEST, every_fact, page, questions
from promptlint.midjourney import tables
from promptlint.rules.selection import find_rule


def printed(*argv: str) -> str:
    out = io.StringIO()
    assert main(["config", *argv], io.StringIO(), out, io.StringIO()) == 0
    return out.getvalue()


def test_the_page_has_every_doubtful_fact_and_every_open_question() -> None:
    text = printed("--facts")
    assert text == page()
    facts = list(every_fact())
    assert text.startswith(f"{len(facts)} facts, ")
    low = [fact for fact in facts if fact.confidence == "low"]
    assert len(low) > 50
    for fact in low:
        assert f"  {fact.path}\n    {fact.subject}: {fact.statement}\n" in text
    for each in questions():
        assert each.question in text


def test_the_oldest_stand_first() -> None:
    shown = page().split("longest ago\n\n")[1].split("\n\nLow confidence")[0]
    dates = [line.rpartition(", ")[2].split("; last checked ") for line in shown.splitlines() if "; last checked " in line]
    ages = [(compared, date != "undated", date) for date, compared in dates]
    assert len(ages) == OLDEST
    assert ages == sorted(ages), "of those that were compared on one day, first what may be of any age"
    assert ages[0] == min((fact.verified, fact.date != "undated", fact.date) for fact in every_fact())


def test_every_fact_has_a_source_a_date_and_the_day_of_its_comparison() -> None:
    facts = list(every_fact())
    assert {fact.path.split(".")[0].split("[")[0].split(" ")[0] for fact in facts} >= {"parameters", "models", "targets", "links/hosts"}
    for fact in facts:
        assert fact.source
        assert fact.date
        assert fact.confidence in {"high", "medium", "low"}
        assert fact.verified >= "2026-11-22"
    assert len({fact.path + fact.statement for fact in facts}) == len(facts)


def test_open_questions_name_rules_that_there_are() -> None:
    for each in questions():
        assert each.question.endswith(("?", ".", "seen."))
        for word in each.about.replace(",", " ").split():
            assert not word.startswith("MJ") or find_rule(word) is not None


def test_a_verdict_does_not_depend_on_the_age_of_a_fact() -> None:
    """The same table with all dates ten years back says the same."""
    from promptlint.midjourney.vocabulary import Vocabulary

    data = tables.vocabulary().data
    old = {**data, "meta": {**data["meta"], "verified": "2016-01-01", "as_of": "2016-01-01"}}
    text = "a heron --oref https://img.mysite.net/a.png --q 5 --turbo --stylize 2000"
    young = promptlint.parse(text)
    from promptlint.parsing.parser import read

    assert read(text, Vocabulary(old)) == young
    for name in ("oref", "quality", "turbo", "stylize"):
        for model in tables.vocabulary().models:
            assert Vocabulary(old).support(name, model) == tables.vocabulary().support(name, model)
