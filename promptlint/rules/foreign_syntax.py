"""The text holds what only other image models understand.

Weights in parentheses, embedded networks, a `Negative prompt:` and lists of settings belong to Stable Diffusion and the
programs around it. To Midjourney they are words like any others: it draws them, or is led astray by them. Each has something
that does its work there.

Bad:  a castle, (sunset:1.3), ((masterpiece))
Bad:  a castle <lora:ink_wash:0.8>
Bad:  a castle. Negative prompt: people, cars
Bad:  a castle\\nSteps: 30, Sampler: Euler a, CFG scale: 7
Good: a castle at sunset (an old one) --no people, cars
Good: a poster (16:9) of the psalm (23:1)
"""

import re
from bisect import bisect_right

from promptlint.text.namedtuple import NamedTuple

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import shortened


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    instead: str


_NO_WEIGHTS = "Name what matters early and in plain words: Midjourney weighs no single words."

# No pattern reads a text twice: each begins with fixed letters or with a character that cannot occur in it again.
_FORMS = (
    # The word in front of the number does not end in a digit: (16:9) is a ratio, (John 3:16) a verse.
    _Form(
        re.compile(r"\([^():\n]*+(?<=[^\W\d_]):(?:\s?\d?\.\d++|\s?\d\.\d*+|\d)\)"),
        "is a weight of Stable Diffusion: Midjourney does not know it and draws it as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"(?<!\w)\(\((?=[^()\n\w]*+[^\W\d_])[^()\n]++\)\)"),
        "is emphasis of Stable Diffusion: Midjourney does not know it and draws it as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"<(?:lora|lyco|lycoris|hypernet|embedding):[^<>\n]*+>", re.IGNORECASE),
        "loads a network into Stable Diffusion: Midjourney has none to load and draws it as text",
        "Give the style with an image or a style code: `--sref`.",
    ),
    _Form(
        re.compile(r"\bnegative[ _]prompts?\s?:", re.IGNORECASE),
        "begins Stable Diffusion's list of what to leave out: Midjourney takes it for text and draws what it lists",
        "List what is not wanted behind `--no`, at the end: `--no people, cars`.",
    ),
    _Form(
        re.compile(r"\bsteps:\s?\d++,\s?(?:sampler|cfg scale|seed|size):[^\n]*+", re.IGNORECASE),
        "are settings of Stable Diffusion: Midjourney takes them for text",
        "Leave them out. Where Midjourney has such a setting it is a parameter: `--seed 123`, `--ar 2:3`.",
    ),
    _Form(
        re.compile(r"(?<=[,.\n])[ \t]*+BREAK(?=[ \t]*+(?:[,\n]|\Z))"),
        "parts the text for Stable Diffusion: Midjourney takes it for a word",
        "Leave it out.",
    ),
)


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:  # noqa: ARG001
    """One problem a place of the text; what lies in a link is no text."""
    taken: list[tuple[int, int]] = [(image.start, image.end) for image in prompt.images]  # in order, none touches another
    for form in _FORMS:
        for match in form.pattern.finditer(prompt.source, prompt.text_start, prompt.text_end):
            written = match[0].strip()
            start = match.end() - len(match[0].lstrip())
            end = start + len(written)
            at = bisect_right(taken, (start, end))
            if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
                continue
            taken.insert(at, (start, end))
            yield Problem(start, end, f"`{shortened(written)}` {form.message}", form.instead, effect="altered")
