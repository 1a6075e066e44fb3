"""Directives to promptlint in a file: `promptlint: ignore[MJ101] reason`, `ignore-file[…]`, `model=7 target=ttapi`.

The host decides where they may be (an HTML comment in Markdown, `#` in YAML, a key in JSON). Here they are parsed and assigned to
prompts. An `ignore` at the end of a line applies to the prompts on that line, or to the block that begins there. On its own line
it applies to the next block and, within a block, to the next prompt. A directive applies to every prompt after it.
"""

from __future__ import annotations

import re

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .source_map import Directive, Suppression

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .source_map import PromptText, SourceText

__all__ = ["MARK", "MAX_IGNORES", "Attacher", "CommentDirectives", "read_directives"]

MARK = "promptlint:"

MAX_IGNORES = 100
"""Maximum number of suppressions of a block, and of a file, that a prompt carries: with all of them, time would be quadratic.

Those of a file apply beyond that, as `Found.ignores` has them all; of a block, the last ones apply, and the others are reported.
"""

_VERB = lazy_pattern(r"(ignore-file|ignore)(?![\w-])(?:\s*+\[([^\]\n]*+)\])?+", re.ASCII)
_PAIR = lazy_pattern(r"""([A-Za-z-]++)\s?+[=:]\s?+("[^"\n]*+"|'[^'\n]*+'|niji[ ]\d[\w.]*+|[^\s,;"']++)[,;]?+""")


# Allowed between the beginning of a comment and the mark; a mark after words is text about promptlint.
_OPENING = lazy_pattern(r"""(?:.*(?:\#|//|/\*|<!--))?[\s\#/*"'<!-]*""")

_CONTAINERS = lazy_pattern(r"(?:[ \t>*+?-]|\d++[.)])*+")
"""What may precede a comment that has its line to itself: the marks of quotes and of list items."""


class CommentDirectives(NamedTuple):
    """The directives of one comment, and its line.

    `kind` is `line` for a comment on its own line, `trailing` for one after something else, and `value` for a text of the file
    that is used as a comment.
    """

    line: int
    suppressions: tuple[Suppression, ...]
    directive: Directive
    problem: SourceError | None = None
    kind: str = "line"


def read_directives(host: SourceText, comments: Iterable[tuple[int, int]]) -> list[CommentDirectives]:
    """The directives in a host's comments, each a span of the host; a comment without the mark is skipped."""
    found = []
    for start, end in comments:
        at = host.text.find(MARK, start, end)
        while at >= 0:
            line = max(start, host.line_span(host.position(at).line)[0])
            if _OPENING.fullmatch(host.text, line, at):
                found.append(_read(host, at + len(MARK), end)._replace(kind=_kind(host, start)))
                break
            at = host.text.find(MARK, at + 1, end)
    return found


def _kind(host: SourceText, start: int) -> str:
    """The kind of the comment that begins at `start`."""
    if host.text[start] in "\"'":
        return "value"
    line = host.line_span(host.position(start).line)[0]
    return "line" if _CONTAINERS.fullmatch(host.text, line, start) else "trailing"


def _read(host: SourceText, start: int, end: int) -> CommentDirectives:
    """One comment, from after its mark."""
    text = host.text
    line = host.position(start).line
    suppressions: list[Suppression] = []
    directive = Directive()
    at = start
    while at < end:
        if text[at] in ",;" or text[at].isspace():
            at += 1
            continue
        verb = _VERB.match(text, at, end)
        if verb:
            reason_end = _reason_end(text, verb.end(), end)
            suppressions.append(_suppression(host, verb, text[verb.end() : reason_end]))
            at = reason_end
            continue
        pair = _PAIR.match(text, at, end)
        if pair and pair[1].lower() in ("model", "target"):
            directive = directive._replace(**{pair[1].lower(): pair[2].strip("\"'")})
            at = pair.end()
            continue
        if suppressions or directive != Directive():
            break  # words after a directive are its reason
        word = text[at:end].split(None, 1)[0]
        message = (
            f"`{word}` is not a promptlint directive, so the comment has no effect; "
            "write `ignore[MJ101]`, `ignore-file[MJ101]`, `model=7` or `target=ttapi`"
        )
        return CommentDirectives(line, (), directive, host.error(message, at))
    return CommentDirectives(line, tuple(suppressions), directive)


def _reason_end(text: str, start: int, end: int) -> int:
    """The end of the reason after `ignore[…]`: the end of the line, or the next `ignore`."""
    stop = end
    for ending in "\r\n":
        at = text.find(ending, start, stop)
        stop = at if at >= 0 else stop
    following = _VERB.search(text, start, stop)
    return following.start() if following and following[2] is not None else stop


def _suppression(host: SourceText, verb: re.Match[str], reason: str) -> Suppression:
    line, column = host.position(verb.start())
    codes = tuple(code for code in re.split(r"[\s,]++", verb[2] or "") if code)
    scope = "file" if verb[1] == "ignore-file" else "prompt"
    return Suppression(codes, reason.strip(" \t:-—–*/>").strip(), line, column, column + len(verb[0]), scope)


class Attacher:
    """Assigns the directives of a file to its prompts, which come in the order of the file."""

    def __init__(self, remarks: Iterable[CommentDirectives]) -> None:
        """Take the directives of a whole file."""
        self._remarks = sorted(remarks, key=lambda remark: remark.line)
        self._next = 0
        self._whole = tuple(each for remark in self._remarks for each in remark.suppressions if each.scope == "file")[:MAX_IGNORES]
        self._directive = Directive()
        self._block = 0
        self._block_ignores: tuple[Suppression, ...] = ()
        self._on_line: dict[int, tuple[Suppression, ...]] = {}

    def attach(self, prompt: PromptText) -> PromptText:
        """The prompt with the suppressions and the directive that apply to it."""
        block, first, last = prompt.block or prompt.line, prompt.line, prompt.end_line
        if block != self._block:
            self._block, self._block_ignores = block, ()
        mine: tuple[Suppression, ...] = ()
        while self._next < len(self._remarks) and self._remarks[self._next].line <= max(block, last):
            remark = self._remarks[self._next]
            self._next += 1
            self._directive = self._directive.under(remark.directive)
            ignores = tuple(each for each in remark.suppressions if each.scope == "prompt")
            if first <= remark.line <= last:
                self._on_line[remark.line] = (*self._on_line.get(remark.line, ()), *ignores)[-MAX_IGNORES:]
            elif _is_for_block(remark, block):
                self._block_ignores = (*self._block_ignores, *ignores)[-MAX_IGNORES:]
            elif remark.line >= block:
                mine += ignores
        if self._on_line:
            mine += tuple(each for line in range(first, last + 1) for each in self._on_line.get(line, ()))
        own = (*prompt.ignores, *self._block_ignores, *mine)
        return prompt._replace(ignores=(*own, *self._whole) if own else self._whole, directive=prompt.directive.under(self._directive))


def _is_for_block(remark: CommentDirectives, block: int) -> bool:
    """Return whether what precedes a prompt is for all prompts of the block that begins on the line `block`."""
    if remark.kind == "line":
        return remark.line < block
    return remark.kind == "value" or remark.line == block
