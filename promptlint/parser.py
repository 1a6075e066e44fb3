"""Text → `Prompt`: what the writer wrote, and what was meant by it.

The grammar splits a prompt into tokens and nested braces; here they are read with the vocabulary. A malformed token
becomes the parameter that was meant plus exactly one `Anomaly`, so that one mistake gives one finding by construction.
Every string parses, in linear time, and nothing recurses on the input.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import tables
from .model import Anomaly, Command, ImageLink, Option, Parameter, Permutation, Prompt, TextPart, Value, Weight
from .shapes import BARE, DASH, INVISIBLE, LEAKED, LINK_START, NUMBER, RATIO, choices, is_slot, plausible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lalr import Node
    from .vocabulary import Definition, Vocabulary

__all__ = ["MAX_DEPTH", "parse"]

MAX_DEPTH = 64
"""Braces nested deeper are reported and read as text."""

_LISTS = frozenset({"references", "urls", "url", "url_or_loop"})
_FLAG = re.compile(rf"(\s*+)([{DASH}]++)(.*+)", re.DOTALL)
_ONE_WORD = re.compile(r"\s++(\S++)\s*+\Z")
_WORD = re.compile(r"\S++")
_NAME_AHEAD = re.compile(r"\s++([A-Za-z][\w-]*+)(?=\s|\Z|[:=])")
_SPACED_RATIO = re.compile(r"\s*+(\d++(?:\.\d++)?+\s*+[:x×/]\s*+\d++(?:\.\d++)?+)(?=\s|\Z|[,.;])")
_SLOT_AHEAD = re.compile(r"\s*+(\[[^\[\]]*+\]|<[^<>:@]*+>)")
_SEPARATED = re.compile(r"(?:\s*+[=:]|,)\s*+(?=\S)")
_COMMAS = re.compile(r"\\[\s\S]|,")
_BARE_TAIL = re.compile(r"(?:^|(?<=[\s,.;:(]))([A-Za-z]{1,8})(?:\s?)([^\s,.;]*[^\s,.;])[\s,.;]*\Z")
_TRAILING = ",.;"
_CLOSERS = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}
_CLOSING = frozenset(_CLOSERS.values())
_LINK_PREFIX = "<([{\"'“‘`,;*_|"
_LINK_SUFFIX = ">]}\"'”’`,;.!*_|"
_ECHO_TAIL = re.compile(r"\s*+[-–]\s*+(?:<@|@|Upscaled|Variations|Image #|Remix|\()")
_TEXT_SLOT = re.compile(
    r"\[(?:[A-Z][A-Z0-9 _/-]*+|(?:[Yy]our|[Ii]nsert|[Ee]nter|[Aa]dd|[Rr]eplace|[Cc]hoose)\b[^\[\]]*+)\]"
    r"|<(?:[A-Z][A-Z0-9 _-]*+|(?:[Yy]our|[Ii]nsert|[Ee]nter|[Aa]dd|[Rr]eplace)\b[^<>]*+)>"
)


class _Flag(NamedTuple):
    """A parameter's beginning: the name that was meant, and what was wrong with how it is written.

    `values_at` is where its values begin; `glued` the value that sticks to the name. `definition` is None for a name
    that nobody knows.
    """

    name: str
    definition: Definition | None
    start: int
    end: int
    values_at: int
    next: int
    anomaly: str = ""
    glued: tuple[int, int] | None = None
    lead: str = ""


class _Piece(NamedTuple):
    """A word of a parameter's tail, or something that stands like one: a link, braces, a slot, a weight."""

    kind: str
    start: int
    end: int
    node: Node | None = None


def parse(source: str, vocabulary: Vocabulary | None = None) -> Prompt:
    """Parse one prompt. Never raises for a string; offsets are code points of `source`."""
    words = vocabulary or tables.vocabulary()
    if source.isascii():
        return _Reader(source, words).read()
    hidden = [match.span() for match in INVISIBLE.finditer(source)]
    if not hidden:
        return _Reader(source, words).read()
    return _with_invisible(source, hidden, words)


class _Reader:
    """Reads one prompt. `text` is the source with an enclosing pair of quotes or an echo's marks blanked out."""

    __slots__ = ("anomalies", "images", "opened", "parameters", "parts", "permutations", "source", "text", "vocabulary")

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self.source = source
        self.text = source
        self.vocabulary = vocabulary
        self.opened = 0  # where the text begins behind an opening quote or an echo's asterisks
        self.anomalies: list[Anomaly] = []
        self.images: list[ImageLink] = []
        self.parts: list[TextPart | Weight | Permutation | ImageLink] = []
        self.permutations: list[Permutation] = []
        self.parameters: list[Parameter] = []

    # ---- the whole prompt ------------------------------------------------------------------------------------------

    def read(self) -> Prompt:
        self.text = self._unwrapped()
        nodes = tables.grammar().parse(self.text)
        command = None
        if nodes and nodes[0][0] == "COMMAND":
            at = nodes[0][1] + self.text[nodes[0][1] : nodes[0][2]].index("/")
            command = Command(at, nodes[0][2])
            nodes = nodes[1:]
        stream = self._stream(nodes)
        flags = self._flags(stream, 0)
        first = next(flags, None)
        text_start = max(command.end if command else 0, self.opened)
        self._read_text(stream, first[0] if first else len(stream))
        text_end = first[1].start if first else len(self.source)
        self._bare_at_end(text_start, text_end)
        if first:
            self._read_parameters(stream, first, flags, ())
        self._slots_in_text(text_start, text_end)
        return Prompt(
            self.source,
            command,
            tuple(self.images),
            tuple(self.parts),
            tuple(self.parameters),
            tuple(self.permutations),
            tuple(sorted(self.anomalies, key=_by_place)),
            text_start,
            text_end,
        )

    def _note(
        self, kind: str, start: int, end: int, replacement: str | None = None, name: str = "", *, after: bool = False, detail: str = ""
    ) -> None:
        self.anomalies.append(Anomaly(kind, start, end, self.source[start:end], replacement, name, after, detail))

    def _unwrapped(self) -> str:
        """The source with the quotes or the echo's asterisks around text and parameters turned into spaces."""
        source = self.source
        start = len(source) - len(source.lstrip())
        if source.startswith("**", start):
            close = source.rfind("**")
            if close > start + 1 and _ECHO_TAIL.match(source, close + 2):
                self._note("discord-echo", start, len(source.rstrip()), source[start + 2 : close].strip())
                self.opened = start + 2
                return " " * (start + 2) + source[start + 2 : close] + " " * (len(source) - close)
        at = self._after_command(start)
        closer = _CLOSERS.get(source[at : at + 1])
        if closer is None:
            return source
        stripped = source.rstrip()
        end = len(stripped)
        ticks = len(stripped) - at - len(stripped[at:].lstrip("`")) if closer == "`" else 1
        if end - at <= 2 * ticks or not stripped.endswith(closer * ticks):
            return source
        inside = source[at + ticks : end - ticks]
        dashes = re.search(rf"\s[{DASH}]++\w", inside)
        if dashes is None or closer in inside[: dashes.start()] or closer in inside[dashes.start() :]:
            return source
        glued = not inside[-1].isspace()
        self._note("quoted-prompt", at, end, inside.strip(), after=glued, detail=str(ticks))
        self.opened = at + ticks
        return source[:at] + " " * ticks + inside + " " * ticks + source[end:]

    def _after_command(self, at: int) -> int:
        """Where the prompt goes on behind a `/imagine prompt:`."""
        source = self.source
        if source[at : at + 8].lower() != "/imagine":
            return at
        at += 8
        for word in ("prompt", ":"):
            skipped = len(source) - len(source[at:].lstrip())
            if source[skipped : skipped + len(word)].lower() == word:
                at = skipped + len(word)
        return len(source) - len(source[at:].lstrip())

    def _stream(self, nodes: Sequence[Node]) -> list[Node]:
        """The nodes in a row: what follows a flag belongs to it by our reading, not by the grammar's grouping."""
        stream: list[Node] = []
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            if node[0] in {"parameter", "last_parameter", "unclosed"}:
                if node[0] == "unclosed":
                    self._note("permutation", node[1], node[1] + 1, detail="unclosed")
                stack += reversed(node[3])
            else:
                stream.append(node)
        return stream

    # ---- the text --------------------------------------------------------------------------------------------------

    def _read_text(self, stream: list[Node], stop: int) -> None:
        """Text parts, weights, images and permutations in front of the first parameter."""
        start = end = -1
        for index in range(stop):
            kind, left, right, _ = node = stream[index]
            if kind == "LINK":
                image = self._link(left, right, "image")
                if image is None:
                    start, end = (left if start < 0 else start), right
                    continue
                if index + 1 < stop and stream[index + 1][0] == "WEIGHT" and stream[index + 1][1] == right:
                    image = image.weighted(self._weight(stream[index + 1]))
                self._flush(start, image.written_start)
                start, end = -1, -1
                self.images.append(image)
                self.parts.append(image)
                continue
            if kind == "WEIGHT":
                self._flush(start, end)
                start, end = -1, -1
                if not (self.images and self.images[-1].weight and self.images[-1].weight.start == left):
                    self.parts.append(self._weight(node))
                continue
            if kind == "permutation":
                self._flush(start, end)
                start, end = -1, -1
                permutation = self._permutation(node, ())
                self.permutations.append(permutation)
                self.parts.append(permutation)
                continue
            if kind == "PLACEHOLDER":
                self._note("placeholder", left, right)
            elif kind == "CLOSE":
                self._note("permutation", left, right, detail="unopened")
            elif kind == "DASHES":
                self._stray_dashes(node, stop, index, len(stream))
            if self.images and left < self.images[-1].written_start + len(self.images[-1].written):
                left = self.images[-1].written_start + len(self.images[-1].written)
            start, end = (left if start < 0 else start), right
        self._flush(start, end)

    def _flush(self, start: int, end: int) -> None:
        if start >= 0 and not self.text[start:end].isspace() and start < end:
            self.parts.append(TextPart(start, end))

    def _stray_dashes(self, node: Node, stop: int, index: int, total: int) -> None:
        """Dashes without a name in the text: three or more are refused anywhere, two only make sense between words."""
        start, dashes = self._dashes(node)
        if set(dashes) != {"-"}:
            return
        if len(dashes) > 2:
            self._note("extra-dashes", start, node[2], "")
        elif len(dashes) == 2 and (index + 1 >= stop or self._blank_until(index + 1, stop, total)):
            self._note("stray-dashes", start, node[2], "")

    def _blank_until(self, index: int, stop: int, total: int) -> bool:
        return index >= stop and stop <= total

    def _dashes(self, node: Node) -> tuple[int, str]:
        """Where a DASHES node's dashes begin, without the white space, and the dashes."""
        text = self.text[node[1] : node[2]]
        dashes = text.lstrip()
        return node[2] - len(dashes), dashes

    def _weight(self, node: Node) -> Weight:
        written = self.text[node[1] : node[2]]
        return Weight(node[1], node[2], written.lstrip(":"))

    def _link(self, start: int, end: int, slot: str) -> ImageLink | None:
        """The link of a LINK token: the URL, and around it the brackets and punctuation that are glued to it."""
        text = self.text
        left = start
        while left < end and text[left] in _LINK_PREFIX:
            left += 1
        while left < end and not LINK_START.match(text, left):
            left += 1
        if left >= end:
            return None
        right = end
        while right > left and (text[right - 1] in _LINK_SUFFIX or (text[right - 1] == ")" and "(" not in text[left:right])):
            right -= 1
        stop = end
        while stop < len(text) and text[stop] in '",;)]>' and not text[stop].isspace():
            stop += 1
        first = start
        if (left > start and text[first] == ",") or first == left:
            first = left
        if first == left and left and text[left - 1] in "(\"'[<" and stop > right:
            first = left - 1
        return ImageLink(text[left:right], left, right, text[first:stop], first, slot)

    def _slots_in_text(self, start: int, end: int) -> None:
        """`[SUBJECT]` and `<your text>` in the text; slots among the parameters are noted where they are read."""
        if "[" not in self.text and "<" not in self.text:
            return
        for match in _TEXT_SLOT.finditer(self.text, start, end):
            if len(match[0]) > 3:
                self._note("placeholder", match.start(), match.end())

    def _bare_at_end(self, start: int, end: int) -> None:
        """`… v6` and `… ar 16:9` at the end of the text: parameters without their dashes, as many as stand there."""
        while True:
            bare = self._bare_form(start, end)
            if bare is None:
                return
            left, right, name, replacement = bare
            self._note("missing-dashes", left, right, replacement, name)
            end = left

    def _bare_form(self, start: int, end: int) -> tuple[int, int, str, str] | None:
        """The forgotten parameter that ends at `end`: start, end, canonical name, and how it should be written."""
        tail_at = max(start, end - 400)
        tail = self.text[tail_at:end].rstrip().rstrip(_TRAILING).rstrip()
        if not tail or not (tail[-1].isalnum() or tail[-1] in "/="):
            return None
        words = [(match[0], tail_at + match.start()) for match in _WORD.finditer(tail)][-2:]
        last, last_at = words[-1]
        if len(words) == 2:
            form = self._bare_pair(words[0][0].lstrip(_TRAILING + "("), last, strict=True)
            if form:
                left = words[0][1] + len(words[0][0]) - len(words[0][0].lstrip(_TRAILING + "("))
                return left, last_at + len(last), *form
        stripped = last.lstrip(_TRAILING + "(")
        if "," in stripped:
            stripped = stripped[stripped.rindex(",") + 1 :]
        form = self._bare_single(stripped)
        if form is None:
            return None
        return last_at + len(last) - len(stripped), last_at + len(last), *form

    def _bare_pair(self, name: str, value: str, *, strict: bool) -> tuple[str, str] | None:
        """`ar 16:9` → (canonical name, `--ar 16:9`). `strict` in the text, where names may be words of prose."""
        lower = name.lower()
        if strict and (lower not in BARE or (name != lower and lower in {"v", "s", "q"} and "." not in value)):
            return None
        canonical = self.vocabulary.names.get(lower)
        definition = self.vocabulary.definition(canonical) if canonical else None
        if definition is None or definition.kind in {"words", "codes", "switch"}:
            return None
        if not plausible(definition, value, self.vocabulary):
            return None
        if definition.kind == "model" and self.vocabulary.model_for(definition.name, value) is None:
            return None
        if strict and definition.kind in {"choice", "integer", "decimal"} and not self._takes(definition, value):
            return None
        if strict and lower == "s" and len(value) < 2:
            return None
        return definition.name, f"--{lower} {value}"

    def _takes(self, definition: Definition, value: str) -> bool:
        """Whether some model takes this value: in prose only a right one is worth a word."""
        if definition.kind == "choice":
            return value.lower() in choices(self.vocabulary, definition.name)
        return value[0] not in "+-−" and (definition.kind == "decimal" or "." not in value)

    def _bare_single(self, word: str) -> tuple[str, str] | None:
        """`v6`, `niji6`, `ar16:9` → (canonical name, `--v 6`). Not `V8`: a capital without a point is an engine."""
        letters = len(word) - len(word.lstrip("abcdefghijklmnopqrstuvwxyzVNIJAR"))
        name, value = word[:letters], word[letters:]
        if name.lower() not in {"v", "niji", "ar"} or not value or (name == "V" and "." not in value):
            return None
        return self._bare_pair(name.lower(), value, strict=False)

    # ---- flags -----------------------------------------------------------------------------------------------------

    def _flags(self, stream: list[Node], index: int) -> Iterator[tuple[int, _Flag]]:
        """The parameters' beginnings in a row of nodes, each with the index of its node."""
        inside: _Flag | None = None
        while index < len(stream):
            kind = stream[index][0]
            if kind == "FLAG":
                flag = self._flag(stream, index, inside)
            elif kind == "DASHES":
                flag = self._spaced_flag(stream, index)
            else:
                index += 1
                continue
            if flag is None:
                index += 1
                continue
            yield index, flag
            inside = flag
            index = flag.next

    def _flag(self, stream: list[Node], index: int, inside: _Flag | None) -> _Flag | None:
        """What a FLAG token begins, or None where it is prose."""
        _, left, right, _ = stream[index]
        text = self.text[left:right]
        space, dashes, name = _FLAG.match(text).groups()  # type: ignore[union-attr]
        start = left + len(space)
        vocabulary = self.vocabulary
        canonical = vocabulary.names.get(name)
        spaced = bool(space) or left == 0 or self.text[left - 1] in "{," or self.text[left - 1].isspace()
        if canonical and dashes == "--" and spaced:
            return self._named(canonical, start, right, stream, index)
        return self._odd_flag(stream, index, inside, start, right, dashes, name, spaced=spaced)

    def _named(self, canonical: str, start: int, end: int, stream: list[Node], index: int, anomaly: str = "", lead: str = "") -> _Flag:
        """A known name; what sticks to it is a separator or a glued value."""
        definition = self.vocabulary.definition(canonical)
        after = stream[index + 1] if index + 1 < len(stream) else None
        if after is None or after[0] != "TEXT" or after[1] != end or self.text[end].isspace():
            return _Flag(canonical, definition, start, end, end, index + 1, anomaly, None, lead)
        separated = _SEPARATED.match(self.text, end, after[2])
        if separated and definition and definition.kind != "switch":
            word = _WORD.match(self.text, separated.end(), after[2])
            if word and (self.text[end] != "," or plausible(definition, word[0], self.vocabulary)):
                return _Flag(canonical, definition, start, end, separated.end(), index + 1, anomaly or "value-separator", None, lead)
        if self.text[end] == "." and definition:
            word = _WORD.match(self.text, end, after[2])
            if word and plausible(definition, word[0].rstrip(_TRAILING), self.vocabulary):
                return _Flag(canonical, definition, start, end, end, index + 1, anomaly or "glued-value", word.span(), lead)
        return _Flag(canonical, definition, start, end, end, index + 1, anomaly, None, lead)

    def _odd_flag(
        self, stream: list[Node], index: int, inside: _Flag | None, start: int, end: int, dashes: str, name: str, *, spaced: bool
    ) -> _Flag | None:
        """A flag that is not simply `--name`: other dashes, a value in the name, capitals, no space in front."""
        double = set(dashes) == {"-"} and len(dashes) >= 2
        lower = name.lower()
        canonical = self.vocabulary.names.get(lower)
        prose_around = inside is None or (inside.definition is not None and inside.definition.kind == "words")
        lead = "" if spaced else " "
        if canonical:
            anomaly = self._dash_anomaly(dashes, spaced=spaced) or "parameter-case"
            certain = double and spaced
            if not certain and not self._meant(stream, index + 1, end, canonical, dashes):
                return None
            flag = self._named(canonical, start, end, stream, index, anomaly if anomaly != "parameter-case" else "", lead)
            return flag if flag.anomaly else flag._replace(anomaly=anomaly)
        glued = self._glued(stream, index, end, lower)
        if glued:
            if not spaced and dashes == "-":
                return None
            canonical, split = glued
            definition = self.vocabulary.definition(canonical)
            stop = self._word_end(stream, index, end)
            return _Flag(
                canonical, definition, start, end - len(name) + split, stop, index + 1, "glued-value", (end - len(name) + split, stop), lead
            )
        if len(dashes) == 1 and dashes == "-":
            return None
        if not spaced and (prose_around or not double):
            return None
        if not double and (dashes[0] != "—" or inside is None or prose_around):
            return None
        if len(dashes) > 2:
            return _Flag(lower, None, start, end, end, index + 1, "extra-dashes", None, lead)
        return _Flag(lower, None, start, end, end, index + 1, "", None, lead)

    @staticmethod
    def _dash_anomaly(dashes: str, *, spaced: bool) -> str:
        if set(dashes) == {"-"} and len(dashes) > 2:
            return "extra-dashes"
        if not spaced:
            return "missing-space-before-dashes"
        if dashes == "--":
            return ""
        return "single-dash" if dashes == "-" else "dash-form"

    def _meant(self, stream: list[Node], index: int, at: int, canonical: str, dashes: str) -> bool:
        """Whether a known name behind odd dashes is a parameter: only with a plausible value, else it is prose."""
        definition = self.vocabulary.definition(canonical)
        if definition is None:
            return False
        node = stream[index] if index < len(stream) else None
        if node is not None and node[0] == "TEXT":
            word = _WORD.search(self.text, max(at, node[1]), node[2])
            if word is None:
                return self._meant(stream, index + 1, node[2], canonical, dashes)
            written = word[0].lstrip("=:").rstrip(_TRAILING + "\"'`”")
            if definition.kind == "switch" or (definition.optional and not plausible(definition, written, self.vocabulary)):
                return not written
            if definition.kind == "words" and dashes not in {"--", "—"}:
                return False
            return plausible(definition, written, self.vocabulary) or is_slot(written)
        if definition.kind == "switch" or definition.optional:
            return node is None or node[0] == "FLAG"
        if node is None or node[0] in {"FLAG", "DASHES"}:
            return dashes == "--"
        if node[0] == "LINK":
            return definition.kind in _LISTS
        return node[0] in {"permutation", "PLACEHOLDER"}

    def _word_end(self, stream: list[Node], index: int, end: int) -> int:
        """Where the word that begins with this flag ends: it may go on in the text behind it."""
        after = stream[index + 1] if index + 1 < len(stream) else None
        if after is None or after[1] != end or after[0] not in {"TEXT", "LINK"} or self.text[end].isspace():
            return end
        word = _WORD.match(self.text, end, after[2])
        return word.end() if word else end

    def _glued(self, stream: list[Node], index: int, end: int, name: str) -> tuple[str, int] | None:
        """The parameter and the length of its name where a value is glued to it: `v6`, `ar16:9`, `s750`, `styleraw`."""
        stop = self._word_end(stream, index, end)
        word = name + self.text[end:stop]
        letters = 0
        while letters < len(name) and name[letters].isalpha():
            letters += 1
        for length in range(min(letters, 12), 0, -1):
            canonical = self.vocabulary.names.get(word[:length])
            definition = self.vocabulary.definition(canonical) if canonical else None
            if definition is None or definition.kind in {"switch", "words", "codes"}:
                continue
            if plausible(definition, word[length:].rstrip(_TRAILING), self.vocabulary):
                return definition.name, length
        return None

    def _spaced_flag(self, stream: list[Node], index: int) -> _Flag | None:
        """`-- ar 16:9`: dashes, a space, and a known name with a plausible value. None where the dashes are punctuation."""
        node = stream[index]
        start, dashes = self._dashes(node)
        after = stream[index + 1] if index + 1 < len(stream) else None
        if after is None or after[1] != node[2]:
            return None
        if after[0] == "FLAG" and dashes == "-":  # `- -ar 16:9`
            return self._after_spaced_hyphen(stream, index, start)
        if dashes == "-" or after[0] != "TEXT":
            return None
        ahead = _NAME_AHEAD.match(self.text, node[2], after[2])
        canonical = self.vocabulary.names.get(ahead[1].lower()) if ahead else None
        if ahead is None:
            return None
        if canonical is None:
            return self._spaced_glued(stream, index, start, ahead)
        definition = self.vocabulary.definition(canonical)
        if definition is not None and definition.kind == "words" and set(dashes) != {"-"}:
            return None
        if not self._meant(stream, index + 1, ahead.end(), canonical, dashes):
            return None
        at = ahead.end()
        separated = _SEPARATED.match(self.text, at, after[2])
        return _Flag(canonical, definition, start, at, separated.end() if separated else at, index + 1, "space-after-dashes")

    def _spaced_glued(self, stream: list[Node], index: int, start: int, ahead: re.Match[str]) -> _Flag | None:
        """`-- v6`: the space and the glued value are one mistake."""
        glued = self._glued(stream, index + 1, ahead.end(), ahead[1].lower())
        if glued is None:
            return None
        canonical, length = glued
        word = _WORD.match(self.text, ahead.start(1), stream[index + 1][2])
        stop = word.end() if word else ahead.end()
        at = ahead.start(1) + length
        return _Flag(canonical, self.vocabulary.definition(canonical), start, at, stop, index + 1, "space-after-dashes", (at, stop))

    def _after_spaced_hyphen(self, stream: list[Node], index: int, start: int) -> _Flag | None:
        flag = self._flag(stream, index + 1, None)
        if flag is None or flag.definition is None:
            return None
        return flag._replace(start=start, anomaly="space-after-dashes", next=index + 2)

    # ---- parameters ------------------------------------------------------------------------------------------------

    def _read_parameters(
        self, stream: list[Node], first: tuple[int, _Flag], flags: Iterator[tuple[int, _Flag]], branch: tuple[int, ...]
    ) -> None:
        """Each flag with the nodes up to the next."""
        at: tuple[int, _Flag] | None = first
        count = 0
        while at is not None:
            following = next(flags, None)
            flag = at[1]
            self._read_parameter(flag, stream, flag.next, following[0] if following else len(stream), branch, first=count == 0)
            count += 1
            at = following

    def _read_parameter(self, flag: _Flag, stream: list[Node], index: int, stop: int, branch: tuple[int, ...], *, first: bool) -> None:
        after = not first
        definition = flag.definition
        values: list[Value] = []
        if definition is None:
            pieces = list(self._pieces(stream, index, stop, flag.values_at))
            end = pieces[-1].end if pieces else flag.end
            values = [self._value(piece, flag.name) for piece in pieces]
            self._wrong_flag(flag, flag.end, None, after=after)
            self._add(flag, values, end, branch)
            return
        if stop - index == 1 and stream[index][0] == "TEXT" and not flag.glued and definition.kind not in {"switch", "words", "codes"}:
            match = _ONE_WORD.match(self.text, flag.values_at, stream[index][2])
            if match and definition.kind not in _LISTS and plausible(definition, match[1], self.vocabulary):
                value = Value(match[1], match.start(1), match.end(1))
                self._wrong_flag(flag, flag.end, value, after=after)
                self._add(flag, [value], value.end, branch)
                return
        pieces = list(self._pieces(stream, index, stop, flag.values_at))
        if pieces and self.text[pieces[0].start] in "=:" and definition.kind not in {"switch", "words"} and not flag.anomaly:
            flag = flag._replace(anomaly="value-separator")
            pieces = [_Piece(each.kind, each.start + (at == 0), each.end, each.node) for at, each in enumerate(pieces)]
            pieces = pieces[pieces[0].start == pieces[0].end :]
        if flag.glued:
            left, right = flag.glued
            written = self.text[left:right].rstrip(_TRAILING)
            values = [self._value(_Piece("LINK" if "://" in written else "word", left, left + len(written)), flag.name)]
            rest = pieces
        else:
            values, rest = self._take(definition, pieces, flag)
        end = values[-1].end if values else flag.end
        self._wrong_flag(flag, flag.end, values[0] if values else None, after=after)
        rest = self._closing_quote(flag, rest)
        if not values and not definition.optional and definition.kind not in {"switch", "codes"}:
            self._note("missing-value", flag.start, flag.end, None, flag.name, after=True)
        self._add(flag, values, end, branch)
        self._leftovers(flag, definition, rest, has_values=bool(values))

    def _add(self, flag: _Flag, values: list[Value], end: int, branch: tuple[int, ...]) -> None:
        spelling = self.source[flag.start : flag.end]
        self.parameters.append(
            Parameter(flag.name, spelling, tuple(values), flag.start, flag.end, end, flag.definition is not None, branch)
        )

    def _wrong_flag(self, flag: _Flag, end: int, value: Value | None, *, after: bool) -> None:
        """Note what is wrong with how a flag is written, with the text that puts it right."""
        if not flag.anomaly:
            return
        name = self._written_name(flag)
        replacement: str | None = f"{flag.lead}--{name}"
        if flag.definition is None:
            replacement = None
        elif (flag.anomaly in {"glued-value", "value-separator"} or flag.glued) and value is not None:
            replacement = f"{flag.lead}--{name} {value.text}"
            end = value.end
        elif self.text[flag.end : flag.values_at].strip():  # a separator beside another mistake
            replacement, end = f"{flag.lead}--{name} ", flag.values_at
        self._note(flag.anomaly, flag.start, end, replacement, flag.name, after=after)

    def _written_name(self, flag: _Flag) -> str:
        """The name as the writer chose it, in lower case: `ar` stays `ar`."""
        written = self.text[flag.start : flag.end].lstrip(DASH).strip().lower().lstrip(DASH)
        return written if written in self.vocabulary.names else flag.name

    def _pieces(self, stream: list[Node], index: int, stop: int, at: int) -> Iterator[_Piece]:
        """The words from `at` on. Text that touches braces or a slot is one piece with it."""
        pending: _Piece | None = None
        for position in range(index, stop):
            kind, left, right, _ = node = stream[position]
            left = max(left, at)
            if left >= right:
                continue
            if kind in {"TEXT", "OTHER", "FLAG", "DASHES", "CLOSE"}:
                if kind == "CLOSE":
                    self._note("permutation", left, right, detail="unopened", after=True)
                made = [_Piece("word", match.start(), match.end()) for match in _WORD.finditer(self.text, left, right)]
            else:
                made = [_Piece(kind, left, right, node)]
            for piece in made:
                if pending is not None and pending.end == piece.start and piece.kind != "WEIGHT" and pending.kind != "WEIGHT":
                    if pending.kind == "LINK" and piece.kind == "word" and not self.text[piece.start : piece.end].strip(_TRAILING + ')]>"'):
                        continue
                    kinds = {pending.kind, piece.kind}
                    merged = "word" if kinds == {"word"} else "LINK" if "LINK" in kinds else "mixed"
                    pending = _Piece(merged, pending.start, piece.end, pending.node or piece.node)
                    continue
                if pending is not None:
                    yield pending
                pending = piece
        if pending is not None:
            yield pending

    def _value(self, piece: _Piece, slot: str) -> Value:
        """A piece as a value: link, permutation, slot or word."""
        if piece.kind == "LINK":
            node = piece.node
            link = self._link(node[1] if node else piece.start, node[2] if node else piece.end, slot)
            if link is not None:
                return link
        text = self.text[piece.start : piece.end]
        if piece.kind == "permutation" and piece.node is not None:
            permutation = self._permutation(piece.node, None)
            self.permutations.append(permutation)
            return Value(text, piece.start, piece.end, "permutation", None, tuple(self._members(permutation, slot)))
        if piece.kind == "mixed":
            if piece.node is not None and piece.node[0] == "permutation":
                self.permutations.append(self._permutation(piece.node, None))
            return Value(text, piece.start, piece.end, "permutation" if "{" in text else "placeholder")
        if piece.kind == "PLACEHOLDER" or is_slot(text):
            self._note("placeholder", piece.start, piece.end, None, slot, after=True)
            return Value(text, piece.start, piece.end, "placeholder")
        return Value(text, piece.start, piece.end)

    def _members(self, permutation: Permutation, slot: str) -> Iterator[Value]:
        """The alternatives of a value, nested ones flattened; one that only contains braces is left out."""
        stack = list(reversed(permutation.options))
        while stack:
            option = stack.pop()
            text = self.text[option.start : option.end]
            if not option.permutations:
                for match in _WORD.finditer(self.text, option.start, option.end):
                    if "://" in match[0]:
                        link = self._link(match.start(), match.end(), slot)
                        if link is not None:
                            yield link
                            continue
                    yield Value(match[0], match.start(), match.end())
                continue
            inner = option.permutations[0]
            if text.strip() == self.text[inner.start : inner.end]:
                stack += reversed(inner.options)

    def _take(self, definition: Definition, pieces: list[_Piece], flag: _Flag) -> tuple[list[Value], list[_Piece]]:
        """The values a parameter takes from the words behind it, and the words it leaves."""
        kind = definition.kind
        if kind == "switch":
            return self._take_echo(definition, pieces)
        if kind == "words":
            return self._take_words(flag, pieces)
        if kind == "codes":
            return self._take_codes(pieces)
        if kind in _LISTS:
            return self._take_references(definition, pieces, flag)
        return self._take_one(definition, pieces, flag)

    def _take_echo(self, definition: Definition, pieces: list[_Piece]) -> tuple[list[Value], list[_Piece]]:
        """A switch takes nothing, save the value that Midjourney itself echoes for some (`--video 1`)."""
        echo = definition.echo
        if pieces and self.text[pieces[0].start : pieces[0].end] in echo:
            return [self._value(pieces[0], definition.name)], pieces[1:]
        return [], pieces

    def _take_one(self, definition: Definition, pieces: list[_Piece], flag: _Flag) -> tuple[list[Value], list[_Piece]]:
        if not pieces:
            return [], pieces
        piece = pieces[0]
        if definition.kind == "ratio":
            spaced = _SPACED_RATIO.match(self.text, piece.start, pieces[-1].end)
            if spaced and spaced.end(1) > piece.end:
                value = Value(spaced[1], spaced.start(1), spaced.end(1))
                return [value], [later for later in pieces if later.start >= value.end]
        slot = _SLOT_AHEAD.match(self.text, piece.start, pieces[-1].end)
        if slot and slot.end(1) > piece.end:
            self._note("placeholder", slot.start(1), slot.end(1), None, flag.name, after=True)
            value = Value(slot[1], slot.start(1), slot.end(1), "placeholder")
            return [value], [later for later in pieces if later.start >= value.end]
        word = self.text[piece.start : piece.end]
        if word in LEAKED:
            self._note("placeholder", piece.start, piece.end, None, flag.name, after=True, detail="leaked")
            return [Value(word, piece.start, piece.end, "placeholder")], pieces[1:]
        if (
            definition.optional
            and piece.kind == "word"
            and not plausible(definition, word.rstrip(_TRAILING), self.vocabulary)
            and not NUMBER.match(word)
        ):
            return [], pieces
        if piece.kind == "word":
            return [self._trimmed(definition, piece, flag)], pieces[1:]
        return [self._value(piece, definition.name)], pieces[1:]

    def _trimmed(self, definition: Definition, piece: _Piece, flag: _Flag) -> Value:
        """A word as a value, without the punctuation or the closing quote that is glued to it."""
        word = self.text[piece.start : piece.end]
        if plausible(definition, word, self.vocabulary) or not word[-1:] or word[-1] not in _CLOSING.union(_TRAILING):
            return self._value(piece, definition.name)
        bare = word.rstrip(_TRAILING)
        kind = "trailing-punctuation"
        if bare and bare[-1] in _CLOSING:
            bare, kind = bare.rstrip("".join(_CLOSING)), "quoted-prompt"
        if not bare or not plausible(definition, bare, self.vocabulary):
            return self._value(piece, definition.name)
        self._note(kind, piece.start, piece.end, bare, flag.name, after=True)
        return Value(bare, piece.start, piece.start + len(bare))

    def _take_words(self, flag: _Flag, pieces: list[_Piece]) -> tuple[list[Value], list[_Piece]]:
        """`--no` takes everything up to the next parameter; its items are separated by commas."""
        if not pieces:
            return [], []
        start, end = pieces[0].start, pieces[-1].end
        bare = self._bare_form(start, end) if len(pieces) > 1 else None
        if bare and bare[0] > start:
            left, right, name, replacement = bare
            self._note("missing-dashes", left, right, replacement, name, after=True)
            end = left
        values = []
        at = start
        cuts = [match.start() for match in _COMMAS.finditer(self.text, start, end) if match[0] == ","]
        for cut in [*cuts, end]:
            text = self.text[at:cut]
            stripped = text.strip()
            if stripped:
                left = at + len(text) - len(text.lstrip())
                slot = "placeholder" if is_slot(stripped) else "word"
                values.append(Value(stripped, left, left + len(stripped), slot))
            at = cut + 1
        for piece in pieces:
            if piece.node is not None and piece.node[0] == "permutation":
                self.permutations.append(self._permutation(piece.node, None))
            elif piece.kind == "PLACEHOLDER":
                self._note("placeholder", piece.start, piece.end, None, flag.name, after=True)
        return values, []

    def _take_codes(self, pieces: list[_Piece]) -> tuple[list[Value], list[_Piece]]:
        """Personalization codes, as many as stand there; a bare `v6` is none."""
        values: list[Value] = []
        for index, piece in enumerate(pieces):
            word = self.text[piece.start : piece.end]
            definition = self.vocabulary.definition("profile")
            bare = self._bare_single(word.rstrip(_TRAILING))
            clean = word.rstrip(_TRAILING)
            is_code = definition is not None and plausible(definition, clean, self.vocabulary)
            if piece.kind in {"permutation", "PLACEHOLDER"} or is_slot(word):
                values.append(self._value(piece, "profile"))
            elif bare or not is_code:
                return values, pieces[index:]
            else:
                if clean != word:
                    self._note("trailing-punctuation", piece.start, piece.end, clean, "profile", after=True)
                values.append(Value(clean, piece.start, piece.start + len(clean)))
        return values, []

    def _take_references(self, definition: Definition, pieces: list[_Piece], flag: _Flag) -> tuple[list[Value], list[_Piece]]:
        """Links, codes and `random` with their `::weight`, up to the first word that is none of them."""
        values: list[Value] = []
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            if piece.kind == "WEIGHT":
                if not values or values[-1].end > piece.start or values[-1].weight or piece.node is None:
                    break
                values[-1] = values[-1].weighted(self._weight(piece.node))
            elif piece.kind == "word" and not self._is_reference(definition, piece, flag):
                break
            elif piece.kind == "word" and self.text[piece.start : piece.end][-1] in _TRAILING:
                word = self.text[piece.start : piece.end]
                self._note("trailing-punctuation", piece.start, piece.end, word.rstrip(_TRAILING), flag.name, after=True)
                values.append(Value(word.rstrip(_TRAILING), piece.start, piece.start + len(word.rstrip(_TRAILING))))
            else:
                values.append(self._value(piece, definition.name))
            index += 1
        if values or index >= len(pieces):
            return values, pieces[index:]
        return self._bad_reference(pieces)

    def _is_reference(self, definition: Definition, piece: _Piece, flag: _Flag) -> bool:
        word = self.text[piece.start : piece.end]
        if word in LEAKED:
            self._note("placeholder", piece.start, piece.end, None, flag.name, after=True, detail="leaked")
            return True
        clean = word.rstrip(_TRAILING)
        return bool(clean) and (is_slot(clean) or plausible(definition, clean, self.vocabulary) or NUMBER.match(clean) is not None)

    def _bad_reference(self, pieces: list[_Piece]) -> tuple[list[Value], list[_Piece]]:
        """Words where a link or code is wanted are one wrong value, up to a forgotten parameter."""
        stop = len(pieces)
        for index in range(len(pieces)):
            if self._bare_among(pieces, index):
                stop = index
                break
        if stop == 0:
            return [], pieces
        start, end = pieces[0].start, pieces[stop - 1].end
        text = self.text[start:end]
        return [Value(text, start, end, "placeholder" if is_slot(text) else "word")], pieces[stop:]

    # ---- what no parameter takes -----------------------------------------------------------------------------------

    def _closing_quote(self, flag: _Flag, rest: list[_Piece]) -> list[_Piece]:
        """A quote alone, or glued to a switch, that once opened in front of the text."""
        if len(rest) != 1 or self.text[rest[0].start : rest[0].end] not in _CLOSING:
            return rest
        self._note("quoted-prompt", rest[0].start, rest[0].end, "", flag.name, after=True)
        return []

    def _bare_among(self, pieces: list[_Piece], index: int) -> tuple[int, str, str] | None:
        """A forgotten parameter among left-over words: how many words it is, its name, how to write it."""
        word = self.text[pieces[index].start : pieces[index].end]
        if index + 1 < len(pieces):
            value = self.text[pieces[index + 1].start : pieces[index + 1].end].rstrip(_TRAILING)
            form = self._bare_pair(word, value, strict=False)
            if form and word != "V":
                return 2, *form
        form = self._bare_single(word.rstrip(_TRAILING))
        if form:
            return 1, *form
        return None

    def _leftovers(self, flag: _Flag, definition: Definition, pieces: list[_Piece], *, has_values: bool) -> None:
        """Name what stands behind the values: forgotten dashes, leaked values, stray dashes and punctuation, words."""
        run: list[_Piece] = []
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            word = self.text[piece.start : piece.end]
            bare = self._bare_among(pieces, index)
            if bare is None and len(pieces) == 1 and self._is_switch(word):
                bare = 1, self.vocabulary.names[word.rstrip(_TRAILING)], "--" + word.rstrip(_TRAILING)
            if bare:
                self._stray_run(flag, definition, run, has_values=has_values)
                run = []
                count, name, replacement = bare
                end = pieces[index + count - 1].end
                self._note("missing-dashes", piece.start, end, replacement, name, after=True)
                index += count
                continue
            if not self._noted_alone(flag, piece, word, run):
                run.append(piece)
            elif piece.kind != "word" or word in LEAKED:
                self._stray_run(flag, definition, run, has_values=has_values)
                run = []
            index += 1
        self._stray_run(flag, definition, run, has_values=has_values)

    def _is_switch(self, word: str) -> bool:
        """Whether a word is the name of a switch of today: `--ar 16:9 raw`."""
        canonical = self.vocabulary.names.get(word.rstrip(_TRAILING))
        definition = self.vocabulary.definition(canonical) if canonical else None
        return definition is not None and definition.kind == "switch" and definition.status == "current"

    def _noted_alone(self, flag: _Flag, piece: _Piece, word: str, run: list[_Piece]) -> bool:
        """Note a left-over piece that is a mistake of its own kind; False where it is a word like others."""
        if piece.kind == "PLACEHOLDER" or (is_slot(word) and not run):
            self._note("placeholder", piece.start, piece.end, None, flag.name, after=True)
            return True
        if word in LEAKED:
            self._note("placeholder", piece.start, piece.end, None, flag.name, after=True, detail="leaked")
            return True
        if set(word) <= set(_TRAILING):
            if not run:
                glued = piece.start == flag.end
                start = flag.start if glued else piece.start
                self._note("trailing-punctuation", start, piece.end, self.text[start : flag.end] if glued else "", flag.name, after=True)
            return not run
        if set(word) == {"-"} and len(word) > 1:
            self._note("extra-dashes" if len(word) > 2 else "stray-dashes", piece.start, piece.end, "", flag.name, after=True)
            return True
        return False

    def _stray_run(self, flag: _Flag, definition: Definition, run: list[_Piece], *, has_values: bool) -> None:
        """One finding for a run of words that no parameter takes."""
        if not run:
            return
        start, end = run[0].start, run[-1].end
        word = self.text[start:end]
        value_like = NUMBER.match(word) or RATIO.match(word) or word.lower() in {"true", "false", "on", "off", "yes"}
        if definition.kind == "switch" and len(run) == 1 and value_like:
            self._note("unexpected-value", start, end, None, flag.name, after=True)
            return
        self._note("text-after-parameter", start, end, None, flag.name, after=True, detail="values" if has_values else "")

    # ---- permutations ----------------------------------------------------------------------------------------------

    def _permutation(self, node: Node, branch: tuple[int, ...] | None) -> Permutation:
        """Resolve nested braces with a stack of our own. With a branch, parameters inside are read too."""
        number = len(self.permutations)
        frames = [_Frame(node)]
        done: Permutation | None = None
        while frames:
            frame = frames[-1]
            if frame.at >= len(frame.nodes):
                done = self._close(frame, branch, number)
                frames.pop()
                if frames:
                    frames[-1].nested.append(done)
                continue
            child = frame.nodes[frame.at]
            frame.at += 1
            if child[0] == "TEXT":
                frame.text(self.text, child)
            elif child[0] == "permutation" and len(frames) < MAX_DEPTH:
                frame.slice.append(child)
                frames.append(_Frame(child))
            else:
                if child[0] == "permutation":
                    self._note("permutation", child[1], child[2], detail="deep")
                frame.slice.append(child)
        if done is None:  # pragma: no cover - the first frame always closes
            raise AssertionError("no frame")
        return done

    def _close(self, frame: _Frame, branch: tuple[int, ...] | None, number: int) -> Permutation:
        frame.option(frame.end - 1)
        jobs = 0
        for option in frame.options:
            jobs += option.jobs
        if branch is not None:
            for index, nodes in enumerate(frame.slices):
                if any(node[0] == "FLAG" for node in nodes):
                    self._branch(nodes, (*branch, number, frame.start, index))
        empty = all(not self.text[option.start : option.end].strip() for option in frame.options)
        if empty:
            self._note("permutation", frame.start, frame.end, detail="empty")
        return Permutation(frame.start, frame.end, tuple(frame.options), min(jobs, 10**9))

    def _branch(self, nodes: list[Node], branch: tuple[int, ...]) -> None:
        flags = self._flags(nodes, 0)
        first = next(flags, None)
        if first:
            self._read_parameters(nodes, first, flags, branch)


class _Frame:
    """One open brace on the stack: its options so far."""

    __slots__ = ("at", "end", "nested", "nodes", "option_start", "options", "slice", "slices", "start")

    def __init__(self, node: Node) -> None:
        self.start, self.end = node[1], node[2]
        self.nodes = node[3][1:-1]
        self.at = 0
        self.option_start = node[1] + 1
        self.options: list[Option] = []
        self.nested: list[Permutation] = []
        self.slice: list[Node] = []
        self.slices: list[list[Node]] = []

    def text(self, source: str, node: Node) -> None:
        """Split a text token at the commas that are not escaped."""
        at = node[1]
        for match in _COMMAS.finditer(source, node[1], node[2]):
            if match[0] != ",":
                continue
            self.slice.append(("TEXT", at, match.start(), ()))
            self.option(match.start())
            at = self.option_start = match.end()
        if at < node[2]:
            self.slice.append(("TEXT", at, node[2], ()))

    def option(self, end: int) -> None:
        """Close the option that ends here."""
        self.options.append(Option(self.option_start, end, tuple(self.nested)))
        self.slices.append(self.slice)
        self.nested, self.slice = [], []


def _by_place(anomaly: Anomaly) -> tuple[int, int]:
    return anomaly.start, anomaly.end


# ---- invisible characters ----------------------------------------------------------------------------------------


def _with_invisible(source: str, hidden: list[tuple[int, int]], vocabulary: Vocabulary) -> Prompt:
    """Read the prompt as if the invisible characters were not there, then put every span back to the source."""
    offsets: list[int] = []
    pieces = []
    at = 0
    for start, end in hidden:
        offsets += range(at, start)
        pieces.append(source[at:start])
        at = end
    offsets += range(at, len(source) + 1)
    pieces.append(source[at:])
    prompt = _moved(_Reader("".join(pieces), vocabulary).read(), offsets)
    harmful = [span for span in hidden if _matters(prompt, span)]
    noted = tuple(Anomaly("invisible-character", start, end, source[start:end], "", "", start >= prompt.text_end) for start, end in harmful)
    anomalies = tuple(each._replace(written=source[each.start : each.end]) for each in prompt.anomalies)
    parameters = tuple(each._replace(spelling=source[each.start : each.name_end]) for each in prompt.parameters)
    return prompt._replace(source=source, parameters=parameters, anomalies=tuple(sorted(anomalies + noted, key=_by_place)))


def _matters(prompt: Prompt, span: tuple[int, int]) -> bool:
    """Whether an invisible run lies in a name, a value or a link; in the text it does no harm (emoji are made of it)."""
    start, end = span
    for parameter in prompt.parameters:
        if parameter.start <= end and start <= parameter.name_end:
            return True
        if any(value.start <= end and start <= value.end for value in parameter.values):
            return True
    return any(image.start <= end and start <= image.end for image in prompt.images)


def _moved(node: Any, offsets: list[int]) -> Any:
    """A node with every `start`, `end` and the like put through `offsets`. Braces nest at most `MAX_DEPTH` deep."""
    if isinstance(node, ImageLink):
        return ImageLink(
            node.text,
            offsets[node.start],
            offsets[node.end],
            node.written,
            offsets[node.written_start],
            node.slot,
            _moved(node.weight, offsets),
        )
    if isinstance(node, Value):
        return Value(
            node.text,
            offsets[node.start],
            offsets[node.end],
            node.kind,
            _moved(node.weight, offsets),
            tuple(_moved(member, offsets) for member in node.members),
        )
    if isinstance(node, tuple) and hasattr(node, "_fields"):
        moved = {
            field: offsets[value] if isinstance(value, int) and field in _OFFSETS else _moved(value, offsets)
            for field, value in zip(node._fields, node, strict=True)
        }
        return type(node)(**moved)
    if isinstance(node, tuple):
        return tuple(_moved(item, offsets) if not isinstance(item, int) else item for item in node)
    return node


_OFFSETS = frozenset({"start", "end", "name_end", "text_start", "text_end"})
