"""Record what was not read: locations with parameters outside prompts, and prompts that the host's syntax cuts off."""

from __future__ import annotations

from itertools import chain

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

from .source_map import PromptText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .source_map import SourceText

    Parameters = Callable[[str, int, int], Iterator[int]]
    """The positions of parameters in a part of a text."""

__all__ = ["CutOff", "Item", "Unread", "holds_bare_form", "with_unread"]

_MAX_TEXT = 400


class Unread(NamedTuple):
    """A location with parameters outside prompts.

    `line` and `column` are its start (columns count code points from 1), `end_line` is its last line, `text` its lines, cut at
    400 characters. `reason` says where it is: "in prose", "in a comment", "under the key `notes`".
    """

    line: int
    column: int
    end_line: int
    text: str
    reason: str


class CutOff(NamedTuple):
    """A prompt that the syntax of its file ends before its parameters.

    `line` to `end_column` bound the part that is cut off, `text` is that part. `kind` is a key of `rules.cut_off_prompt`: `cells`
    (a delimiter in an unquoted cell of a row with more cells than the header), `columns` (in a row with no more), `quote` (text
    after a closing quote), `backslash` (a quote escaped by a backslash) or `comment` (the text after ` #` in YAML).
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    kind: str

    def as_unread(self) -> Unread:
        """The cut-off part as a location that was not read."""
        return Unread(
            self.line, self.column, self.end_line, self.text.strip()[:_MAX_TEXT], "cut off from its prompt by the syntax of the file"
        )


Item = PromptText | Unread | CutOff


def with_unread(
    host: SourceText,
    items: Iterable[Item],
    reasons: Callable[[], Callable[[int], str]],
    parameters: Parameters | None = None,
    *,
    ours: Callable[[], bool] | None = None,
) -> Iterator[Item]:
    """Yield the items of a host, then each location with parameters outside them.

    `reasons` is called once something is unread; the function it returns describes the location of an index of the host.
    `parameters` finds those in a part of a host with a narrower definition. In a host without prompts that is not about
    Midjourney, according to `ours`, options that other programs have too (`--version`, `--quality 90`) do not count.
    """
    covered: list[tuple[int, int]] = []
    has_prompts = False
    for item in items:
        if isinstance(item, PromptText):
            has_prompts = True
            covered += [(each.host, each.host_end) for each in item.mappings if each.kind != "join"]
        elif isinstance(item, CutOff):
            covered.append((host.line_span(item.line)[0], host.index(item.line, item.column) + len(item.text)))
        yield item
    gaps = _gaps(host.text, covered)
    first = next(gaps, None)
    if first is None:
        return
    gaps = chain((first,), gaps)
    if parameters is None and not has_prompts and ours is not None and not ours():
        from .heuristics import telling_parameters as parameters
    yield from _places(host, _unread_lines(host, gaps, parameters, bare=parameters is None and (has_prompts or ours is not None)), reasons)


_LETTER = lazy_pattern(r"[^\W\d_]")


def _gaps(text: str, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches between the covered ones that have a letter, as every parameter does."""
    at = 0
    for start, end in [*sorted(covered), (len(text), len(text))]:
        if start > at and _LETTER.search(text, at, start):
            yield at, start
        at = max(at, end)


def _places(host: SourceText, lines: Iterable[tuple[int, str]], reasons: Callable[[], Callable[[int], str]]) -> Iterator[Unread]:
    """Unread lines in order; consecutive lines with the same reason are merged."""
    reason: Callable[[int], str] | None = None
    last: Unread | None = None
    for index, text in lines:
        reason = reason or reasons()
        line, column = host.position(index)
        where = reason(index)
        if last is not None and last.reason == where and last.end_line == line - 1:
            last = last._replace(end_line=line, text=f"{last.text}\n{text}"[:_MAX_TEXT])
            continue
        if last is not None:
            yield last
        last = Unread(line, column, line, text[:_MAX_TEXT], where)
    if last is not None:
        yield last


def _unread_lines(
    host: SourceText, gaps: Iterable[tuple[int, int]], parameters: Parameters | None, *, bare: bool
) -> Iterator[tuple[int, str]]:
    """For each line with an unread parameter the index of the first one, and what of the line is unread."""
    from .heuristics import parameters_in  # a prompt of the command line needs none of its patterns

    seen = 0
    for start, end in gaps:
        found = list(parameters(host.text, start, end)) if parameters else [at for at, _ in parameters_in(host.text, start, end)]
        if bare:
            found += list(_bare_forms(host, start, end))
        for at in sorted(found):
            line = host.position(at).line
            left, right = host.line_span(line)
            left, right = max(left, start), min(right, end)
            if line > seen and (parameters or _is_of_midjourney(host.text, left, at, right)):
                seen = line
                yield at, host.text[left:right].strip()


# Allowed before a command on its line: marks of a list or a comment, a key, a quote.
_IN_FRONT = lazy_pattern(r"[\s\-*+#/]*(?:[\"']?[\w.:-]{1,60}[\"']?\s*[:=]\s*)?[\"'`\[(]*")


def _is_of_midjourney(text: str, start: int, at: int, end: int) -> bool:
    """Return whether a parameter at an index of a stretch is not an option of another program in a command."""
    from .command_lines import is_command_line
    from .heuristics import telling_parameters

    quote = max(text.rfind(mark, start, at) for mark in "`\"'")
    begins = (_IN_FRONT.match(text, start, end).end(), max(start, quote + 1))  # type: ignore[union-attr]  # it matches every text
    is_command = any(is_command_line(text[begin:end].lstrip("# \t")) for begin in begins if begin <= at)
    return not is_command or next(telling_parameters(text, at, end), None) is not None


def holds_bare_form(host: SourceText, start: int, end: int) -> bool:
    """Return whether `with_unread` finds a parameter without its dashes in a stretch of a host."""
    return next(_bare_forms(host, start, end), None) is not None


_CLOSING = " \t\"'`”,;|"
# Where a value in quotes ends, and how far before that a parameter without its dashes may begin.
_VALUE_END = lazy_pattern(r"[\"'`](?=\s*+(?:[,;)}\]]|$))")
_FAR = 400


def _bare_forms(host: SourceText, start: int, end: int) -> Iterator[int]:
    """The parameters without their dashes at the end of the lines of a gap and of the values in quotes within it."""
    from .heuristics import bare_form_at_end, mentions_parameter

    if not mentions_parameter(host.text[start:end]):  # as most are in a file of data: `"}, {"prompt": "`
        return
    for line in range(host.position(start).line, host.position(end).line + 1):
        left, right = host.line_span(line)
        begin = max(left, start)
        stops = [match.start() for match in _VALUE_END.finditer(host.text, begin, min(right, end))]
        whole = left + len(host.text[left:right].rstrip(_CLOSING))
        if start <= left and whole <= end:
            stops.append(whole)
        for stop in stops:
            if not host.text[begin:stop].strip():
                continue
            near = max(left, stop - _FAR)
            at = bare_form_at_end(host.text[near:stop])
            if at and near + at >= start:
                yield near + at
