"""What values look like: the shapes by which the parser tells a value from a word, and a mistake from prose.

A shape says nothing about a model; whether a well-formed value is right is judged in `values.py`.
"""

from __future__ import annotations

import re
from functools import cache

from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Definition, Vocabulary

__all__ = [
    "BARE",
    "DASH",
    "INTEGER",
    "INVISIBLE",
    "LEAKED",
    "LINK_START",
    "NUMBER",
    "RATIO",
    "RATIO_LIKE",
    "choices",
    "is_slot",
    "live_words",
    "plausible",
]

DASH = "-‐‑‒–—―−─⸺⸻﹘﹣－"
"""Every character people get in place of a hyphen: word processors, phones and input methods write them."""

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]++")
"""Zero-width and bidirectional marks: not seen, yet part of a name, a value or an address."""

LEAKED = frozenset({"None", "True", "False", "NaN", "null", "undefined"})
"""What a program writes into a prompt in place of a value it does not have."""

NUMBER = compile_pattern(r"[+\-−]?(?:\d++(?:\.\d++)?+|\.\d++)\Z")
INTEGER = re.compile(r"[+\-−]?\d++\Z")
RATIO = re.compile(r"\d++:\d++\Z")
RATIO_LIKE = compile_pattern(r"\d++(?:\.\d++)?+\s*+[:xX×/∶：\-]\s*+\d++(?:\.\d++)?+\Z")
LINK_START = re.compile(r"<?+(?:[A-Za-z][A-Za-z0-9+.]*+://|https?+:|https?+//|data:|blob:|file:)")
MODEL = re.compile(r"\d(?:\.\d{1,2})?\Z")
CODE = re.compile(r"(?=[A-Za-z-]*+[\d_])[A-Za-z0-9][A-Za-z0-9_-]*+\Z|<@!?+\d++>\Z|[a-z0-9]{7}\Z")
SLOT = re.compile(r"\[[^\[\]]*+\]\Z|<[^<>:@]*+>\Z|\{\{[^{}]*+\}\}\Z|\$\{[^{}]*+\}\Z")

BARE = frozenset(
    {"v", "niji", "ar", "aspect", "s", "stylize", "q", "quality", "chaos", "weird", "seed", "iw", "sw", "cw", "ow", "sv", "exp", "sref"}
    | {"cref", "oref", "style"}
)
"""Names that are read as a forgotten `--` at the end of the text. Not `version`, `stop`, `repeat`, `c`, `w`, `no`: they are
words of prose, or letters that stand before numbers there (`vitamin c 20`)."""

_ANY_WORD = re.compile(r"\w")


def is_slot(word: str) -> bool:
    """Whether a word stands for one to come: `[SEED]`, `<your text>`, `{{name}}`, `${x}`."""
    return SLOT.match(word) is not None


@cache
def choices(vocabulary: Vocabulary, name: str) -> frozenset[str]:
    """Every value that some model takes for a parameter with a list of values, in lower case."""
    every: set[str] = set()
    for model in vocabulary.models:
        limits = vocabulary.limits(name, model)
        if limits is not None:
            every.update(str(value).lower() for value in (*limits.values, *limits.tolerated))
    return frozenset(every)


@cache
def live_words(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words that some live model takes for a value: `raw`, and `random`, which stands for a style code."""
    words = {"random"}
    for definition in vocabulary.definitions:
        if definition.kind == "choice" and definition.name in BARE:
            limits = (vocabulary.limits(definition.name, model.name) for model in vocabulary.models.values() if model.status == "live")
            words.update(str(value) for each in limits if each for value in each.values if str(value).isalpha())
    return tuple(sorted(words))


def plausible(definition: Definition, word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word has the shape of this parameter's value, right or wrong. False for a switch, which takes none."""
    kind = definition.kind
    if kind in {"integer", "decimal"}:
        return NUMBER.match(word) is not None
    if kind == "ratio":
        return RATIO_LIKE.match(word) is not None
    if kind == "model":
        return MODEL.match(word) is not None
    if kind == "choice":
        return word.lower() in choices(vocabulary, definition.name)
    if kind == "references":
        return word == "random" or INTEGER.match(word) is not None or LINK_START.match(word) is not None
    if kind in {"urls", "url", "url_or_loop"}:
        return LINK_START.match(word) is not None or (kind == "url_or_loop" and word == "loop")
    if kind == "codes":
        return CODE.match(word) is not None
    return kind == "words" and _ANY_WORD.search(word) is not None
