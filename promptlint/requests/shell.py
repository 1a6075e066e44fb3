"""Split a shell command into words with the position of every character, as far as a pasted curl command needs it.

`shlex` has neither positions nor `$'…'`, which browsers write when they copy a request as curl.
"""

from __future__ import annotations

import re

from promptlint.sources.source_map import escaped_mappings
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.sources.source_map import Mapping, SourceText

__all__ = ["Word", "commands"]

Unit = tuple[str, int, int]

_TOKEN = compile_pattern(
    r"""(?P<continued>[\\^`]\r?\n)
      | (?P<ends>[\r\n;|&]++)
      | (?P<space>[^\S\r\n]++)
      | (?P<single>'[^']*+')
      | (?P<ansi>\$'(?:[^'\\]++|\\[\s\S])*+')
      | (?P<double>"(?:[^"\\]++|\\[\s\S])*+")
      | (?P<escaped>\\[\s\S])
      | (?P<plain>[^\s'"\\;|&$^`]++|[$^`])
      | (?P<open>[\s\S])
    """,
    re.VERBOSE,
)
_IN_DOUBLE = re.compile(r'[^\\]++|\\(["\\$`])|\\\r?\n|\\')
_IN_ANSI = re.compile(r"[^\\]++|\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))")
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "a": "\a", "v": "\v", "e": "\x1b", "E": "\x1b"}


class Word(NamedTuple):
    """A word without its quotes. `start` is its position in the host, `units` are those of its pieces."""

    text: str
    start: int
    units: tuple[Unit, ...]

    def mappings(self, skip: int = 0) -> list[Mapping]:
        """The positions of its characters in the host, without the first `skip` ones (those of an option joined to its value)."""
        kept: list[Unit] = []
        for text, start, end in self.units:
            if skip >= len(text):
                skip -= len(text)
                continue
            plain = len(text) == end - start
            kept.append((text[skip:], start + skip if plain else start, end))
            skip = 0
        return escaped_mappings(kept, "")[1]


def commands(host: SourceText) -> list[list[Word]]:
    """The commands of a script, each as its words. Raises SourceError for a quote that is never closed."""
    found: list[list[Word]] = [[]]
    units: list[Unit] = []
    begun = -1

    def finish() -> None:
        nonlocal begun
        if begun >= 0:
            found[-1].append(Word("".join(text for text, _, _ in units), begun, tuple(units)))
        units.clear()
        begun = -1

    for match in _TOKEN.finditer(host.text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind == "open":
            raise host.error(f"The command is invalid: the quote `{match[0]}` is not closed", start)
        if kind in ("space", "ends", "continued"):
            finish()
            if kind == "ends":
                found.append([])
            continue
        begun = start if begun < 0 else begun
        units += _units(kind, match[0], start, end)
    finish()
    return [words for words in found if words]


def _units(kind: str, token: str, start: int, end: int) -> list[Unit]:
    """The text of a token, piece by piece."""
    if kind == "single":
        return [(token[1:-1], start + 1, end - 1)]
    if kind == "escaped":
        return [(token[1], start, end)]
    if kind == "double":
        return [_double(match, start + 1) for match in _IN_DOUBLE.finditer(token[1:-1])]
    if kind == "ansi":
        return [_ansi(match, start + 2) for match in _IN_ANSI.finditer(token[2:-1])]
    return [(token, start, end)]


def _double(match: re.Match[str], offset: int) -> Unit:
    text = match[1] or ("" if match[0].startswith("\\") and match[0].endswith("\n") else match[0])
    return text, offset + match.start(), offset + match.end()


def _ansi(match: re.Match[str], offset: int) -> Unit:
    number, octal, letter = match[1] or match[2] or match[3], match[4], match[5]
    if number:
        text = chr(int(number, 16)) if int(number, 16) < 0x110000 else "\ufffd"
    elif octal:
        text = chr(int(octal, 8))
    else:
        text = _ANSI.get(letter, letter) if letter else match[0]
    return text, offset + match.start(), offset + match.end()
