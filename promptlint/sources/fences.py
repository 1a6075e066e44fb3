"""Code in Markdown: a fence in a supported language is read as a file of it, and each character keeps its position.

A fence in another language is not read: without knowing its syntax, a prompt in it could include parts of the syntax. One
without a language is recognized by how its code begins. Nothing is written in code that is not read as what its fence names.
"""

from __future__ import annotations

from promptlint.errors import SourceError
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .names import words
from .source_map import Mapping, PromptText, SourceText, carried
from .unread import CutOff, Unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .hosts import ReadOptions
    from .unread import Item

__all__ = ["NEUTRAL_LANGUAGES", "PROMPT_LANGUAGES", "Line", "kind_of", "language_in", "prompts_of", "recognized", "text_of"]

PROMPT_LANGUAGES = words("midjourney mj imagine prompt prompts")
NEUTRAL_LANGUAGES = words("text txt plain plaintext none md markdown mdx discord copy raw") | {""}

_LANGUAGES = {
    "json": "json jsonc json5",
    "jsonl": "jsonl ndjson jsonlines",
    "csv": "csv",
    "tsv": "tsv",
    "yaml": "yaml yml",
    "toml": "toml",
    "http": "http rest",
    "py": "python py python3 ipython",
    "jsx": "javascript js jsx mjs cjs node",
    "ts": "typescript ts mts cts",
    "tsx": "tsx",
    "sh": "bash sh shell zsh fish ksh console terminal shell-session shellsession powershell ps1 pwsh cmd bat",
}
_ENDINGS = {language: ending for ending, languages in _LANGUAGES.items() for language in words(languages)}
"""The languages of fences to the extension of a file that is read like them."""

# Prefix of the form of prompts in fences: `json-fence`.
_FORMS = {"py": "python", "jsx": "javascript", "ts": "javascript", "tsx": "javascript"}
# More readers of code that is not valid: lines of JSON, and members without their object or with `...` for what is left out.
_OTHERS = {"json": ("jsonl", "jsx")}
_BODY = lazy_pattern(r"(?ms)^[ \t]*[\[{].*?(?=^###|\Z)")

# How code without a named language begins.
_BEGINNINGS = {
    "json": lazy_pattern(r"\s*[\[{]\s*[\[{\"]|\s*\"[\w -]{1,60}\"\s*:\s*[\[{\"]"),
    "ts": lazy_pattern(r"\s*(?:export\s+)?(?:const|let|var)\s+[\w$]+[^=\n]*=\s*[^\s=]|\s*export\s+default\s+[\[{\"'`]"),
    "py": lazy_pattern(r"\s*(?:[A-Za-z_][\w.]*(?:\s*:\s*[\w\[\]]+)?\s*\+?=|print\()\s*(?:[frFR]{0,2}[\"']|[(\[{]\s*[\"'{\[])"),
    "yaml": lazy_pattern(r"(?=(?:.*+\n)*[ \t-]*+\w*prompts?:[ \t])\s*+(?:(?:- )?[a-z]\w*+:(?:[ \t].*+)?+(?:\n\s*+|\Z)){2,}\Z"),
}

_INFO = lazy_pattern(r"[{.\s]*([\w+#-]*)")


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


def recognized(text: str) -> str:
    """The kind of code that begins a text, or empty."""
    return next((kind for kind, beginning in _BEGINNINGS.items() if beginning.match(text)), "")


def prompts_of(fence: PromptText, kind: str, settings: ReadOptions, *, ours: bool) -> list[Item]:
    """The prompts in the code of a fence; none if no reader can read it. `ours` means that its document is about Midjourney."""
    inner = SourceText(fence.text)
    stem = "midjourney" if ours else "fence"
    for reader in (kind, *_OTHERS.get(kind, ())):
        try:
            found = [item for item in _read(inner, reader, settings, stem) if not isinstance(item, Unread)]
        except SourceError:
            continue
        form = "command" if kind == "sh" else f"{_FORMS.get(kind, kind)}-fence"
        is_written = reader == kind and not (kind == "yaml" and _has_marks(fence))
        return [_placed(item, inner, fence, form, is_written=is_written) for item in found]
    return []


def _read(inner: SourceText, kind: str, settings: ReadOptions, stem: str) -> Iterator[Item]:
    if kind == "sh":
        from .shell import find

        yield from find(inner, settings.prompt_keys)
        return
    if kind == "http":
        from .keyed import prompts_of_json

        for body in _BODY.finditer(inner.text):
            mappings = (Mapping(0, *body.span()),)
            yield from prompts_of_json(PromptText(body[0], "", inner, mappings, (0, len(body[0]))), settings.prompt_keys)
        return
    from .hosts import HOSTS, module_of

    host = HOSTS[kind]
    if not host.streamed:
        yield from module_of(host).find(inner, f"{stem}.{kind}", settings)
        return
    from io import BytesIO

    for item in module_of(host).find(BytesIO(inner.text.encode("utf-8", "replace")), f"{stem}.{kind}", settings):
        yield _of_whole(item, inner) if isinstance(item, PromptText) else item


def _of_whole(prompt: PromptText, inner: SourceText) -> PromptText:
    """A prompt of a streamed line or row as one of the whole text."""
    at = prompt.host.offset
    moved = tuple(each._replace(host=each.host + at, host_end=each.host_end + at) for each in prompt.mappings)
    return prompt._replace(host=inner, mappings=moved)


def _placed(item: Item, inner: SourceText, fence: PromptText, form: str, *, is_written: bool) -> Item:
    if isinstance(item, PromptText):
        found = carried(item, fence)._replace(form=form)
        return found if is_written else found.locked
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
