"""Prompts in what has keys: JSON, YAML, TOML. A reader makes the nodes, here the prompts among them are found."""

from __future__ import annotations

import re
from bisect import bisect_right

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .examples import examples, reads_alone
from .heuristics import (
    Piece,
    complete,
    convincing,
    ends_in_bare_form,
    has_parameter,
    has_slots,
    has_words,
    holds_command,
    holds_parameter,
    instructs_writer,
    is_command,
    is_instruction,
    is_named_parameter,
    is_parameter_name,
    is_prose,
    is_suffix,
    lines_in,
    may_hold_prompt,
    parameter_names,
    parameters_in,
    parameters_only,
    slots,
    strip_decoration,
    telling_parameters,
)
from .json_scanner import scan
from .names import (
    GENERATOR_NAMES,
    IGNORE_NAMES,
    MODEL_NAMES,
    OTHER_GENERATORS,
    PARAMETER_NAMES,
    PROMPT_NAMES,
    PROSE_NAMES,
    VERSION_NAMES,
    WEAK_NAMES,
    folded,
    names_prompt,
)
from .nodes import MapNode, Node, Text
from .source_map import Directive, Mapping, PromptText, SourceText, carried, joined, shifted
from .unread import CutOff, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from .nodes import Decoded
    from .source_map import Suppression
    from .unread import Item

    Family = tuple[Any, ...]
    """A chain of steps as in `Visit`."""

__all__ = [
    "KIND",
    "Part",
    "Visit",
    "evidence",
    "is_about_prompts",
    "is_proven",
    "keyed",
    "model_of",
    "names_other_than_prompts",
    "nested",
    "only_prompt",
    "other_generator",
    "prompt_in",
    "prompts",
    "prompts_of",
    "prompts_of_json",
    "proven",
    "reasons_in",
    "spans_of",
    "suppressions_of",
    "texts",
]

KIND = "key"


_MAX_BESIDE = 16
_MODEL = lazy_pattern(r"(?:version ?|v ?)?+(niji ?)?+v? ?(\d(?:\.\d)?+)")

_OTHER = lazy_pattern(rf"(?<![a-z])(?:{'|'.join(map(re.escape, OTHER_GENERATORS))})")
_UNREAD = PROSE_NAMES | PARAMETER_NAMES | IGNORE_NAMES
_TELLING = GENERATOR_NAMES | MODEL_NAMES | VERSION_NAMES | PARAMETER_NAMES | IGNORE_NAMES
_IDENTIFIER = lazy_pattern(r"[_/\\\d]|\.\w{1,5}$|^(?:true|false|null|none|yes|no)$", re.IGNORECASE)
# The step of a path for any item of a list.
_ITEM = "*"
_SEVERAL = ("prompts", "промпты", "промты", "提示词", "提示詞", "プロンプト", "프롬프트")
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”"}
_SPEAKERS = frozenset({"role", "from", "speaker", "author"})


class Visit(NamedTuple):
    """A node to visit: its path, its object, and the model that an object above names.

    `path` is a chain from the last step to the first, `(step, (step, …))`, as nesting may be deep; `family` is the same with one
    step for all items of a list, so that siblings share it. `key` is the nearest step that is not an index. `beside` are the
    neighbors that affect a prompt, and the parameters of objects above, under their normalized keys. `above` is the object whose
    parameters a node is one of: `{"prompt": …, "params": {"ar": "16:9"}}`.
    """

    node: Node
    path: Any = ()
    family: Any = ()
    key: str = ""
    parent: MapNode | None = None
    model: str | None = None
    beside: tuple[tuple[str, Text], ...] = ()
    above: MapNode | None = None

    @property
    def value(self) -> Text:
        """The node of a visit that has reached a text or a number."""
        assert isinstance(self.node, Text)
        return self.node


def prompts(root: Node, host: SourceText, keys: Sequence[str], form: str, known: frozenset[Family] = frozenset()) -> Iterator[Item]:
    """The prompts of a tree and those that are cut off, in the order of the file.

    `keys` are the names or dotted paths (`items.*.prompt`) of prompts; if empty, the built-in names. `known` are families that
    other trees of the file prove.
    """
    for visit, strength, families in _with_families(_strengths(root, host, keys), host, known):
        if strength != "strong" and (inner := nested(visit.value, host, keys, form)):
            yield from inner
            continue
        if strength == "faint" and is_named_parameter(visit.key, visit.value.text(host)) and _is_beside_prompt(visit, keys):
            line, column = host.position(visit.value.start)
            yield Unread(line, column, line, visit.value.text(host), f"under the key `{visit.key}`")
            continue
        if visit.value.decode is None:
            continue
        is_proven = strength in ("weak", "faint") and visit.family in families and _is_sibling(visit, host)
        is_proven = is_proven or (strength == "weak" and not keys and _has_parameters_beside(visit, host) and _is_sibling(visit, host))
        none = True
        for found in prompts_of(visit, host, form, "strong" if is_proven else strength) if strength else ():
            none = False
            yield _cut_off(visit.value, found, host) or found
        if none and strength in ("weak", "faint") and (cut := _whole_with_comment(visit.value, host)):
            yield cut


def _with_families(
    visits: Iterator[tuple[Visit, str]], host: SourceText, known: frozenset[Family]
) -> Iterator[tuple[Visit, str, frozenset[Family]]]:
    """The visits with the families that are proven. These matter from the first weak or faint one on; only then the rest is kept."""
    for visit, strength in visits:
        if strength in ("weak", "faint"):
            rest = [(visit, strength), *visits]
            families = known | proven(_evidence(rest, host))
            yield from ((*each, families) for each in rest)
            return
        yield visit, strength, known


_OPENING = "= \t\r\n"
"""Allowed before JSON in a text: white space, and the `=` of an expression in n8n."""
_HEAD = 80
_BRACKET = lazy_pattern(r"[{\[]")
_JSON = lazy_pattern(r"[=\s]*[{\[]\s*[\[{\"]")


def nested(node: Text, host: SourceText, keys: Sequence[str], form: str) -> list[PromptText]:
    """The prompts of a text with parameters that is JSON itself, such as the body of a request. Nothing is written there."""
    if not _BRACKET.search(host.text, node.start, node.start + _HEAD):
        return []
    text = node.text(host)
    start = len(text) - len(text.lstrip(_OPENING))
    if text[start : start + 1] not in ("{", "[") or node.decode is None or not holds_parameter(text):
        return []
    body, mappings = shifted(*node.decode(), start, len(text))
    return prompts_of_json(PromptText(body, form, host, tuple(mappings), (0, len(body))), keys)


def prompts_of_json(body: PromptText, keys: Sequence[str]) -> list[PromptText]:
    """The prompts of JSON that is part of a host, none if it is not valid. Nothing is written there."""
    inner = SourceText(body.text)
    try:
        found = list(prompts(scan(inner), inner, keys, body.form))
    except SourceError:
        return []
    return [carried(prompt, body.locked) for prompt in found if isinstance(prompt, PromptText)]


def texts(root: Node, host: SourceText) -> Iterator[Visit]:
    """The texts of a tree in the order of the file, and the numbers whose key may be a parameter's name.

    What was written for another generator is left out.
    """
    stack = [iter((Visit(root),))]
    while stack:
        visit = next(stack[-1], None)
        if visit is None:
            stack.pop()
            continue
        node = visit.node
        if isinstance(node, MapNode):
            if any(
                folded(key) in GENERATOR_NAMES and isinstance(child, Text) and other_generator(child.text(host))
                for key, child in node.items
            ):
                continue  # nothing below was written for Midjourney
            model = _named_model(node, host) or visit.model
            above = (each for each in visit.beside if each[0] in PARAMETER_NAMES)
            beside = (*_beside(node), *above)[:_MAX_BESIDE]
            is_list = _is_map_of_prompts(visit.path)
            holder = visit.parent if folded(visit.key) in PARAMETER_NAMES else None
            children = [
                Visit(child, (key, visit.path), (_ITEM if is_list else key, visit.family), key, node, model, beside, holder)
                for key, child in node.items
            ]
            stack.append(iter(children))
        elif isinstance(node, list):
            stack.append(_items_of(node, visit))
        elif node.decode is not None or is_parameter_name(visit.key):
            yield visit


def _items_of(nodes: Sequence[Node], visit: Visit) -> Iterator[Visit]:
    """The visits of the items of a list, each made when it is its turn: there may be a hundred thousand."""
    _, path, family, key, parent, model, beside, above = visit
    of_items = (_ITEM, family)
    return (Visit(child, (str(index), path), of_items, key, parent, model, beside, above) for index, child in enumerate(nodes))


def evidence(root: Node, host: SourceText) -> list[tuple[Family, str]]:
    """Return the family of each text that may be a prompt by its content, and how it reads.

    `whole` is like a prompt, `bare` like one whose parameters lack their dashes, empty is anything else.
    """
    return list(_evidence(_strengths(root, host, ()), host, alone=True))


def proven(found: Iterable[tuple[Family, str]]) -> frozenset[Family]:
    """The families (the items of a list, or a key of its objects) in which one value reads like a prompt, and few like something else."""
    seen: dict[Family, list[str]] = {}
    for family, reads in found:
        seen.setdefault(family, []).append(reads)
    return frozenset(family for family, every in seen.items() if is_proven(every))


def is_proven(every: Sequence[str]) -> bool:
    """Return whether texts that read as in `evidence` are prompts: there are several, one is whole, and a third is not anything else."""
    return len(every) > 1 and "whole" in every and (len(every) - every.count("")) * 3 >= len(every)


def _strengths(root: Node, host: SourceText, keys: Sequence[str]) -> Iterator[tuple[Visit, str]]:
    wanted = _Wanted(keys)
    return ((visit, wanted.strength(visit)) for visit in texts(root, host))


def _evidence(visits: Iterable[tuple[Visit, str]], host: SourceText, *, alone: bool = False) -> Iterator[tuple[Family, str]]:
    """As `evidence`. Unless the tree is one of many (`alone`), only the neighbors of a whole prompt may be `bare`."""
    chat: tuple[MapNode | None, bool] = (None, False)
    found: list[tuple[Family, bool, Text]] = []
    for visit, strength in visits:
        if strength not in ("weak", "faint") or visit.value.decode is None:
            continue
        if visit.parent is not chat[0]:
            chat = (visit.parent, visit.parent is not None and _is_message(visit.parent))
        if not chat[1]:
            found.append((visit.family, _reads_as_prompt(visit.value.text(host), strength), visit.value))
    certain = {family for family, reads, _ in found if reads}
    for family, reads, value in found:
        is_bare = not reads and (alone or family in certain) and ends_in_bare_form(value.text(host))
        yield family, "whole" if reads else "bare" if is_bare else ""


def _is_beside_prompt(visit: Visit, keys: Sequence[str]) -> bool:
    """Return whether the object of a text, or the one whose parameters it holds, has a key of prompts."""
    wanted = _Wanted(keys)
    items = (item for each in (visit.parent, visit.above) if each is not None for item in each.items)
    return any(wanted.strength(Visit(child, (key, ()), key=key)) == "strong" for key, child in items)


def _has_parameters_beside(visit: Visit, host: SourceText) -> bool:
    """Return whether the object of a text has parameters for it, and no other text that they may be for."""
    items = visit.parent.items if visit.parent is not None and visit.key else []
    return sum(folded(key) in WEAK_NAMES for key, _ in items) == 1 and any(
        folded(key) in PARAMETER_NAMES and isinstance(child, Text) and next(telling_parameters(child.text(host)), None) is not None
        for key, child in items
    )


def _is_message(node: MapNode) -> bool:
    """Return whether an object is a message of a chat: text around a prompt there is conversation."""
    return any(folded(key) in _SPEAKERS for key, _ in node.items)


def _is_sibling(visit: Visit, host: SourceText) -> bool:
    """Return whether a text next to a proven prompt is one, too: words, without sentences about something."""
    text = visit.value.text(host)
    return len(text.split()) > 1 and not is_prose(text) and not _JSON.match(text)


def _whole_with_comment(node: Text, host: SourceText) -> CutOff | None:
    """The comment after a text that is a prompt only together with it: `color #ff00ff, --ar 16:9`, but not `a task # uses --v 2`."""
    if node.comment is None:
        return None
    start, end = node.comment
    meant = not host.text[start + 1 : start + 2].isspace() and _reads_as_prompt(host.text[node.start : end], "weak")
    return _comment_cut_off(start, end, host) if meant else None


def _cut_off(node: Text, found: PromptText, host: SourceText) -> CutOff | None:
    """The comment after a prompt, if it has parameters that the prompt does not have."""
    if node.comment is None:
        return None
    start, end = node.comment
    names = {name for _, name in parameters_in(host.text, start, end)}
    is_bare = host.text[start + 1 : start + 2].isalnum() and ends_in_bare_form(host.text[node.start : end])
    if not is_bare and not names - {name for _, name in parameters_in(found.text)}:
        return None
    return _comment_cut_off(start, end, host)


def _comment_cut_off(start: int, end: int, host: SourceText) -> CutOff:
    first, last = host.position(start), host.position(end)
    return CutOff(first.line, first.column, last.line, last.column, host.text[start:end], "comment")


def reasons_in(roots: Sequence[Node]) -> Callable[[int], str]:
    """Return the key of an index of the host, in words."""
    spans = sorted((visit.value.start, visit.value.end, visit.key) for root in roots for visit in _every_text(root))
    starts = [start for start, _, _ in spans]

    def reason(index: int) -> str:
        at = bisect_right(starts, index) - 1
        if at < 0 or index >= spans[at][1]:
            return "in a key or a comment"
        key = spans[at][2]
        return f"under the key `{key}`" if key else "in a list"

    return reason


def _every_text(root: Node) -> Iterator[Visit]:
    stack = [Visit(root)]
    while stack:
        visit = stack.pop()
        if isinstance(visit.node, MapNode):
            stack += [Visit(child, key=key) for key, child in visit.node.items]
        elif isinstance(visit.node, list):
            stack += [visit._replace(node=child) for child in visit.node]
        else:
            yield visit


def _beside(map_node: MapNode) -> tuple[tuple[str, Text], ...]:
    """The first neighbors in an object with parameters or suppressions, also in a list; an object may repeat a key indefinitely."""
    named = ((folded(key), child) for key, child in map_node.items)
    wanted = ((name, child) for name, child in named if name in PARAMETER_NAMES or name in IGNORE_NAMES)
    found = ((name, each) for name, child in wanted for each in _as_texts(name, child))
    return tuple(each for each, _ in zip(found, range(_MAX_BESIDE), strict=False))


def _as_texts(name: str, node: Node) -> Sequence[Text]:
    """A text, or a list of texts each of which is a whole parameter: not `["--ar", "16:9"]`, which a program puts together."""
    if isinstance(node, Text):
        return (node,)
    if not isinstance(node, list) or name not in PARAMETER_NAMES:
        return ()
    texts = [each for each in node[: _MAX_BESIDE + 1] if isinstance(each, Text) and each.decode and parameters_only(each.decode()[0])]
    return texts if len(texts) == len(node) else ()


def _named_model(map_node: MapNode, host: SourceText) -> str | None:
    """The model that a key of an object names, or None."""
    for key, child in map_node.items:
        name = folded(key)
        if isinstance(child, Text) and (name in MODEL_NAMES or name in VERSION_NAMES):
            model = model_of(child.text(host), certain=name in MODEL_NAMES)
            if model is not None:
                return model
    return None


class _Wanted:
    """The paths of prompts."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.names = frozenset(folded(key) for key in keys if "." not in key and key != "*") if keys else PROMPT_NAMES
        self.given = bool(keys)
        self.paths = tuple(tuple(key.split(".")) for key in keys if "." in key or key == "*")

    def strength(self, visit: Visit) -> str:
        """`strong` (a prompt by its key), `weak` (where it reads as one), `faint` (where it surely does) or empty."""
        if self.paths and any(_matches(pattern, visit.path) for pattern in self.paths):
            return "strong"
        name = folded(visit.key)
        if name in self.names:
            return "strong"
        if self.given:
            return ""
        if name not in _TELLING and name not in PROSE_NAMES and names_prompt(visit.key):
            return "strong"
        if name in _UNREAD:
            return ""
        return "weak" if not name or name in WEAK_NAMES or _is_map_of_prompts(visit.path and visit.path[1]) else "faint"


def _is_map_of_prompts(path: Any) -> bool:
    """Return whether the object at a path has a name of several prompts. One named `prompt` may have a title, too."""
    return bool(path) and path[0].lower().endswith(_SEVERAL) and names_prompt(path[0])


def names_other_than_prompts(key: str) -> bool:
    """Return whether the value of a key is about prompts, instead of one."""
    return folded(key) in _UNREAD | _TELLING


def only_prompt(names: Sequence[str], keys: Sequence[str]) -> int:
    """The index in `names` of the key with the one prompt of a flat object, if no other key affects it; else -1."""
    wanted = _Wanted(keys)
    strengths = [wanted.strength(Visit([], (name, ()), key=name)) for name in names]
    if strengths.count("strong") != 1 or any(folded(name) in _TELLING for name in names):
        return -1
    return strengths.index("strong")


def _matches(pattern: tuple[str, ...], path: Any) -> bool:
    """Return whether a path matches a pattern, step by step from the end."""
    for want in reversed(pattern):
        if not path or want not in ("*", path[0]):
            return False
        path = path[1]
    return not path


def prompts_of(
    visit: Visit, host: SourceText, form: str, strength: str = "strong", spans: Sequence[tuple[int, int]] | None = None
) -> Iterator[PromptText]:
    """The prompts of a visited text, with the values next to it: as a rule the text is one; `spans` bound others."""
    node = visit.value
    assert node.decode is not None
    value, mappings = node.decode()
    for start, end in spans_of(value, strength) if spans is None else spans:
        is_example = strength == "faint" and (start, end) != (0, len(value)) and reads_alone(value[start:end])
        found = keyed(*shifted(value, mappings, start, end), host, form, "weak" if is_example else strength, wrapped=node.wrapped)
        if found is not None:
            yield _with_neighbours(visit, host, found)


def spans_of(value: str, strength: str = "strong") -> list[tuple[int, int]]:
    """The positions of the prompts of a value: all of it, unless its lines are prompts, or those of a text that begin with `/imagine`.

    Of an instruction to a model that writes prompts, only its examples are.
    """
    whole = [(0, len(value))]
    if "\n" not in value.strip():
        return whole
    lines = lines_in(value)
    pieces = [strip_decoration(value, *line) for line in lines]
    if all(complete(value[piece.start : piece.end]) for piece in pieces):
        return [
            _from_command(value, *line, piece.start) or strip_decoration(value, *line, quotes=False)
            for line, piece in zip(lines, pieces, strict=True)
        ]
    is_for_writer = instructs_writer(value.lstrip())
    if (strength == "strong" and not is_for_writer) or is_command(value.lstrip()):
        return whole
    commands = (_from_command(value, *line, piece.start) for line, piece in zip(lines, pieces, strict=True))
    return [span for span in commands if span] or examples(value) or ([] if is_for_writer else whole)


def _from_command(value: str, start: int, end: int, words: int) -> tuple[int, int] | None:
    """The part of a line from a command before its words on, without quotes around it, or None if there is no command."""
    if not holds_command(value[start:words]):
        return None
    at = value.index("/", start, words)
    closing = value.rfind(_QUOTES.get(value[at - 1 : at], "\n"), at, end) if at > start else -1
    return at, closing if closing > at else end


def _with_neighbours(visit: Visit, host: SourceText, found: PromptText) -> PromptText:
    """A prompt with the parameters, the model and the suppressions next to it."""
    node = visit.value
    text, places = found.text, list(found.mappings)
    ignores: tuple[Suppression, ...] = ()
    for name, child in visit.beside:
        if child is node:
            continue
        if name in PARAMETER_NAMES and child.decode is not None:
            text, places = with_parameters((text, places), child.decode())
        elif name in IGNORE_NAMES:
            ignores = suppressions_of(child.text(host), host, child.start)
    block = host.position(visit.parent.start if visit.parent else node.start).line
    return found._replace(
        text=text,
        mappings=tuple(places),
        template=found.template if text is found.text else has_slots(text),
        siblings=Directive(visit.model),
        ignores=ignores,
        block=block,
    )


class Part(NamedTuple):
    """The part `start:end` of a value that is a prompt, as a program would send it: without the white space around it.

    `own` is what is shown of it, also without quotes and `/imagine`.
    """

    start: int
    end: int
    own: Piece


def prompt_in(value: str, strength: str) -> Part | None:
    """The prompt in the value of a key or a column, or None if the value is not one."""
    start, end = len(value) - len(value.lstrip()), len(value.rstrip())
    if strength != "strong" and not may_hold_prompt(value):
        return None
    own = strip_decoration(value, start, end, bullets=False)
    shown = value[own.start : own.end]
    command = is_command(value[start:end])
    if strength != "strong" and not command and not _reads_as_prompt(shown, strength):
        return None
    if parameters_only(shown) or not has_words(shown) or not _is_description(shown) or (not command and is_about_prompts(shown)):
        return None
    return Part(start, end, own)


def keyed(value: str, mappings: list[Mapping], host: SourceText, form: str, strength: str, *, wrapped: bool = False) -> PromptText | None:
    """A prompt in a key or a column at its position, or None if the value is not one."""
    part = prompt_in(value, strength)
    if part is None:
        return None
    start, end, own = part
    text, places = shifted(value, mappings, start, end)
    breaks = wrapped and ("\n" in text or any(place.kind == "join" for place in places))
    return PromptText(text, form, host, tuple(places), (own.start - start, own.end - start), has_slots(text), breaks)


def _reads_as_prompt(text: str, strength: str) -> bool:
    """Return whether a text under any key is a prompt by what it says, or a list of them."""
    if len(spans := spans_of(text)) > 1:
        return all(_reads_as_prompt(text[start:end], strength) for start, end in spans)
    line = " ".join(text.split())
    return complete(line) if strength == "weak" else convincing(line)


def is_about_prompts(text: str) -> bool:
    """Return whether a value with the name of a prompt is not one: a label, an instruction to a model that writes, nothing but slots."""
    at = text.find(" --") + 3
    if at > 2 and text[at : at + 1].isalpha():  # most prompts have parameters, and most of these are written so
        return False
    is_other = folded(text) in PROMPT_NAMES or is_instruction(text) or not _has_own_words(text)
    return is_other and not has_parameter(text)


def _has_own_words(text: str) -> bool:
    """Return whether a text has words outside slots; one that begins with a letter does, as no slot does."""
    if text[:1].isalpha():
        return True
    for slot in reversed(slots(text)):
        text = text[: slot.start] + text[slot.end :]
    return has_words(text)


def _is_description(text: str) -> bool:
    """Return whether a value can be a prompt at all: no address, no file name, no bare identifier."""
    return len(text.split(None, 1)) > 1 or not (text.isascii() and _IDENTIFIER.search(text))


def with_parameters(own: Decoded, beside: Decoded) -> Decoded:
    """A prompt with the parameters kept next to it, unless they are not parameters or it already has one of them."""
    text, mappings = beside
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if not is_suffix(text) or parameter_names(text) & parameter_names(own[0]):
        return own
    return joined([own, shifted(text, mappings, start, end)], "cell")


def model_of(value: str, *, certain: bool = True) -> str | None:
    """The Midjourney model that a neighboring value names: `7`, `v6.1`, `Midjourney v7`, `niji 6`; else None.

    A key `version` is not certain: it may be the version of the record, and is, if it says 1 to 3 (models of 2022).
    """
    from promptlint.midjourney.tables import vocabulary

    text = re.sub(r"[\s_-]++", " ", value.strip().strip("\"'").lower())
    text, told = re.subn(r"^(?:midjourney|mj)(?![a-z]) ?", "", text)
    match = _MODEL.fullmatch(text)
    if not match:
        return None
    number = match[2].removesuffix(".0")
    name = f"niji {number}" if match[1] else number
    if not certain and not told and not match[1] and float(number) < 4:
        return None
    return name if name in vocabulary().models else None


def other_generator(value: str) -> bool:
    """Return whether a value names a generator that is not Midjourney."""
    lower = value.lower()
    return bool(_OTHER.search(lower)) and "midjourney" not in lower and "niji" not in lower


_IGNORED = lazy_pattern(r"((?:house:(?=[a-z0-9])|[^:])*+)(?::(.*))?+", re.IGNORECASE | re.DOTALL)
"""Codes, of which that of a house rule contains a colon, and the reason after the colon that follows them."""


def suppressions_of(value: str, host: SourceText, start: int) -> tuple[Suppression, ...]:
    """The suppressions in a key or column `promptlint-ignore`: codes with commas; its text begins at `start`."""
    from .source_map import Suppression

    text = value.strip().strip("\"'")
    head, reason = _IGNORED.findall(text)[0]  # it matches every text
    codes = tuple(code for code in re.split(r"[\s,;]++", head.strip("[]")) if code)
    if not text:
        return ()
    line, column = host.position(max(start, host.text.find(text, start)))
    return (Suppression(codes, reason.strip(), line, column, column + len(text), "prompt"),)
