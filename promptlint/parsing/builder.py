"""Build a `Prompt` from any text: what the writer wrote, and what was intended.

The grammar splits a prompt into tokens and nested braces; here they are interpreted with the vocabulary. A malformed token
becomes the intended parameter plus exactly one `Anomaly`, so one mistake gives one finding by construction. Every string is
accepted, in linear time, without recursion on the input.

This module handles the text; `around` removes what encloses the prompt or its parameters, `parameters` handles these, `values`
decides which words are their values.
"""

from __future__ import annotations

from promptlint.model import Command, ImageLink, Permutation, Prompt, TextPart, Weight
from promptlint.text.regex_compat import lazy_pattern

from .around import note_enclosures, opened
from .braces import closing, permutation
from .lalr import grammar, pattern
from .linktoken import image_link
from .missing_dashes import Bare, bare_at_end
from .parameters import BEGINNINGS, read_parameters
from .parse_state import TRAILING
from .plain import plain_prompt, read_plain
from .shapes import may_hold_slots
from .values import weight_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Anomaly, Option, Parameter

    from .lalr import Token
    from .parse_state import Reading
    from .plain import Plain

__all__ = ["balanced", "build", "opened"]

_PLAINLY = lazy_pattern(r" (?<=[^\W_] )--")


def build(source: str, vocabulary: Vocabulary, plain: Plain | None = None, *, quickly: bool = True) -> Prompt:
    """The prompt that any text is. `plain` is the part of it that is read already, if any.

    `quickly` leaves parameters that are written as the documents do to the plain reader; the result is the same.
    """
    reading = opened(source, vocabulary, plain[0] if plain else 0)
    quickly = quickly and reading.text == source and "{" not in source  # any brace may be one that never closes
    if quickly and plain is not None and _read_rest(reading, *plain[1:]):
        return plain_prompt(source, plain[0], reading.parameters, _in_order(reading.anomalies))
    reading.row = row = _closed(reading, grammar().tokens(reading.text, until=BEGINNINGS if quickly else ()))
    command = _command(reading.text, row)
    first = next((index for index, token in enumerate(row) if token[0] in BEGINNINGS), len(row))
    start = max(command.end if command else 0, reading.opened)
    end = _start_of(reading.text, row[first]) if first < len(row) else len(source)
    end = reading.fronts.get(end, end)
    text = _Text(reading)
    text.read(1 if command else 0, first)
    _note_bare(reading, start, end)
    if first < len(row) and quickly:
        _read_rest(reading, *read_plain(source, end - 1 if source.startswith(" --", end - 1) else row[first][1], vocabulary))
    else:
        read_parameters(reading, first)
    if may_hold_slots(source):
        _note_slots(reading, start, end)
    note_enclosures(reading)
    parameters, permutations, anomalies = tuple(reading.parameters), tuple(reading.permutations), _in_order(reading.anomalies)
    return Prompt(source, command, tuple(text.images), tuple(text.parts), parameters, permutations, anomalies, start, end)


def _read_rest(reading: Reading, known: list[Parameter], at: int) -> bool:
    """Read the parameters from `at` on, after those that are known; False if none begins there, so that it belongs to the text.

    Only what is odd is cut into tokens: where the writer goes on as the documents do, so does the plain reader.
    """
    text = reading.text
    while at < len(text):
        stop, following, rest = _plain_again(text, at, reading.vocabulary)
        reading.row = grammar().tokens(text, at, stop)
        if reading.row[0][0] not in BEGINNINGS:
            if not known:
                return False
            # The last one takes what follows its value as well.
            reading.row = grammar().tokens(text, known.pop().start - 1, stop)
        reading.parameters += known
        read_parameters(reading, 0, after=bool(reading.parameters))
        known, at = following, rest
    reading.parameters += known
    return True


def _plain_again(text: str, at: int, vocabulary: Vocabulary) -> tuple[int, list[Parameter], int]:
    """The end of the odd part that begins at `at`, the plain parameters after it, and where these end.

    No sign that could belong to the next dashes ends the odd part: in `- --ar 16:9` the first hyphen does.
    """
    for dashes in _PLAINLY.finditer(text, at + 1):
        following, rest = read_plain(text, dashes.start(), vocabulary)
        if following:
            return dashes.start(), following, rest
    return len(text), [], len(text)


def _in_order(anomalies: list[Anomaly]) -> tuple[Anomaly, ...]:
    return tuple(sorted(anomalies, key=lambda each: (each.start, each.end)) if len(anomalies) > 1 else anomalies)


def _closed(reading: Reading, row: list[Token]) -> list[Token]:
    """The tokens; braces that never close become plain characters, and their positions are noted."""
    if "{" not in reading.text:
        return row
    text, reading.unclosed = balanced(reading.text, row)
    return grammar().tokens(text) if reading.unclosed else row


def balanced(text: str, row: list[Token]) -> tuple[str, frozenset[int]]:
    """A text in which braces that never close are replaced by closing braces, and their positions.

    What follows them is then parsed as if they were absent: like any unmatched closing brace, they contain nothing.
    """
    places: frozenset[int] = frozenset()
    while found := _unclosed(row):  # once: nothing opens for the first time when others do not
        places |= found
        signs = list(text)
        for at in found:
            signs[at] = "}"
        text = "".join(signs)
        row = grammar().tokens(text)
    return text, places


def _unclosed(row: list[Token]) -> frozenset[int]:
    """The positions of braces that never close."""
    opened: list[int] = []
    for kind, start, _ in row:
        if kind == "OPEN":
            opened.append(start)
        elif kind == "CLOSE" and opened:
            opened.pop()
    return frozenset(opened)


def _start_of(text: str, token: Token) -> int:
    """The start of a token after leading white space."""
    start = token[1]
    while text[start].isspace():
        start += 1
    return start


def _command(text: str, row: list[Token]) -> Command | None:
    if not row or row[0][0] != "COMMAND":
        return None
    _, start, end = row[0]
    return Command(text.index("/", start), end)


def _note_bare(reading: Reading, start: int, end: int) -> None:
    """`… v6` and `… ar 16:9` at the end of the text, as many as there are."""
    while bare := bare_at_end(reading.text, start, end, reading.vocabulary):
        reading.note("missing-dashes", bare.start, bare.end, bare.replacement, name=bare.name, edit=_without_signs(reading, bare))
        end = bare.start


def _without_signs(reading: Reading, bare: Bare) -> tuple[int, int, str] | None:
    """The edit that writes a forgotten parameter and removes the punctuation after it, which would become part of its value."""
    text, end = reading.text, bare.end
    while text[end : end + 1] in TRAILING and end < len(text):
        end += 1
    if end == bare.end:
        return None
    return bare.start, end, bare.replacement + reading.removal(bare.end, end)[2]


def _note_slots(reading: Reading, start: int, end: int) -> None:
    """`[SUBJECT]`, `<your text>` and `__name__` in the text; slots among the parameters are noted where they are read."""
    for match in pattern("TEXT_SLOT").finditer(reading.text, start, end):
        reading.note("placeholder", match.start(), match.end())


# ---- the text --------------------------------------------------------------------------------------------------------


class _Text:
    """Reads what precedes the first parameter: text, weights, images, permutations."""

    __slots__ = ("enclosed", "end", "images", "parts", "reading", "start")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parts: list[TextPart | Weight | Permutation | ImageLink] = []
        self.images: list[ImageLink] = []
        self.enclosed: list[ImageLink] = []  # in braces
        self.start = self.end = -1  # the run of text that is open

    def read(self, index: int, stop: int) -> None:
        """Read the tokens from `index` up to `stop`, where the parameters begin."""
        row = self.reading.row
        while index < stop:
            kind, left, right = token = row[index]
            if kind == "LINK":
                self._link(token, row[index + 1] if index + 1 < stop else None)
            elif kind == "WEIGHT":
                self._weight(token)
            elif kind == "OPEN":
                self._permutation(index)
                index = closing(row, index)
                continue
            else:
                if kind != "TEXT":
                    self._odd(token, last=index + 1 == stop, ends=stop == len(row))
                self._extend(left, right)
            index += 1
        self._flush(self.end)
        self.images = sorted(self.images + self.enclosed, key=lambda image: image.start)

    def _extend(self, left: int, right: int) -> None:
        """Add to the current run, or begin one after the punctuation attached to a link."""
        if self.start < 0:
            image = self.images[-1] if self.images else None
            self.start = max(left, image.written_start + len(image.written)) if image else left
        self.end = right

    def _flush(self, end: int) -> None:
        """Close the open run at `end`."""
        if 0 <= self.start < end and not self.reading.text[self.start : end].isspace():
            self.parts.append(TextPart(self.start, end))
        self.start = self.end = -1

    def _link(self, token: Token, following: Token | None) -> None:
        image = self._image(token, following)
        self._flush(image.written_start)
        self.images.append(image)
        self.parts.append(image)

    def _image(self, token: Token, following: Token | None, limit: int | None = None) -> ImageLink:
        """The link of a node with the `::weight` that follows it."""
        image = image_link(self.reading.text, token[1], token[2], "image", limit)
        if following is not None and following[0] == "WEIGHT" and following[1] == token[2]:
            return image.weighted(weight_of(self.reading.text, following))
        return image

    def _weight(self, token: Token) -> None:
        self._flush(self.end)
        taken = self.images[-1].weight if self.images else None
        if taken is None or taken.start != token[1]:
            self.parts.append(weight_of(self.reading.text, token))

    def _permutation(self, index: int) -> None:
        """Braces in the text; links and parameters in their options are parsed too, with their branch."""
        self._flush(self.end)
        reading = self.reading
        found, options = permutation(reading, reading.row, index)
        reading.permutations.append(found)
        self.parts.append(found)
        for braces, number, option in options:
            if pattern("TELLING").search(reading.text, option.start, option.end):
                self._option(option, (braces, number))

    def _option(self, option: Option, branch: tuple[int, int]) -> None:
        """An alternative with dashes or links in it, read as a prompt of its own."""
        reading = self.reading
        around = reading.row
        reading.row = row = grammar().tokens(reading.text, option.start, option.end)
        first = next((index for index, token in enumerate(row) if token[0] in BEGINNINGS), len(row))
        self._enclosed(row[:first])
        read_parameters(reading, first, branch)
        reading.row = around

    def _enclosed(self, row: list[Token]) -> None:
        """The links of an alternative, up to its first parameter. Text attached to a link does not extend into the next."""
        for token, following in zip(row, (*row[1:], None), strict=False):
            if token[0] == "LINK":
                self.enclosed.append(self._image(token, following, row[-1][2]))

    def _odd(self, token: Token, *, last: bool, ends: bool) -> None:
        """Note what is out of place in the text."""
        kind, left, right = token
        if kind == "SLOT":
            self.reading.note("placeholder", left, right)
        elif kind == "CLOSE":
            self.reading.note("permutation", left, right, detail="unclosed" if left in self.reading.unclosed else "unopened")
        elif kind == "LONE_DASHES":
            start = _start_of(self.reading.text, token)
            dashes = self.reading.text[start:right]
            if dashes.strip("-") or self.reading.text.endswith("<!", 0, start):  # the beginning of a comment in HTML
                return
            if len(dashes) > 2:
                self.reading.note("extra-dashes", start, right, "")
            elif len(dashes) == 2 and last and (ends or not self._alone(left)):
                self.reading.note("stray-dashes", _run_of_dashes(self.reading.text, start), right, "")

    def _alone(self, left: int) -> bool:
        """Return whether only white space precedes."""
        return not self.reading.text[:left].strip()


def _run_of_dashes(text: str, start: int) -> int:
    """The start of a run of lone `--` that ends at `start`: without the last one, the one before would be the last."""
    while True:
        at = start
        while at > 0 and text[at - 1].isspace():
            at -= 1
        if at == start or not text.endswith("--", 0, at) or not (at == 2 or text[at - 3].isspace()):
            return start
        start = at - 2
