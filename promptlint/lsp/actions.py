"""Code actions of a finding: fix it, suppress it, format its prompt; and fix the whole file."""

from __future__ import annotations

from itertools import pairwise

from promptlint.diagnostics import Edit, apply_edits
from promptlint.project.fixing import file_text, fix_input
from promptlint.project.rewriting import account_model, rewrite_prompts
from promptlint.rewrite.format import format_edits
from promptlint.sources.source_map import line_starts
from promptlint.text.namedtuple import NamedTuple

from .silencing import Place, silencing_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic
    from promptlint.project.fixing import Unchanged
    from promptlint.project.judged import Judged

    from .document import Analysis, Document

__all__ = ["FIX_ALL", "Action", "actions", "fix_all", "format_all", "line_edits"]

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.promptlint"


class Action(NamedTuple):
    """An action. `edits` count in code points of the file; `finding` is None for an action on the whole prompt."""

    title: str
    kind: str
    edits: tuple[Edit, ...]
    finding: tuple[Judged, Diagnostic] | None = None
    preferred: bool = False


def actions(
    document: Document, analysis: Analysis, config: Config, rows: range, touches: Callable[[Judged, Diagnostic], bool]
) -> Iterator[Action]:
    """The actions for the prompts on these lines (from 0), and for the findings that `touches` selects."""
    for judged in analysis.prompts:
        if judged.source.end_line - 1 < rows.start or judged.source.line - 1 >= rows.stop:
            continue
        for diagnostic in judged.diagnostics:
            if touches(judged, diagnostic):
                yield from _fix(document, analysis, config, judged, diagnostic)
        for diagnostic in judged.diagnostics:
            if touches(judged, diagnostic):
                yield from _silence(document, analysis, judged, diagnostic)
        yield from _format(document, analysis, config, judged)


def _fix(document: Document, analysis: Analysis, config: Config, judged: Judged, diagnostic: Diagnostic) -> Iterator[Action]:
    fix = diagnostic.fix
    if fix is None:
        return
    written = judged.source.host_edits(fix.edits)

    def same_fix(each: Judged) -> Sequence[Edit]:
        if each is judged:
            return fix.edits
        fixes = (other.fix.edits for other in each.diagnostics if other.code == diagnostic.code and other.fix is not None)
        return next((edits for edits in fixes if each.source.host_edits(edits) == written), ())

    edits = _proven(document, analysis, config, judged, same_fix)
    if not edits:
        return
    what = diagnostic.help.rstrip(".") or f"Fix {diagnostic.title}"
    title = what if fix.safe else f"{what} (unsafe: a guess, or may change the image)"
    yield Action(title, QUICK_FIX, edits, (judged, diagnostic), fix.safe)


def _format(document: Document, analysis: Analysis, config: Config, judged: Judged) -> Iterator[Action]:
    if edits := _proven(document, analysis, config, judged, _formatter(config)):
        yield Action("Format this prompt", REWRITE, edits)


def _proven(
    document: Document, analysis: Analysis, config: Config, judged: Judged, edits_of: Callable[[Judged], Sequence[Edit]]
) -> tuple[Edit, ...]:
    """Return the edits of one prompt, in code points of the file; none if they cannot be proven.

    Prompts that may share parameters with it are included, because these change only if all want the same change.
    """
    if not edits_of(judged):
        return ()
    spread = len(judged.source.cells) > 1

    def wanted(each: Judged) -> Sequence[Edit]:
        return edits_of(each) if each is judged or (spread and len(each.source.cells) > 1) else ()

    unit = document.unit(analysis.text)
    proven, _ = rewrite_prompts(unit, config, file_text(unit).text, analysis.prompts, wanted)
    return next((change.written for change in proven.made if analysis.prompts[change.prompt] is judged), ())


def _formatter(config: Config) -> Callable[[Judged], Sequence[Edit]]:
    spelling = config.spelling if isinstance(config.spelling, str) else tuple(config.spelling)

    def edits(judged: Judged) -> Sequence[Edit]:
        return format_edits(judged.source.text, spelling=spelling, model=account_model(judged), cells=judged.source.cells)

    return edits


def format_all(document: Document, analysis: Analysis, config: Config) -> tuple[tuple[Edit, ...], tuple[Unchanged, ...]]:
    """Return the edits that format every prompt, and the prompts that stay as they are."""
    unit = document.unit(analysis.text)
    proven, unchanged = rewrite_prompts(unit, config, file_text(unit).text, analysis.prompts, _formatter(config))
    return proven.edits, unchanged


def fix_all(document: Document, text: str) -> list[Edit]:
    """Return the edits that make every safe fix of the file, in as many passes as `promptlint lint --fix` takes."""
    fixed = fix_input(document.unit(text), document.judge, document.config, unsafe=False)
    return line_edits(fixed.before.text, fixed.after) if fixed.before is not None and fixed.made else []


def line_edits(before: str, after: str) -> list[Edit]:
    """The lines in which two texts differ, as edits of the first, so that the editor keeps its position in all others."""
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
    """Offer the first way to suppress a finding that leaves all prompts as they are, one about this prompt alone if there is one."""
    text = analysis.text.removeprefix("\ufeff")
    number, before = analysis.prompts.index(judged), _counts(analysis, diagnostic.code)
    broad: tuple[Edit, ...] = ()
    for edits in silencing_edits(Place(document.path, text, judged.source), diagnostic.code):
        result = document.tried(apply_edits(text, edits))
        after = _counts(result, diagnostic.code)
        if _texts(result) != _texts(analysis) or after[number] >= before[number]:
            continue
        if after[:number] == before[:number] and after[number + 1 :] == before[number + 1 :]:
            yield Action(f"Suppress {diagnostic.title} here", QUICK_FIX, edits, (judged, diagnostic))
            return
        broad = broad or edits
    if broad:
        yield Action(f"Suppress {diagnostic.title} in this block", QUICK_FIX, broad, (judged, diagnostic))


def _counts(analysis: Analysis, code: str) -> list[int]:
    return [sum(each.code == code for each in judged.diagnostics) for judged in analysis.prompts]


def _texts(analysis: Analysis) -> list[str]:
    return [judged.source.text for judged in analysis.prompts]
