"""The state of parsing one prompt: its text, the vocabulary, and the results so far."""

from __future__ import annotations

from promptlint.model import Anomaly, Value
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .lalr import pattern
from .shapes import is_slot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.rows import Definition
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Permutation

    from .lalr import Token

__all__ = ["CLOSERS", "CLOSING", "LISTS", "OPENERS", "OPENING", "PAIRS", "TRAILING", "VALUES", "Flag", "Reading", "items"]

TRAILING = ",.;，、。；"
"""Punctuation that people write after a value, also that of input methods."""

CLOSERS = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
"""The quotes that may enclose a whole prompt."""

BRACKETS = {"(": ")", "[": "]", "<": ">", "（": "）", "［": "］", "〈": "〉", "《": "》", "『": "』", "【": "】", "*": "*", "_": "_"}
"""The brackets and the marks of bold and emphasis that may, too; or a single value."""

PAIRS = CLOSERS | BRACKETS
"""All that may enclose a prompt, its last parameters or a value."""

OPENERS = frozenset({*PAIRS, "/"})
"""The first characters of a prompt that may be enclosed."""

_COMMAS = lazy_pattern(r"\\[\s\S]|,")

OPENING = "".join(PAIRS)
"""The characters that open a quote or a bracket."""

CLOSING = frozenset({*PAIRS.values(), "’"})
"""The characters that close one."""


LISTS = frozenset({"references", "urls", "url", "url_or_loop"})
"""The kinds of value that are links."""

VALUES = frozenset({"NUMBER", "RATIO", "MODEL", "CHOICE", "CODE", "REFERENCE"})
"""The terminals that are values."""


def items(text: str, start: int, end: int) -> list[Value]:
    """The items between the commas that are not escaped."""
    values = []
    cuts = [match.start() for match in _COMMAS.finditer(text, start, end) if match[0] == ","]
    for cut in [*cuts, end]:
        item = text[start:cut].strip()
        if item:
            left = cut - len(text[start:cut].lstrip())
            values.append(Value(item, left, left + len(item), "placeholder" if is_slot(item) else "word"))
        start = cut + 1
    return values


class Flag(NamedTuple):
    """A parameter's beginning: the intended name; `start` to `end` are dashes and name as written.

    `definition` is None for an unknown name. `spelled` is the correct spelling. `next` is the index of the token after it.
    """

    name: str
    definition: Definition | None
    spelled: str
    start: int
    end: int
    next: int


class Reading:
    """The state of parsing one prompt.

    `text` is `source` with everything that encloses the prompt or its parameters blanked out, so offsets are the same in both;
    escaped dashes are two hyphens after white space there. `fronts` maps the position of a parameter's dashes to the start of the
    escape or the enclosure before them; `enclosures` are the pairs, with the widths of what opens and closes them. `opened` is the
    start of the text after what encloses the prompt, `unclosed` are the positions of braces that never close. `row` are the
    tokens.
    """

    __slots__ = (
        *("anomalies", "enclosures", "fronts", "opened", "parameters", "permutations"),
        *("row", "source", "text", "unclosed", "vocabulary"),
    )

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        """Begin with nothing found."""
        self.source = source
        self.text = source
        self.vocabulary = vocabulary
        self.opened = 0
        self.fronts: dict[int, int] = {}
        self.enclosures: list[tuple[int, int, int, int]] = []
        self.row: list[Token] = []
        self.unclosed: frozenset[int] = frozenset()
        self.anomalies: list[Anomaly] = []
        self.parameters: list[Parameter] = []
        self.permutations: list[Permutation] = []

    def note(
        self,
        kind: str,
        start: int,
        end: int,
        replacement: str | None = None,
        *,
        name: str = "",
        after: bool = False,
        detail: str = "",
        edit: tuple[int, int, str] | None = None,
    ) -> None:
        """Note a malformed token: see `Anomaly`. `after` means that it follows a parameter."""
        self.anomalies.append(Anomaly(kind, start, end, self.source[start:end], replacement, name, after, detail, edit))

    def removal(self, start: int, end: int) -> tuple[int, int, str]:
        """The edit that removes the punctuation after a value; a comma leaves a space if dashes follow it."""
        apart = self.text[end - 1 : end] == "," and pattern("DASH").match(self.text, end)
        return start, end, " " if apart else ""
