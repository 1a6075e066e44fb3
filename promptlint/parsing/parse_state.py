"""What the readers of one prompt share: its text, the vocabulary, and what they have found so far."""

from __future__ import annotations

from promptlint.model import Anomaly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Permutation

__all__ = ["CLOSING", "OPENING", "TRAILING", "Reading"]

TRAILING = ",.;"
"""Punctuation that people put behind a value."""

OPENING = "\"'`“‘«„「"
"""What may open a quote."""

CLOSING = frozenset("\"'`”’»“」")
"""What may close a quote."""


class Reading:
    """One prompt being read.

    `text` is `source` with an enclosing pair of quotes or an echo's asterisks blanked out, so offsets are the same in
    both. `opened` is where the text begins behind them.
    """

    __slots__ = ("anomalies", "opened", "parameters", "permutations", "source", "text", "vocabulary")

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        """Begin with nothing found."""
        self.source = source
        self.text = source
        self.vocabulary = vocabulary
        self.opened = 0
        self.anomalies: list[Anomaly] = []
        self.parameters: list[Parameter] = []
        self.permutations: list[Permutation] = []

    def note(
        self, kind: str, start: int, end: int, replacement: str | None = None, *, name: str = "", after: bool = False, detail: str = ""
    ) -> None:
        """Note a malformed token: see `Anomaly`. `after` tells that it stands behind a parameter."""
        self.anomalies.append(Anomaly(kind, start, end, self.source[start:end], replacement, name, after, detail))
