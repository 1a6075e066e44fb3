"""The text contains the syntax of other image models.

Weights in parentheses, embedded networks, a `Negative prompt:`, words that change during the job (`[cat:dog:10]`) and lists of
settings belong to Stable Diffusion, choices such as `{red|blue}` to its extensions. Midjourney
reads them as ordinary words and may draw them. Each has an equivalent in Midjourney, or can be described in words.

Bad:  a castle, (sunset:1.3), ((masterpiece))
Bad:  a castle <lora:ink_wash:0.8>
Bad:  a castle. Negative prompt: people, cars
Bad:  a castle\\nSteps: 30, Sampler: Euler a, CFG scale: 7
Bad:  a {red|blue} bird
Bad:  a [cat:dog:10] in the grass
Bad:  a [cat|dog] in the grass
Good: a {red, blue} bird
Good: a castle at sunset (an old one) --no people, cars
Good: a poster (16:9) of the psalm (23:1)
"""

import re
from bisect import bisect_right

from promptlint.links.redact import quotable
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import compile_pattern

from .support.base import Context, Iterator, Problem, Prompt


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    instead: str


_NO_WEIGHTS = "Describe what matters most in plain words, early in the text."

# No pattern reads a text twice: each begins with fixed letters or with a character that cannot occur in it again.
_FORMS = (
    # The word before the number does not end in a digit: (16:9) is a ratio, (John 3:16) a verse.
    _Form(
        re.compile(r"\([^():\n]*+(?<=[^\W\d_]):(?:\s?\d?\.\d++|\s?\d\.\d*+|\d)\)"),
        "is a Stable Diffusion weight, which Midjourney draws as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"(?<!\w)\(\((?=[^()\n\w]*+[^\W\d_])[^()\n]++\)\)"),
        "is Stable Diffusion emphasis, which Midjourney draws as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"(?<![\[\w])\[\[(?![A-Z0-9 _-]++\])(?=[^\[\]\n\w]*+[^\W\d_])[^\[\]|\n]++\]\](?!\()"),
        "is Stable Diffusion emphasis, which Midjourney draws as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"\([^():\n]*+(?<=[^\W\d_])\)(?:\+{1,4}|-{1,4}|\d?\.\d++)(?![\w+-])"),
        "is a weight of other image models, which Midjourney draws as text",
        _NO_WEIGHTS,
    ),
    _Form(
        re.compile(r"<(?:lora|lyco|lycoris|hypernet|embedding):[^<>\n]*+>", re.IGNORECASE),
        "loads a Stable Diffusion network, which Midjourney draws as text",
        "Remove it, and use `--sref` with an image link or a style code.",
    ),
    _Form(
        compile_pattern(r"\[(?=[^\[\]\n]*+\])(?=[^\[\]\n\w]*+[^\W\d_])[^\[\]:|\n]*+:[^\[\]:|\n]*+:\s?(?:\d++(?:\.\d*+)?+|\.\d++)\s?\]"),
        "changes words during a Stable Diffusion job, but Midjourney draws it as text",
        "Name what should be drawn, such as `a cat that is half a dog`.",
    ),
    _Form(
        compile_pattern(r"\[(?=[^\[\]:|\n\w]*+[^\W\d_])[^\[\]:|\n]++:\s?(?:0?\.\d++|\d++\.\d*+)\s?\]"),
        "adds words during a Stable Diffusion job, but Midjourney draws it as text",
        "Name what should be drawn, without brackets and number.",
    ),
    _Form(
        compile_pattern(r"\[[^\[\]:|\n]*+(?:\|[^\[\]:|\n]*+)++\]"),
        "alternates words during a Stable Diffusion job, but Midjourney draws it as text",
        "Name what should be drawn, such as `a cat that is half a dog`, or write `{cat, dog}` for a job of each.",
    ),
    _Form(
        re.compile(r"(?<![\w<:])embedding:[\w-]++", re.IGNORECASE),
        "loads a Stable Diffusion embedding, which Midjourney draws as text",
        "Remove it, and use `--sref` with an image link or a style code.",
    ),
    _Form(
        re.compile(r"\bnegative[ _]prompts?\s?:", re.IGNORECASE),
        "is Stable Diffusion syntax, so Midjourney draws what it lists",
        "List what to leave out after `--no`, at the end: `--no people, cars`.",
    ),
    _Form(
        re.compile(r"\bsteps:\s?\d++,\s?(?:sampler|cfg scale|seed|size):[^\n]*+", re.IGNORECASE),
        "are Stable Diffusion settings, which Midjourney reads as text",
        "Remove them, or write them as parameters: `--seed 123`, `--ar 2:3`.",
    ),
    _Form(
        re.compile(r"(?<=[,.\n ])ADD(?:COMM|BASE|ROW|COL)(?![\w])"),
        "splits the text in Stable Diffusion, but Midjourney reads it as a word",
        "Remove it.",
    ),
    _Form(
        re.compile(r"(?<=[,.\n])[ \t]*+BREAK(?=[ \t]*+(?:[,\n]|\Z))|(?<=[a-z] )(?<!\ba )(?<!\bthe )(?<!says )(?<!reads )BREAK(?= [a-z])"),
        "splits the text in Stable Diffusion, but Midjourney reads it as a word",
        "Remove it.",
    ),
)


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per match in the text; links are not text."""
    taken: list[tuple[int, int]] = [(image.start, image.end) for image in prompt.images]  # in order, without overlaps
    for form in _FORMS:
        for match in form.pattern.finditer(prompt.source, prompt.text_start, prompt.text_end):
            written = match[0].strip()
            start = match.end() - len(match[0].lstrip())
            end = start + len(written)
            at = bisect_right(taken, (start, end))
            if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
                continue
            taken.insert(at, (start, end))
            yield Problem(start, end, f"`{quotable(written)}` {form.message}", form.instead, effect="altered")
    yield from _choices(prompt)


_COUNT = compile_pattern(r"\{\s*+\d++(?:-\d++)?+\$\$")


def _choices(prompt: Prompt) -> Iterator[Problem]:
    """Yield one problem per list of alternatives that has bars instead of commas."""
    for braces in prompt.permutations:
        written = prompt.source[braces.start : braces.end]
        if len(braces.options) != 1 or "|" not in written or braces.options[0].permutations:
            continue
        words = _COUNT.sub("{", written, count=1)[1:-1].split("|")
        alternatives = ", ".join(word.strip() for word in words)
        yield Problem.at(
            braces,
            f"`{quotable(written)}` is one alternative for Midjourney, which separates them with commas",
            f"Write `{{{quotable(alternatives)}}}` for a job of each, or choose one.",
            effect="altered",
        )
