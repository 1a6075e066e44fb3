"""The text names something to leave out.

Midjourney draws what the text names, and "without people" names people. What to leave out belongs after `--no` (Midjourney's
page on `--no`). Off by default: newer models often understand "without".

Bad (--select MJ409):  a street without people
Bad (--select MJ409):  a street at noon, no cars --ar 16:9
Good (--select MJ409): a street at noon --no people, cars
Good (--select MJ409): a road that is no longer used, a door without end
"""

import re

from .support.base import Context, Iterator, Problem, Prompt

_NEGATION = re.compile(
    r"(?:\b(?P<with>without|with no)|(?:^|(?<=[,.;:(])|\band)\s*+\b(?P<no>no))\s++"  # "no" alone begins a part of the text
    r"(?:(?:any|a|an|the)\s++)?(?P<name>[^\W\d_][\w'’-]*+(?:[ ][^\W\d_][\w'’-]*+){0,3})",  # at most four words
    re.IGNORECASE,
)
_PHRASES = frozenset(
    {"longer", "one", "matter", "doubt", "end", "ends", "other", "more", "less", "way", "exception", "exceptions", "fail", "question"}
)
"""Words that form a phrase with "no" or "without" and do not name anything to draw."""
_STOPS = frozenset({"and", "or", "nor", "but", "in", "on", "at", "of", "with", "without", "by", "to", "for", "from", "as", "is", "are"})
"""Words at which the name of what to leave out ends."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per phrase; a video does not accept `--no`."""
    if context.vocabulary.video in context.models:
        return
    for match in _NEGATION.finditer(prompt.source, prompt.text_start, prompt.text_end):
        name = _name(match["name"])
        if not name:
            continue
        end = match.start("name") + len(name)
        start = max(match.start("with"), match.start("no"))
        written = prompt.source[start:end]
        yield Problem(
            start,
            end,
            f"`{written}` names something to leave out, but Midjourney may draw what the text names",
            f"Remove it from the text, and write `--no {name}` after the text.",
            effect="noted",
        )


def _name(words: str) -> str:
    """The name of what to leave out, up to a word that begins something else; empty for a phrase."""
    kept: list[str] = []
    for word in words.split(" "):
        if word.lower() in _STOPS:
            break
        kept.append(word)
    if not kept or kept[0].lower() in _PHRASES:
        return ""
    return " ".join(kept)
