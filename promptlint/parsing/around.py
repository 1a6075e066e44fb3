"""Characters around a whole prompt or around its parameters: found first and blanked out, so that the rest is parsed without them."""

from __future__ import annotations

from bisect import bisect
from itertools import pairwise

from promptlint.midjourney.intended import intended_definition

from .lalr import behind_spaces, grammar, pattern
from .missing_dashes import bare_at_end
from .parameters import BEGINNINGS
from .parse_state import OPENERS, PAIRS, TRAILING, VALUES, Reading
from .shapes import plausible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

    from .lalr import Token

__all__ = ["note_enclosures", "opened"]


def opened(source: str, vocabulary: Vocabulary, plain: int = 0) -> Reading:
    """A new parse state, with the characters around the prompt and around its parameters blanked out.

    `plain` is the end of a plain text, or 0.
    """
    reading = Reading(source, vocabulary)
    if pattern("MAY_ENCLOSE").search(source, plain):
        _unenclose(reading)
    if "\\" in source or "&" in source or "%" in source or (not source.isascii() and pattern("KANA_DASHES").search(source, plain)):
        _unescape(reading)
    if source.lstrip()[:1] in OPENERS:
        _unwrap(reading)
    if "@" in source:
        _cut_echo(reading)
    return reading


def _unwrap(reading: Reading) -> None:
    """Blank out the quotes, the brackets, the tags or the echo's asterisks around text and parameters, and note them."""
    text = reading.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if text.startswith("**", start) and _unwrap_echo(reading, start, end):
        return
    command = pattern("COMMAND_AHEAD").match(text, start)
    at = command.end() if command else start
    if tagged := pattern("TAGGED").match(text, at, end):
        _unwrap_at(reading, at, end, len(tagged[1]), len(tagged[3]))
        return
    closer = PAIRS.get(text[at : at + 1])
    if closer is None:
        return
    width = len(text[at:end]) - len(text[at:end].lstrip(text[at]))
    if not text.endswith(closer * width, at, end):
        return
    if closer not in text[at + width : end - width]:
        _unwrap_at(reading, at, end, width, width)


def _unwrap_at(reading: Reading, at: int, end: int, width: int, closing: int) -> None:
    """Blank out what encloses text and parameters, by the widths of its two parts."""
    text = reading.text
    inside = text[at + width : end - closing]
    holds = pattern("FLAG_INSIDE").search(inside) is not None
    if not holds and bare_at_end(inside, 0, len(inside), reading.vocabulary) is None:
        return
    reading.note("quoted-prompt", at, end, inside.strip(), after=holds and not inside[-1].isspace(), detail=f"{width} {closing}")
    reading.opened = at + width
    reading.text = text[:at] + " " * width + inside + " " * closing + text[end:]


def _unwrap_echo(reading: Reading, start: int, end: int) -> bool:
    """`**prompt** - <@1> (fast)`, a reply of the bot; False for another text."""
    text = reading.text
    inside, closed, tail = text[start + 2 :].rpartition("**")
    if not closed or not pattern("ECHO_TAIL").match(tail):
        return False
    reading.note("discord-echo", start, end, inside.strip())
    reading.opened = start + 2
    reading.text = (" " * (start + 2) + inside).ljust(len(text))
    return True


_BOT_WORDS = 60
"""Maximum number of code points between the dash and the mention: `- Variations (Strong) by @you`."""


def _cut_echo(reading: Reading) -> None:
    """`prompt --v 7 - @you (fast)`, a reply of the bot that was copied without its asterisks."""
    text = reading.text
    end = cut = len(text.rstrip())
    while (mention := text.rfind("@", 0, cut)) > 0:
        near = max(0, mention - _BOT_WORDS)
        start = max(text.rfind(" -", near, mention), text.rfind(" \u2013", near, mention))
        if start < 0 or not pattern("ECHO_END").match(text, start, cut):
            break
        cut = start
    if cut == end or not pattern("FLAG_INSIDE").search(text, 0, cut):
        return
    reading.note("discord-echo", cut + 1, end, edit=(cut, end, ""))
    reading.text = text[:cut].ljust(len(text))


def _unescape(reading: Reading) -> None:
    """Replace escaped dashes that begin a parameter by two hyphens, and note them."""
    source = reading.text
    text = pattern("ESCAPED_DASHES").sub(lambda match: "--".rjust(len(match[0])), source)
    kept: list[str] = []  # the text as it is to be read
    at = 0
    for match in pattern("ESCAPED_DASHES").finditer(source):
        start, end = match.span()
        touches = start > 0 and not source[start - 1].isspace()
        name = pattern("NAME").match(text, behind_spaces(text, end, len(text)))
        if name is None or not (grammar().meant(text, end) or _is_misspelt(text, *name.span(), reading.vocabulary)):
            continue
        if touches and not _may_touch(name[0].lower(), source[start - 1], reading.vocabulary):
            continue
        names, word = reading.vocabulary.names, name[0].lower()
        known = names.get(word) or names.get(word.rstrip("0123456789"), "")
        stop = name.end() if known else end
        reading.note("dash-form", start, stop, "--" + text[end:stop], name=known, edit=(start, end, "--"))
        if touches and end - start > 2:  # two characters become the hyphens, which are then seen to touch
            reading.note("missing-space-before-dashes", start, stop, " --" + text[end:stop], name=known, edit=(start, start, " "))
        reading.fronts[end - 2] = reading.fronts.get(start, start)
        kept += (source[at:start], text[start:end])
        at = end
    reading.text = "".join((*kept, source[at:]))


def _may_touch(name: str, sign: str, vocabulary: Vocabulary) -> bool:
    """Return whether escaped dashes begin a parameter directly after another character: not before words, which would be prose."""
    definition = vocabulary.definition(vocabulary.names.get(name, ""))
    return sign != "\\" and (definition is None or definition.kind != "words")


def _unenclose(reading: Reading) -> None:
    """Blank out the brackets, the bold, the emphasis or the tags of HTML around parameters."""
    source = reading.text
    kept: list[str] = []
    at = 0
    for match in pattern("ENCLOSED").finditer(source):
        start, end = match.span()
        width = len(match[1])
        closing = len(match[2] or match[1])
        if match[1][0] == "_" and start and source[start - 1].isalnum():
            continue
        if not _holds_parameters(source[start + width : end - closing], reading.vocabulary):
            continue
        reading.enclosures.append((start, end, width, closing))
        reading.fronts[behind_spaces(source, start + width, end)] = start
        kept += (source[at:start], " " * width, source[start + width : end - closing], " " * closing)
        at = end
    reading.text = "".join((*kept, source[at:]))


def _holds_parameters(inside: str, vocabulary: Vocabulary) -> bool:
    """Return whether a text is a known parameter with a fitting value, or a misspelt one, and more, without other words."""
    alone = f" {pattern('ESCAPED_DASHES').sub('--', inside)} "
    dashes = pattern("ENCLOSED_DASHES").match(alone)
    assert dashes is not None, "it is enclosed"
    row = grammar().tokens(alone)
    if row[0][0] == "UNKNOWN":
        meant = _is_misspelt(alone, dashes.end(), row[0][2], vocabulary)
    else:
        meant = grammar().meant(alone, dashes.end())
    return meant and row[0][0] in BEGINNINGS and all(_belongs(alone, token, before) for before, token in pairwise(row))


def _is_misspelt(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether an unknown name is close to a known one, and a value of that one follows."""
    definition = intended_definition(text[start:end].lower(), vocabulary)
    if definition is None:
        return False
    value = text[end : end + 40].split(maxsplit=1)[:1]
    return any(plausible(definition, word.rstrip(TRAILING), vocabulary) for word in value)


def _belongs(text: str, token: Token, before: Token) -> bool:
    """Return whether a token among parameters is a part of one."""
    kind, start, end = token
    if kind in BEGINNINGS or kind in VALUES or kind.startswith(_PARTS):
        return True
    if kind == "WORD" and before[0] == "UNKNOWN":
        return True
    if (kind == "TEXT" and before[0].endswith("_WORDS")) or (kind == "WORD" and before[0].startswith("SEPARATOR_")):
        return True
    return not text[start:end].strip().strip(TRAILING)


_PARTS = ("NAME_", "CASED_", "SEPARATOR_", "GAP", "LINK", "WEIGHT", "SPACE", "SLOT")


def note_enclosures(reading: Reading) -> None:
    """Note the pairs around parameters. `after` means that a parameter is parsed nevertheless, with the closing character in its value."""
    if not reading.enclosures:
        return
    source = reading.source
    starts = sorted(each.start for each in reading.parameters)
    touching = [bisect(starts, start) for start, _, width, _ in reading.enclosures if not source[start + width].isspace()]
    first = {each for index in touching for each in starts[index : index + 1]}
    read = next((start for start in starts if start not in first), len(source))
    for start, end, width, closing in reading.enclosures:
        inside = source[start + width : end - closing].strip()
        reading.note("quoted-prompt", start, end, inside, after=read < end, detail=f"{width} {closing}")
