"""What an editor offers to do about the findings at a place: mend, format, silence; and to mend the whole file."""

from __future__ import annotations

from itertools import pairwise

from promptlint.diagnostics import Edit, apply_edits
from promptlint.project.fixing import fix_input
from promptlint.project.rewriting import Left, account_model, edits_in_file
from promptlint.rewrite.format import format_edits
from promptlint.sources.hosts import HOSTS, extension
from promptlint.sources.source_map import line_starts
from promptlint.text.namedtuple import NamedTuple

from .positions import Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic
    from promptlint.project.pipeline import Judged

    from .document import Analysis, Document

__all__ = ["FIX_ALL", "Action", "actions", "fix_all", "format_all", "line_edits"]

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.promptlint"

_REASON = "say here why it is right"


class Action(NamedTuple):
    """An offer. `edits` count in code points of the file; `finding` is what it is about, None for the prompt as a whole."""

    title: str
    kind: str
    edits: tuple[Edit, ...]
    finding: tuple[Judged, Diagnostic] | None = None
    preferred: bool = False


def actions(
    document: Document, analysis: Analysis, config: Config, rows: range, touches: Callable[[Judged, Diagnostic], bool]
) -> Iterator[Action]:
    """What can be done about the prompts on these lines (from 0), for the findings that `touches` picks."""
    for judged in analysis.prompts:
        if judged.source.end_line - 1 < rows.start or judged.source.line - 1 >= rows.stop:
            continue
        for diagnostic in judged.diagnostics:
            if touches(judged, diagnostic):
                yield from _mend(judged, diagnostic)
        for diagnostic in judged.diagnostics:
            if touches(judged, diagnostic):
                yield from _silence(document, analysis, judged, diagnostic)
        yield from _format(judged, config)


def _mend(judged: Judged, diagnostic: Diagnostic) -> Iterator[Action]:
    fix = diagnostic.fix
    edits = judged.source.host_edits(fix.edits) if fix is not None else None
    if fix is None or not edits:
        return
    what = diagnostic.help.rstrip(".") or f"Mend {diagnostic.code} {diagnostic.name}"
    title = what if fix.safe else f"{what} (a guess, or changes the picture)"
    yield Action(title, QUICK_FIX, edits, (judged, diagnostic), fix.safe)


def _format(judged: Judged, config: Config) -> Iterator[Action]:
    edits = _formatted(judged, config)
    if edits and not isinstance(edits, Left):
        yield Action("Format this prompt", REWRITE, edits)


def _formatted(judged: Judged, config: Config) -> tuple[Edit, ...] | Left:
    spelling = config.spelling if isinstance(config.spelling, str) else tuple(config.spelling)
    edits = format_edits(judged.source.text, spelling=spelling, model=account_model(judged))
    return edits and edits_in_file(judged, edits)


def format_all(analysis: Analysis, config: Config) -> tuple[list[Edit], list[Left]]:
    """The edits that bring every prompt into its one form, and the prompts that stay as they are."""
    edits: list[Edit] = []
    left: list[Left] = []
    for judged in analysis.prompts:
        formatted = _formatted(judged, config)
        if isinstance(formatted, Left):
            left.append(formatted)
        else:
            edits += formatted
    return edits, left


def fix_all(document: Document, text: str) -> list[Edit]:
    """The edits that make every safe fix of the file, in as many passes as `promptlint lint --fix` takes."""
    mended = fix_input(document.unit(text), document.judge, unsafe=False)
    return line_edits(mended.before.text, mended.after) if mended.before is not None and mended.made else []


def line_edits(before: str, after: str) -> list[Edit]:
    """The lines in which two texts differ, as edits of the first, so that the editor keeps its place in all others."""
    from difflib import SequenceMatcher

    old, new = _lines(before), _lines(after)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Edit(starts[a], starts[b], "".join(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _lines(text: str) -> list[str]:
    starts = [*line_starts(text), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def _silence(document: Document, analysis: Analysis, judged: Judged, diagnostic: Diagnostic) -> Iterator[Action]:
    """A remark above the prompt, if this format has remarks and this one does what it says."""
    edit = _remark(document.path, analysis.text, judged, diagnostic.code)
    if edit is None:
        return
    after = document.tried(apply_edits(analysis.text.removeprefix("\ufeff"), [edit]))
    if _count(after, diagnostic.code) < _count(analysis, diagnostic.code) and len(after.prompts) == len(analysis.prompts):
        yield Action(f"Silence {diagnostic.code} {diagnostic.name} here, with a reason", QUICK_FIX, (edit,), (judged, diagnostic))


def _count(analysis: Analysis, code: str) -> int:
    return sum(each.code == code for judged in analysis.prompts for each in judged.diagnostics)


def _remark(path: str, text: str, judged: Judged, code: str) -> Edit | None:
    """The remark on a line of its own, above the thing that holds the prompt."""
    host = HOSTS.get(extension(path))
    if host is None or not host.comment:  # a comment in JSON Lines, say, would break it for everybody else
        return None
    keyed = host.comment.startswith('"')
    words = f"{code}: {_REASON}" if keyed else f"promptlint: ignore[{code}] {_REASON}"
    lines = Lines(text)
    row = (judged.source.line if keyed or not judged.source.block else judged.source.block) - 1
    line = lines.line(row)
    indent = line[: len(line) - len(line.lstrip())]
    start = lines.start(row)
    return Edit(start, start, indent + host.comment.format(words) + _ending(text))


def _ending(text: str) -> str:
    """How this text ends its lines."""
    return "\r\n" if "\r\n" in text else "\n"
