"""Find text before a prompt that was intended as a link but is not one: Midjourney reads it as text."""

from __future__ import annotations

from promptlint.parsing.lalr import pattern
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.model import Prompt

__all__ = ["Unlinked", "may_be_unlinked", "unlinked"]

_KINDS = (("BARE_ADDRESS", "bare-address"), ("ODD_COLON", "odd-colon"), ("FILE_PATH", "file-path"))
_BETWEEN = " \t\r\n,;<\"'"


class Unlinked(NamedTuple):
    """A text that was intended as a link. `kind` is `bare-address`, `odd-colon` or `file-path`."""

    start: int
    end: int
    kind: str


def may_be_unlinked(source: str, end: int) -> bool:
    """Return whether the first word up to `end` has a character that every such text has."""
    if source.find("/", 0, end) < 0 and source.find("\\", 0, end) < 0:
        return False
    word = source[:end].split(None, 1)[:1]
    return bool(word) and ("/" in word[0] or "\\" in word[0])


def unlinked(prompt: Prompt) -> Iterator[Unlinked]:
    """Yield those in front of the text, links among them passed over."""
    at = prompt.text_start
    images = {image.written_start: image.written_start + len(image.written) for image in prompt.images}
    while at < prompt.text_end:
        if at in images:
            at = images[at]
        elif prompt.source[at] in _BETWEEN:
            at += 1
        else:
            found = _at(prompt, at)
            if found is None:
                return
            yield found
            at = found.end


def _at(prompt: Prompt, start: int) -> Unlinked | None:
    for name, kind in _KINDS:
        match = pattern(name).match(prompt.source, start, prompt.text_end)
        if match:
            return Unlinked(start, match.end(), kind)
    return None
