"""Code in Markdown: a fence in a supported language is read as a file of it, and each character keeps its position.

A fence in another language is not read: without knowing its syntax, a prompt in it could include parts of the syntax.
"""

from __future__ import annotations

import re

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple

from .names import words
from .source_map import Mapping, PromptText, SourceText, carried
from .unread import CutOff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["NEUTRAL_LANGUAGES", "PROMPT_LANGUAGES", "Line", "kind_of", "language_in", "prompts_of", "text_of"]

PROMPT_LANGUAGES = words("midjourney mj imagine prompt prompts")
NEUTRAL_LANGUAGES = words("text txt plain plaintext none md markdown mdx discord copy raw") | {""}

_LANGUAGES = {
    "json": "json jsonc json5",
    "yaml": "yaml yml",
    "py": "python py python3 ipython",
    "jsx": "javascript js jsx mjs cjs node",
    "ts": "typescript ts mts cts",
    "tsx": "tsx",
    "sh": "bash sh shell zsh fish ksh console terminal shell-session shellsession powershell ps1 pwsh cmd bat",
}
_ENDINGS = {language: ending for ending, languages in _LANGUAGES.items() for language in words(languages)}
"""The languages of fences to the extension of a file that is read like them."""

# Prefix of the form of prompts in fences: `json-fence`.
_FORMS = {"json": "json", "yaml": "yaml", "py": "python", "jsx": "javascript", "ts": "javascript", "tsx": "javascript", "sh": "command"}

_INFO = re.compile(r"[{.\s]*([\w+#-]*)")


class Line(NamedTuple):
    """A line of a block: its content in the host, without the marks of lists and quotes around the block."""

    start: int
    end: int


def language_in(info: str) -> str:
    """The language that the line of a fence names, in lower case: of `js {1,3}`, `{.js .x}` and `{r, echo=FALSE}` the first word."""
    match = _INFO.match(info)
    return match[1].lower() if match else ""


def kind_of(language: str) -> str:
    """The extension of the files that are read like a fence in a language; empty for a language without a reader."""
    return _ENDINGS.get(language, "")


def text_of(host: SourceText, lines: Sequence[Line], block: int) -> PromptText:
    """The content of a fence as a separate text, with the position of each character; a break between lines cannot be written."""
    pieces: list[str] = []
    mappings: list[Mapping] = []
    at = 0
    for number, line in enumerate(lines):
        if number:
            mappings.append(Mapping(at, lines[number - 1].end, line.start, "escape", ""))
            at += 1
        mappings.append(Mapping(at, line.start, line.end, "plain", "any"))
        pieces.append(host.text[line.start : line.end])
        at += line.end - line.start
    text = "\n".join(pieces)
    return PromptText(
        text, "", host, tuple(mapping for mapping in mappings if mapping.host < mapping.host_end), (0, len(text)), block=block
    )


def prompts_of(fence: PromptText, kind: str, settings: ReadOptions, *, ours: bool) -> list[Item]:
    """The prompts of a fence of this kind; none if it is not complete code, or its reader is not installed."""
    inner = SourceText(fence.text)
    try:
        found = list(_read(inner, kind, settings, "midjourney" if ours else "fence"))
    except SourceError:
        return []
    form = _FORMS[kind] if kind == "sh" else f"{_FORMS[kind]}-fence"
    return [_placed(item, inner, fence, form) for item in found]


def _read(inner: SourceText, kind: str, settings: ReadOptions, stem: str) -> Iterator[Item]:
    if kind == "sh":
        from .shell import find

        yield from find(inner, settings.prompt_keys)
        return
    from .hosts import HOSTS, module_of

    yield from module_of(HOSTS[kind]).find(inner, f"{stem}.{kind}", settings)


def _placed(item: Item, inner: SourceText, fence: PromptText, form: str) -> Item:
    if isinstance(item, PromptText):
        found = carried(item, fence)._replace(form=form)
        return found if not _has_marks(fence) or form != "yaml-fence" else found.locked
    if isinstance(item, CutOff):
        start = fence.position(inner.index(item.line, item.column))
        end = fence.position(inner.index(item.end_line, item.end_column))
        return item._replace(line=start.line, column=start.column, end_line=end.line, end_column=end.column)
    return item


def _has_marks(fence: PromptText) -> bool:
    """Return whether lines of a fence begin with the marks of a quote, while YAML's start of a line is after them."""
    text = fence.host.text
    starts = (mapping.host for mapping in fence.mappings if mapping.kind == "plain")
    return any(text[text.rfind("\n", 0, start) + 1 : start].strip() for start in starts)
