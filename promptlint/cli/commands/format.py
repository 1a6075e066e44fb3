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
    from promptlint.project.rewriting import Rewritten

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Format prompts, or with `--check` and `--diff` report what would change.

    Return 1 if these find something, 2 if something could not be read or written.
    """
    session = Session(call, streams)
    shows = call.flag("check") or call.flag("diff")
    tally = _Tally()
    for unit, settings in session.units():
        try:
            formatter = _Formatter(settings.config)
            rewritten = rewrite(unit, settings, formatter)
        except UNREADABLE as error:
            session.unreadable(unit, error)
            continue
        session.report_unchanged(unit, rewritten)
        if call.flag("diff"):
            session.show(rewritten)
        if call.flag("check") and rewritten.fixed.made:
            streams.complain(f"{unit.path} would change")
        tally.add(rewritten, formatter, written=shows or session.write(unit, rewritten))
    if not call.flag("quiet"):
        streams.err.write(tally.summary("file" if call.arguments else "prompt", shows=shows) + "\n")
    return 2 if session.bad else int(shows and bool(tally.changed))


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


class _Tally:
    """Counts of inputs (all, changed, to be changed but not written, right already) and of prompts that stay as they are."""

    def __init__(self) -> None:
        self.total = self.changed = self.unwritten = self.right = 0
        self.unchanged = self.malformed = 0

    def add(self, rewritten: Rewritten, formatter: _Formatter, *, written: bool) -> None:
        """Count an input."""
        made, unchanged, malformed = rewritten.fixed.made, len(rewritten.unchanged), len(formatter.malformed)
        self.total += 1
        self.changed += bool(made and written)
        self.unwritten += not written
        self.right += not (made or unchanged or malformed)
        self.unchanged += unchanged
        self.malformed += malformed

    def summary(self, noun: str, *, shows: bool) -> str:
        """Return what became of the inputs, and which prompts stay as they are."""
        said = []
        if self.changed or self.unwritten:
            said.append(f"{self.changed} of {counted(self.total, noun)} {'would change' if shows else 'formatted'}")
        elif self.right:
            of = "" if self.right == self.total else f"{self.right} of "
            said.append(f"{of}{counted(self.total, noun)} already formatted")
        if self.unchanged:
            said.append(f"{counted(self.unchanged, 'prompt')} not changed")
        if self.malformed:
            said.append(f"{counted(self.malformed, 'prompt')} with mistakes not formatted (see `promptlint lint`)")
        return "; ".join(said) or "no prompts found"
