"""`promptlint format`: rewrite prompts in a consistent style."""

from __future__ import annotations

from promptlint.project.rewriting import account_model, rewrite
from promptlint.rewrite.format import format_edits
from promptlint.semantics.canonical import is_well_formed
from promptlint.text.joining import counted

from .rewriting import UNREADABLE, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.config import Config
    from promptlint.diagnostics import Edit
    from promptlint.project.judged import Judged

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Format prompts, or with `--check` and `--diff` report what would change.

    Return 1 if these find something, 2 if something could not be read or written.
    """
    session = Session(call, streams)
    shows = call.flag("check") or call.flag("diff")
    changed = unwritten = total = malformed = 0
    for unit, settings in session.units():
        try:
            formatter = _Formatter(settings.config)
            rewritten = rewrite(unit, settings, formatter)
        except UNREADABLE as error:
            session.unreadable(unit, error)
            continue
        total += 1
        malformed += len(formatter.malformed)
        session.report_unchanged(unit, rewritten)
        if call.flag("diff"):
            session.show(rewritten)
        if call.flag("check") and rewritten.fixed.made:
            streams.complain(f"{unit.path} would change")
        if shows or session.write(unit, rewritten):
            changed += bool(rewritten.fixed.made)
        else:
            unwritten += 1
    if not call.flag("quiet"):
        noun = "file" if call.arguments else "prompt"
        left = f"; {counted(malformed, 'prompt')} with mistakes not formatted (see `promptlint lint`)" if malformed else ""
        streams.err.write(_summary(changed, total, noun, shows=shows, unwritten=unwritten) + left + "\n")
    return 2 if session.bad else int(shows and bool(changed))


class _Formatter:
    """Edits for a prompt, by the spelling of the settings."""

    def __init__(self, config: Config) -> None:
        spelling = config.spelling
        self._spelling = spelling if isinstance(spelling, str) else tuple(spelling)
        self.malformed: set[tuple[int, str]] = set()
        """The prompts with a mistake of form, by position and text."""

    def __call__(self, judged: Judged) -> Sequence[Edit]:
        source = judged.source
        if not is_well_formed(judged.report.prompt):
            self.malformed.add((source.position(0).line, source.text))
        return format_edits(source.text, spelling=self._spelling, model=account_model(judged), cells=source.cells)


def _summary(changed: int, total: int, noun: str, *, shows: bool, unwritten: int) -> str:
    nouns = noun if total == 1 else noun + "s"
    if not changed and not unwritten:
        return f"{total} {nouns} already formatted" if total else "no prompts found"
    return f"{changed} of {total} {nouns} {'would change' if shows else 'formatted'}"
