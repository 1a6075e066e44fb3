"""The prompt that Midjourney receives: with the account's custom options replaced, and the suffix of its settings appended.

`/prefer option set` defines names (`--pic`) that represent text and parameters anywhere in the prompt, and `/prefer suffix` and
`/settings` append parameters (Midjourney's FAQ, 2026-06-29). The final prompt is linted; a finding in a replacement is reported
at the option, one in the suffix at the end of the prompt.
"""

from __future__ import annotations

from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic

__all__ = ["Expansion", "expand"]

_MAX_OPTIONS = 100


class Expansion(NamedTuple):
    """`text` is the final prompt; `pieces` map it back: (start in text, start in source, end in source, verbatim)."""

    text: str
    pieces: tuple[tuple[int, int, int, bool], ...]

    def to_source(self, found: Diagnostic) -> Diagnostic:
        """The same finding at its position in the source; its fix is dropped if it would edit a replacement."""
        fix = found.fix
        if fix is not None:
            places = [(self._place(edit.start), self._place(edit.end, end=True), edit) for edit in fix.edits]
            exact = all(left[1] and right[1] for left, right, _ in places)
            fix = fix.with_edits(tuple(edit._replace(start=left[0], end=right[0]) for left, right, edit in places)) if exact else None
        return found._replace(start=self._place(found.start)[0], end=self._place(found.end, end=True)[0], fix=fix)

    def _place(self, offset: int, *, end: bool = False) -> tuple[int, bool]:
        """An offset in the source, and whether it is exact. An end belongs to the piece before it."""
        chosen = self.pieces[0]
        for piece in self.pieces:
            if piece[0] > offset or (end and piece[0] == offset and offset > 0):
                break
            chosen = piece
        at, start, stop, verbatim = chosen
        if verbatim:
            return start + offset - at, True
        return (stop if end else start), False


def expand(source: str, config: Config) -> Expansion | None:
    """The final prompt, or None if the config changes nothing in this one."""
    options = dict(config.options)
    pieces: list[tuple[int, int, int, bool]] = []
    made: list[str] = []
    length = at = 0
    for match in pattern("OPTION").finditer(source):
        text = options.get(match[1])
        if text is None or len(pieces) >= 2 * _MAX_OPTIONS:  # one piece each, and one for the text before it
            continue
        pieces.append((length, at, match.start(), True))
        made.append(source[at : match.start()])
        length += match.start() - at
        pieces.append((length, match.start(), match.end(), False))
        made.append(text)
        length += len(text)
        at = match.end()
    if at < len(source) or not pieces:
        pieces.append((length, at, len(source), True))
        made.append(source[at:])
        length += len(source) - at
    if config.suffix.strip():
        pieces.append((length, len(source), len(source), False))
        made.append(" " + config.suffix.strip())
    return Expansion("".join(made), tuple(pieces)) if len(pieces) > 1 else None
