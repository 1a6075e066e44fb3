"""The long way from text to `Prompt`, which reads every string: what the writer wrote, and what was meant by it.

The grammar splits a prompt into tokens and nested braces; here they are read with the vocabulary. A malformed token
becomes the parameter that was meant plus exactly one `Anomaly`, so that one mistake gives one finding by construction.
Every string is read, in linear time, and nothing recurses on the input.

The text is read here; `flags` tells where parameters begin, `tail` reads them, `take` which words are their values.
"""

from __future__ import annotations

import re

from promptlint.model import Command, ImageLink, Permutation, Prompt, TextPart, Weight
from promptlint.parsing.lalr import grammar
from promptlint.text.regex_compat import compile_pattern

from .braces import permutation
from .flags import dashes_of, flags
from .linktoken import image_link
from .missing_dashes import bare_at_end
from .parse_state import Reading
from .shapes import DASH, INVISIBLE
from .tail import read_parameters
from .words import weight_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

    from .lalr import Node

__all__ = ["read_any"]

_CLOSERS = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
_FLAG_INSIDE = re.compile(rf"\s[{DASH}]++\w")
_ECHO_TAIL = re.compile(r"\s*+[-–]\s*+(?:<@|@|Upscaled|Variations|Image #|Remix|\()")
_COMMAND_AHEAD = compile_pattern(r"/imagine(?![\w/-])(?:\s++prompt(?!\w))?+(?:\s*+:)?+\s*+", re.IGNORECASE)
_SLOT = re.compile(
    r"\[(?:[A-Z][A-Z0-9 _/-]++|(?:[Yy]our|[Ii]nsert|[Ee]nter|[Aa]dd|[Rr]eplace|[Cc]hoose)\b[^\[\]]*+)\]"
    r"|<(?:[A-Z][A-Z0-9 _-]++|(?:[Yy]our|[Ii]nsert|[Ee]nter|[Aa]dd|[Rr]eplace)\b[^<>]*+)>"
)


def read_any(source: str, vocabulary: Vocabulary) -> Prompt:
    """Parse a prompt of any form, the long way."""
    if not source.isascii():
        hidden = [match.span() for match in INVISIBLE.finditer(source)]
        if hidden:
            from .invisible import read_without

            return read_without(source, hidden, lambda text: _read(text, vocabulary))
    return _read(source, vocabulary)


def _read(source: str, vocabulary: Vocabulary) -> Prompt:
    reading = Reading(source, vocabulary)
    if source.lstrip()[:1] in _OPENERS:
        _unwrap(reading)
    stream = grammar().row(reading.text)
    command = _command(reading.text, stream)
    if command is not None:
        del stream[0]
    rest = flags(reading, stream)
    first = next(rest, None)
    start = max(command.end if command else 0, reading.opened)
    end = first[1].start if first else len(source)
    text = _Text(reading)
    text.read(stream, first[0] if first else len(stream))
    _note_bare(reading, start, end)
    if first:
        read_parameters(reading, stream, first, rest)
    if "[" in source or "<" in source:
        _note_slots(reading, start, end)
    anomalies = tuple(sorted(reading.anomalies, key=lambda each: (each.start, each.end))) if reading.anomalies else ()
    parameters, permutations = tuple(reading.parameters), tuple(reading.permutations)
    return Prompt(source, command, tuple(text.images), tuple(text.parts), parameters, permutations, anomalies, start, end)


def _command(text: str, stream: list[Node]) -> Command | None:
    if not stream or stream[0][0] != "COMMAND":
        return None
    _, start, end, _ = stream[0]
    return Command(text.index("/", start), end)


def _note_bare(reading: Reading, start: int, end: int) -> None:
    """`… v6` and `… ar 16:9` at the end of the text, as many as stand there."""
    while bare := bare_at_end(reading.text, start, end, reading.vocabulary):
        reading.note("missing-dashes", bare.start, bare.end, bare.replacement, name=bare.name)
        end = bare.start


def _note_slots(reading: Reading, start: int, end: int) -> None:
    """`[SUBJECT]` and `<your text>` in the text; slots among the parameters are noted where they are read."""
    for match in _SLOT.finditer(reading.text, start, end):
        reading.note("placeholder", match.start(), match.end())


# ---- around the prompt -----------------------------------------------------------------------------------------------

_OPENERS = frozenset({*_CLOSERS, "*", "/"})


def _unwrap(reading: Reading) -> None:
    """Blank out the quotes or the echo's asterisks around text and parameters, and note them."""
    source = reading.source
    start, end = len(source) - len(source.lstrip()), len(source.rstrip())
    if source.startswith("**", start):
        _unwrap_echo(reading, start, end)
        return
    command = _COMMAND_AHEAD.match(source, start)
    at = command.end() if command else start
    closer = _CLOSERS.get(source[at : at + 1])
    if closer is None:
        return
    width = len(source[at:end]) - len(source[at:end].lstrip("`")) if closer == "`" else 1
    if end - at <= 2 * width or not source.endswith(closer * width, at, end):
        return
    inside = source[at + width : end - width]
    if closer in inside or not _FLAG_INSIDE.search(inside):
        return
    reading.note("quoted-prompt", at, end, inside.strip(), after=not inside[-1].isspace(), detail=str(width))
    reading.opened = at + width
    reading.text = source[:at] + " " * width + inside + " " * width + source[end:]


def _unwrap_echo(reading: Reading, start: int, end: int) -> None:
    """`**prompt** - <@1> (fast)`, a reply of the bot."""
    source = reading.source
    close = source.rfind("**", start + 2)
    if close < 0 or not _ECHO_TAIL.match(source, close + 2):
        return
    reading.note("discord-echo", start, end, source[start + 2 : close].strip())
    reading.opened = start + 2
    reading.text = " " * (start + 2) + source[start + 2 : close] + " " * (len(source) - close)


# ---- the text --------------------------------------------------------------------------------------------------------


class _Text:
    """Reads what stands in front of the first parameter: text, weights, images, permutations."""

    __slots__ = ("enclosed", "end", "images", "parts", "reading", "start")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parts: list[TextPart | Weight | Permutation | ImageLink] = []
        self.images: list[ImageLink] = []
        self.enclosed: list[ImageLink] = []  # in braces
        self.start = self.end = -1  # the run of text that is open

    def read(self, stream: list[Node], stop: int) -> None:
        """Read the nodes up to `stop`."""
        for index in range(stop):
            kind, left, right, _ = node = stream[index]
            if kind == "LINK":
                self._link(node, stream[index + 1] if index + 1 < stop else None)
            elif kind == "WEIGHT":
                self._weight(node)
            elif kind == "permutation":
                self._permutation(node)
            else:
                if kind != "TEXT":
                    self._odd(node, last=index + 1 == stop, ends=stop == len(stream))
                self._extend(left, right)
        self._flush(self.end)
        if self.enclosed:
            self.images = sorted(self.images + self.enclosed, key=lambda image: image.start)

    def _extend(self, left: int, right: int) -> None:
        """Add to the open run, or begin one behind the punctuation that is glued to a link."""
        if self.start < 0:
            image = self.images[-1] if self.images else None
            self.start = max(left, image.written_start + len(image.written)) if image else left
        self.end = right

    def _flush(self, end: int) -> None:
        """Close the open run at `end`."""
        if 0 <= self.start < end and not self.reading.text[self.start : end].isspace():
            self.parts.append(TextPart(self.start, end))
        self.start = self.end = -1

    def _link(self, node: Node, following: Node | None) -> None:
        image = self._image(node, following)
        if image is None:
            self._extend(node[1], node[2])
            return
        self._flush(image.written_start)
        self.images.append(image)
        self.parts.append(image)

    def _image(self, node: Node, following: Node | None, limit: int | None = None) -> ImageLink | None:
        """The link of a node with the `::weight` that follows it."""
        image = image_link(self.reading.text, node[1], node[2], "image", limit)
        if image is not None and following is not None and following[0] == "WEIGHT" and following[1] == node[2]:
            return image.weighted(weight_of(self.reading.text, following))
        return image

    def _weight(self, node: Node) -> None:
        self._flush(self.end)
        taken = self.images[-1].weight if self.images else None
        if taken is None or taken.start != node[1]:
            self.parts.append(weight_of(self.reading.text, node))

    def _permutation(self, node: Node) -> None:
        """Braces in the text; links and parameters in their options are read too, these knowing on which branch they stand."""
        self._flush(self.end)
        found, told = permutation(self.reading, node)
        self.reading.permutations.append(found)
        self.parts.append(found)
        for (braces, number), row in told:
            rest = flags(self.reading, row)
            first = next(rest, None)
            self._enclosed(row[: first[0]] if first else row)
            if first:
                read_parameters(self.reading, row, first, rest, (braces, number))

    def _enclosed(self, row: list[Node]) -> None:
        """The links of an alternative, up to its first parameter. What is glued to one does not reach into the next."""
        for node, following in zip(row, (*row[1:], None), strict=False):
            if node[0] == "LINK":
                image = self._image(node, following, row[-1][2])
                if image is not None:
                    self.enclosed.append(image)

    def _odd(self, node: Node, *, last: bool, ends: bool) -> None:
        """Note what stands in the text and has no place there."""
        kind, left, right, _ = node
        if kind == "PLACEHOLDER":
            self.reading.note("placeholder", left, right)
        elif kind in {"CLOSE", "OPEN"}:
            self.reading.note("permutation", left, right, detail="unopened" if kind == "CLOSE" else "unclosed")
        elif kind == "DASHES":
            start, dashes = dashes_of(self.reading.text, node)
            if dashes.strip("-"):
                return
            if len(dashes) > 2:
                self.reading.note("extra-dashes", start, right, "")
            elif len(dashes) == 2 and last and (ends or not self._alone(left)):
                self.reading.note("stray-dashes", _run_of_dashes(self.reading.text, start), right, "")

    def _alone(self, left: int) -> bool:
        """Whether nothing but white space stands in front."""
        return not self.reading.text[:left].strip()


def _run_of_dashes(text: str, start: int) -> int:
    """Where a run of lone `--` begins, of which the last is at `start`: without it the one before would be the last."""
    while True:
        at = start
        while at > 0 and text[at - 1].isspace():
            at -= 1
        if at == start or not text.endswith("--", 0, at) or not (at == 2 or text[at - 3].isspace()):
            return start
        start = at - 2
