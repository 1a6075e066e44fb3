"""Find prompts among the string literals of program code. The readers of languages find the literals; this module decides.

In code, a name is not evidence, and most texts with dashes are about programs. So a literal is a prompt only if it reads like one
and, without the name of a prompt, has a parameter that command lines do not have. docs/sources.md describes the rules, and
`names.py` has the measurements.
"""

from __future__ import annotations

import re

from promptlint.parsing.lalr import pattern
from promptlint.text.regex_compat import lazy_pattern

from .command_lines import is_command_line
from .comments import MARK
from .examples import MIN_WORDS, examples, reads_alone, with_words
from .heuristics import (
    about_midjourney,
    bare_words,
    command_of,
    complete,
    ends_in_bare_form,
    has_parameter,
    holds_command,
    instructs_writer,
    is_instruction,
    is_prose,
    known_names,
    parameters_in,
    parameters_only,
    strip_decoration,
    telling_parameters,
    word_count,
)
from .keyed import Visit, names_other_than_prompts, nested, prompts_of, texts
from .names import CODE_NAMES, PARAMETER_NAMES, PROMPT_NAMES, folded, names_prompt
from .nodes import MapNode
from .source_map import Mapping, shifted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from .nodes import Decoded, Node
    from .source_map import PromptText, SourceText

__all__ = ["COLLECTING", "Holder", "concatenated", "filled", "locked", "may_hold_prompts", "prompts", "put", "slot", "unread"]

COLLECTING = frozenset({"append", "push", "add", "extend", "insert", "unshift"})
"""Methods that store their argument in the list whose name they are called on."""

Holder = list["Node"] | MapNode
"""The container of a literal: a list, an object, or for a separate literal the list of all."""

_MIN_NAMED_WORDS = 2
_SAYS = lazy_pattern(r"midjourney|promptlint:", re.IGNORECASE)
_FAR, _NEAR = 80, 12
_QUOTES = "\"'“`"
_FIELD = lazy_pattern(r"\{\d*(?:[!:][^{}]*)?\}|%(?:\(\w+\))?-?\d*(?:\.\d+)?[sdrfgi](?!\w)")
_SLOT_NAME = lazy_pattern(r"[^\W\d]\w*")
_IMPORT = lazy_pattern(r"^[^\n]*\b(?:import|from|require)\b[^\n]*", re.MULTILINE)
_PRODUCT = "midjourney"
# Words of a text that asks for input, and endings that no description has.
_ASKS = (":", "：", "?", "？", "...", "…")


def may_hold_prompts(text: str, name: str, keys: Sequence[str]) -> bool:
    """Return whether code is worth parsing: of 16,035 files of ordinary code hardly one in a hundred is."""
    if keys or about_midjourney(_spaced(name)) or _SAYS.search(text) or holds_command(text):
        return True
    return any(map(_tells, pattern("MAY_BEGIN").finditer(text)))


def _tells(match: re.Match[str]) -> bool:
    """Return whether known parameters follow dashes, and not the `--i` of a loop."""
    found = next(parameters_in(match.string, match.start(), match.start() + _FAR), None)
    return found is not None and (len(found[1]) > 1 or any(map(str.isdigit, match.string[found[0] : found[0] + _NEAR])))


def unread(text: str, start: int, end: int) -> Iterator[int]:
    """Positions of parameters in code that no program but Midjourney accepts; a line for a shell has none.

    Misspelled ones count in a file that has others, or that is about Midjourney.
    """
    misspelled = [at for at, name in parameters_in(text, start, end) if name not in known_names()]
    if misspelled and not (about_midjourney(text) or next(telling_parameters(text), None) is not None):
        misspelled = []
    for at in sorted({*telling_parameters(text, start, end), *misspelled}):
        line = text.rfind("\n", 0, at) + 1
        begins = {line, max(line, *(text.rfind(quote, line, at) + 1 for quote in _QUOTES))}
        if not any(is_command_line(text[begin : min(at, begin + _FAR)].lstrip(" \t#*/\"'`")) for begin in begins):
            yield at


# --- the texts of literals


def slot(start: int, end: int, expression: str) -> Decoded:
    """The text of an expression within a literal, `${name}` after the first name in it: one unit that cannot be written."""
    name = _SLOT_NAME.search(expression)
    text = f"${{{name[0] if name else 'slot'}}}"
    return text, [Mapping(0, start, end, "escape", "")]


def concatenated(parts: Iterable[Decoded], separator: str = "") -> Decoded:
    """Texts joined directly, or by a separator, which cannot be written."""
    text = ""
    mappings: list[Mapping] = []
    for piece, places in parts:
        if separator and mappings and places:
            mappings.append(Mapping(len(text), mappings[-1].host_end, places[0].host, "escape", ""))
            text += separator
        mappings += [place._replace(start=place.start + len(text)) for place in places]
        text += piece
    return text, mappings


def locked(decoded: Decoded) -> Decoded:
    """The same text where nothing can be written: a program transforms it, or a mistake is near it."""
    text, mappings = decoded
    return text, [place._replace(escape="") for place in mappings]


def filled(decoded: Decoded) -> Decoded:
    """The same text, locked, with slots where `format` or `%` inserts values."""
    parts: list[Decoded] = []
    at = 0
    for match in _FIELD.finditer(decoded[0]):
        inner = shifted(*decoded, *match.span())[1]
        parts += [shifted(*decoded, at, match.start()), slot(inner[0].host, inner[-1].host_end, "")]
        at = match.end()
    return locked(concatenated([*parts, shifted(*decoded, at, len(decoded[0]))]) if parts else decoded)


def put(holder: Holder, key: str, node: Node, start: int) -> None:
    """Add a node to its container, under its key; a node with a key in a list begins an object there."""
    if isinstance(holder, MapNode):
        holder.items.append((key, node))
    else:
        holder.append(MapNode(start, [(key, node)]) if key else node)


# --- which of them are prompts


def prompts(roots: Sequence[Node], host: SourceText, name: str, keys: Sequence[str], form: str) -> Iterator[PromptText]:
    """The prompts among the literals of a file, in order. `keys`, if given, are the only names of prompts."""
    visits = [visit for visit in texts(list(roots), host) if visit.value.decode is not None]
    judge = _Judge(visits, host, name, frozenset(map(folded, keys)))
    found: list[PromptText] = []
    for visit in visits:
        if judge.is_json(visit) and (inner := nested(visit.value, host, keys, form)):
            found += inner
            continue
        takes = judge.takes(visit)
        told = holds_command(visit.value.text(host).lstrip()[1:])
        spans = judge.lines(visit) if told or not takes else []
        if spans or takes:
            found += prompts_of(visit, host, form, spans=spans or None)
    yield from sorted(found, key=lambda prompt: prompt.mappings[0].host)


class _Judge:
    """Decides of each literal of a file."""

    def __init__(self, visits: Sequence[Visit], host: SourceText, name: str, keys: frozenset[str]) -> None:
        self._host = host
        self._keys = keys
        self._texts = {id(visit): _shown(visit.value.text(host)) for visit in visits}
        self._is_ours = about_midjourney(_spaced(name)) or _is_about_midjourney(host.text, visits)
        whole = [visit for visit in visits if not keys and self._is_whole(visit)]
        self._whole = {id(visit) for visit in whole}
        self._families = self._proven(visits, whole)

    def takes(self, visit: Visit) -> bool:
        """Return whether a literal is a prompt."""
        if self._keys:
            return folded(visit.key) in self._keys
        return id(visit) in self._whole or self._is_described(visit)

    def is_json(self, visit: Visit) -> bool:
        """Return whether a literal begins like an object with a prompt for Midjourney."""
        text = visit.value.text(self._host)
        return text.lstrip()[:1] in ("{", "[") and next(telling_parameters(text), None) is not None

    def lines(self, visit: Visit) -> list[tuple[int, int]]:
        """The lines of a text that are prompts."""
        return [] if self._keys or names_other_than_prompts(visit.key) else examples(visit.value.text(self._host))

    def _is_whole(self, visit: Visit) -> bool:
        """Return whether a literal reads as a prompt by itself."""
        text = self._texts[id(visit)]
        if "prompt" in command_of(visit.value.text(self._host).lstrip()).lower():
            return word_count(text) >= MIN_WORDS
        if instructs_writer(text) and self.lines(visit):
            return False
        line = with_words(text)
        if _is_several(visit.value.text(self._host)) or is_command_line(line) or names_other_than_prompts(visit.key):
            return False
        if _is_named(visit):
            return complete(line, named=True)
        return reads_alone(text)

    def _is_described(self, visit: Visit) -> bool:
        """Return whether a literal without parameters is a prompt: its name says so, and the file or its neighbors agree."""
        is_proven = _family(visit) in self._families
        text = self._texts[id(visit)]
        is_named = _is_named(visit) and (
            self._is_ours or self._has_parameters_beside(visit) or bool(self._whole and ends_in_bare_form(text))
        )
        if not (is_proven or is_named) or names_other_than_prompts(visit.key) or is_instruction(visit.value.text(self._host)):
            return False
        least = _MIN_NAMED_WORDS if is_named else MIN_WORDS
        describes = word_count(text) >= least and bare_words(text) and not text.endswith(_ASKS)
        return describes and not is_prose(text) and not is_command_line(with_words(text)) and (is_proven or not has_parameter(text))

    def _has_parameters_beside(self, visit: Visit) -> bool:
        return any(name in PARAMETER_NAMES and parameters_only(child.text(self._host)) for name, child in visit.beside)

    def _proven(self, visits: Sequence[Visit], whole: Sequence[Visit]) -> set[object]:
        """The lists, and the objects under the name of prompts, of whose texts a third and more read as prompts.

        One is whole, and others may lack the dashes of a parameter.
        """
        certain = {_family(visit) for visit in whole} - {None}
        every: dict[object, list[bool]] = {family: [] for family in certain}
        for visit in visits:
            if (family := _family(visit)) in every:
                every[family].append(id(visit) in self._whole or ends_in_bare_form(self._texts[id(visit)]))
        return {family for family, reads in every.items() if sum(reads) * 3 >= len(reads)}


def _family(visit: Visit) -> object:
    """The key that a literal shares with the others of its list or of its object of prompts, or None if it is separate."""
    if visit.parent is None:
        return None
    step, above = visit.path
    if step.isdigit() and above:
        return above
    return ("object", visit.parent.start) if _is_map_of_prompts(above) else None


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _shown(text: str) -> str:
    """A text on one line, without quotes and `/imagine` around it."""
    line = " ".join(text.split())
    own = strip_decoration(line, 0, len(line), bullets=False)
    return line[own.start : own.end]


def _is_several(text: str) -> bool:
    """Return whether each line of a text is a prompt."""
    return sum(complete(line.strip()) for line in text.splitlines()) > 1


def _is_prompt_name(name: str) -> bool:
    return folded(name) in CODE_NAMES or folded(name) in PROMPT_NAMES or names_prompt(name)


def _is_named(visit: Visit) -> bool:
    """Return whether a literal has the name of a prompt, or is in an object or a list that has."""
    if names_other_than_prompts(visit.key):
        return False
    if _is_prompt_name(visit.key):
        return True
    above = visit.path
    while above and above[0] != visit.key:
        above = above[1]
    return bool(above) and _is_map_of_prompts(above[1])


def _is_map_of_prompts(path: Any) -> bool:
    """Return whether the object at a path has the name of prompts. In a list it is a record, whose `title` is not one."""
    return bool(path) and not path[0].isdigit() and _is_prompt_name(path[0])


def _is_about_midjourney(text: str, visits: Sequence[Visit]) -> bool:
    """Return whether code mentions Midjourney outside its texts, or imports it, or has a directive to promptlint."""
    if MARK in text:
        return True
    if _PRODUCT not in text.lower():
        return False
    if any(_PRODUCT in match[0].lower() for match in _IMPORT.finditer(text)):
        return True
    at = 0
    for start, end in sorted((visit.value.start, visit.value.end) for visit in visits):
        if _PRODUCT in text[at:start].lower():
            return True
        at = max(at, end)
    return _PRODUCT in text[at:].lower()
