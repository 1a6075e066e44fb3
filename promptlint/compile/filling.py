"""Fill the grammar: insert names and values of `parameters.toml` into the terminals of `midjourney.lark`.

The grammar defines kinds of values. Here each kind gets its names, and each malformed beginning its look-ahead, which
distinguishes it from prose: a known name followed by a plausible value. The same pieces are written for the driver, which looks
names up in a dictionary and uses the look-ahead of that one name.
"""

from __future__ import annotations

import re

from promptlint.midjourney.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Filled", "Group", "fill", "resolve"]

_TERMINAL_KINDS = {
    "integer": "NUMBER",
    "decimal": "NUMBER",
    "ratio": "RATIO",
    "model": "MODEL",
    "choice": "CHOICE",
    "references": "REFERENCES",
    "urls": "LINKS",
    "url": "LINKS",
    "url_or_loop": "LINKS",
    "codes": "CODES",
    "words": "WORDS",
    "switch": "SWITCH",
}
"""The kinds of `parameters.toml` by their name in the grammar: those it reads alike share one."""

_DASHES = ("--", "—", "-")
"""The dashes that a look-ahead depends on: two hyphens, one em dash after white space, any other dashes."""

_USE = re.compile(r"@([A-Z_]+)@")


class Group:
    """Names with values of one shape: their kind in the grammar, and what may follow them.

    `wide` matches a value, `link` means that it may be a link. `glued` matches a value attached to the name, `None` if there is
    none. `ahead` has, for each of `_DASHES`, the pieces of the grammar one of which must follow the name after unusual dashes,
    and whether a slot may follow it if no value does. `separator` is what may come between name and value.
    """

    def __init__(self, kind: str, names: list[str], wide: str | None, *, optional: bool, link: bool) -> None:
        self.kind = kind
        self.names = sorted(names, key=lambda name: (-len(name), name))
        self.wide = wide
        self.link = link
        value = "|".join(each for each in (rf"(?>{wide})@VALUE_END@" if wide else "", "@LINK_START@" if link else "") if each)
        self.glued = f"(?:{value})" if value and kind not in {"WORDS", "CODES"} else None
        self.ahead = {dashes: _ahead(kind, dashes, optional=optional) for dashes in _DASHES}
        self.separator = _separator(kind, value)

    @property
    def either(self) -> str:
        """The names as alternatives, the longest first."""
        return "|".join(self.names)

    def meant(self, dashes: str) -> str:
        """The text that follows the name of an intended parameter after these dashes."""
        first, slot = self.ahead[dashes]
        values = [f"(?>{each})@AHEAD_VALUE_END@" for each in (self.wide, "@SLOT_WORD@" if slot else None) if each]
        values += ["@LINK_START@"] if self.link else []
        behind = [rf"@AHEAD_SEPARATOR@(?:{'|'.join(values)})"] if values else []
        return "(?:" + "|".join([rf"\s*+(?:@{'@|@'.join(first)}@)", *behind]) + ")"


def _ahead(kind: str, dashes: str, *, optional: bool) -> tuple[tuple[str, ...], bool]:
    """The pieces of the grammar one of which follows a name, and whether a slot may."""
    if kind == "SWITCH" or optional:
        return ("AHEAD_NOTHING",), False
    first = ["AHEAD_BRACE"]
    if dashes == "--":
        first.append("AHEAD_END")
    if kind == "WORDS" and dashes != "-":
        first.append("AHEAD_WORDS")
    return tuple(first), kind != "WORDS" or dashes != "-"


def _separator(kind: str, value: str) -> str:
    """The separators of name and value; a comma or a full stop only if a value follows."""
    if kind == "WORDS":
        return r"[=:](?=\s*+\S)|,(?=\s*+[^\s\w]*+\w)"
    equals = r"\s*+[=:](?:\s*+[=:])*+"
    if not value:
        return equals
    comma = r"\s++,[,.]*+(?!\s)|" if kind == "RATIO" else ""
    return rf"{equals}|(?:{comma}\s*+[,.]++(?=\s)|,(?!\s))(?=\s*+(?:{value}))"


class Filled:
    """The grammar with everything put in: `text` is Lark's, `groups` the names by shape, `defined` the fragments."""

    def __init__(self, text: str, groups: list[Group], defined: dict[str, str]) -> None:
        self.text = text
        self.groups = groups
        self.defined = defined


def groups_of(vocabulary: Vocabulary) -> list[Group]:
    """The names of the vocabulary, those together whose values look alike."""
    spellings: dict[str, list[str]] = {}
    for spelling, name in vocabulary.names.items():
        spellings.setdefault(name, []).append(spelling)
    rows: dict[tuple[str, str | None, bool, bool], list[str]] = {}
    for definition in vocabulary.definitions:
        kind = _TERMINAL_KINDS[definition.kind]
        link = kind in {"LINKS", "REFERENCES"}
        key = (kind, _wide(kind, definition.name, definition.kind, vocabulary), definition.optional, link)
        rows.setdefault(key, []).extend(spellings[definition.name])
    return [Group(kind, names, wide, optional=optional, link=link) for (kind, wide, optional, link), names in rows.items()]


def _wide(kind: str, name: str, exact: str, vocabulary: Vocabulary) -> str | None:
    if kind == "CHOICE":
        return _either(vocabulary.choices(name))
    if kind == "LINKS":
        return "loop" if exact == "url_or_loop" else None
    return None if kind in {"WORDS", "SWITCH"} else f"@WIDE_{kind}@"


def _either(words: Iterable[str]) -> str:
    return "(?i:" + "|".join(re.escape(word).replace("/", r"\/") for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def fill(source: str, vocabulary: Vocabulary) -> Filled:
    """The grammar of a source text with the names and values of a vocabulary."""
    groups = groups_of(vocabulary)
    defined = _definitions(source)
    defined |= _filled_in(groups, vocabulary)
    resolved = {name: resolve(text, defined) for name, text in defined.items()}
    body = "\n".join(line for line in _repeated(source).split("\n") if not line.startswith(("%define", "//")))
    return Filled(resolve(body, resolved), groups, resolved)


def _definitions(source: str) -> dict[str, str]:
    """The lines `%define NAME text`."""
    return dict(line.split(" ", 2)[1:] for line in source.split("\n") if line.startswith("%define "))


def _repeated(source: str) -> str:
    """The source with each block `%kinds A B … %end` once a kind."""

    def block(match: re.Match[str]) -> str:
        return "".join(match[2].replace("@K@", kind) for kind in match[1].split())

    return re.sub(r"%kinds (.*)\n((?:(?!%end).*\n)*)%end\n", block, source)


def resolve(text: str, defined: dict[str, str]) -> str:
    """A text with each `@NAME@` put in."""
    while _USE.search(text):
        text = _USE.sub(lambda match: defined[match[1]], text)
    return text


def _filled_in(groups: list[Group], vocabulary: Vocabulary) -> dict[str, str]:
    """The fragments from the vocabulary."""
    filled: dict[str, str] = {}
    by_kind: dict[str, list[Group]] = {}
    for group in groups:
        by_kind.setdefault(group.kind, []).append(group)
    for kind, members in by_kind.items():
        names = sorted((name for group in members for name in group.names), key=lambda name: (-len(name), name))
        filled[f"NAMES_{kind}"] = "|".join(names)
        for prefix, flags in (("NAME", ""), ("CASED", "ai")):
            glued = [_glued(group, flags) for group in members if group.glued]
            filled[f"{prefix}_{kind}"] = "|".join([rf"(?{flags}:{'|'.join(names)})@NAME_END@", *glued])
        if kind != "SWITCH":
            filled[f"SEPARATOR_{kind}"] = _joined({group.separator for group in members})
    chosen = [each.name for each in vocabulary.definitions if each.kind == "choice"]
    filled["WIDE_CHOICE"] = _either(word for name in chosen for word in vocabulary.choices(name))
    every = "|".join(sorted(vocabulary.names, key=lambda name: (-len(name), name)))
    filled["KNOWN"] = f"(?ai:{every})@NAME_END@"
    filled["COINED"] = "|".join(sorted(vocabulary.coined, key=lambda name: (-len(name), name)))
    filled["GLUED"] = _any_of(_glued(group) for group in groups if group.glued)
    for letter, dashes in zip("ABC", _DASHES, strict=True):
        filled[f"MEANT_{letter}"] = _any_of(rf"(?ai:{group.either})@NAME_END@{group.meant(dashes)}" for group in groups)
        filled[f"APART_{letter}"] = _any_of(rf"(?ai:{group.either})(?=[\s:=.]|\Z){group.meant(dashes)}" for group in groups)
    return filled | _BEGINNINGS


def _glued(group: Group, flags: str = "ai") -> str:
    """The names with a value that sticks to them."""
    return rf"(?{flags}:{group.either})(?={group.glued})"


def _any_of(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def _joined(texts: set[str]) -> str:
    return "|".join(sorted(texts))


_FORM = (
    r"(?=-*+@OTHER_DASH@)(?:\u2014(?!@DASH@)(?=(?<![^\s{,]\u2014)@MEANT_B@|@MEANT_C@|@GLUED@|(?:@COINED@)@NAME_END@)"
    r"|(?!\u2014(?!@DASH@))@DASH@++(?=@MEANT_C@|@GLUED@))"
)
_SINGLE = r"-(?!@DASH@)(?=@MEANT_C@|@GLUED@)"

_BEGINNINGS = {
    "DOUBLE_HYPHEN": r"@APART@--(?=@KNOWN@|@GLUED@)|@TOUCHING@--(?=@MEANT_A@|@GLUED@)",
    "SINGLE_DASH": rf"@APART@{_SINGLE}|@TOUCHING@-(?!@DASH@)(?=@MEANT_C@)",
    "EXTRA_DASHES": r"@APART@---++(?=@KNOWN@|@GLUED@)|@TOUCHING@---++(?=@MEANT_C@|@GLUED@)",
    "DASH_FORM": rf"\s*+{_FORM}",
    "SPLIT_DASHES": rf"\s*+-\s++(?:--++(?=@KNOWN@|@GLUED@)|{_SINGLE}|{_FORM})",
    "GAPPED_DASHES": (
        r"\s*+(?:--(?!@DASH@)(?=\s++(?:@APART_A@|@GLUED@))|(?!--(?!@DASH@)|-(?!@DASH@))@DASH@++(?=\s++(?:@APART_C@|@GLUED@))"
        r"|-\s++-(?!@DASH@)(?=\s++(?:@APART_C@|@GLUED@)))"
    ),
}
