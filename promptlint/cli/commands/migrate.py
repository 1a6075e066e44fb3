"""`promptlint migrate`: move prompts to another model, as a diff or in place."""

from __future__ import annotations

from promptlint.cli.call import UsageError
from promptlint.config import Config
from promptlint.project.rewriting import account_model, rewrite
from promptlint.rewrite.migrate import MigrationError, migrate_prompt
from promptlint.text.joining import counted

from .rewriting import UNREADABLE, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.diagnostics import Edit
    from promptlint.project.judged import Judged
    from promptlint.project.rewriting import Rewritten
    from promptlint.rewrite.migrate import Loss
    from promptlint.sources.source_map import PromptText

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Move prompts to the model of `--to`.

    The change of a file is printed as a diff, or made with `--write`; prompts and standard input are printed as they become.
    With `--check` or `--diff` nothing is written, as in `format`. Return 1 if anything is lost or these two find a change, 2
    if something could not be read or written.
    """
    to = call.text("to")
    if to is None:
        raise UsageError("`migrate` requires `--to MODEL`, such as `--to 8.2`")
    try:
        migrate_prompt("", to)
    except MigrationError as error:
        raise UsageError(f"--to: {error}") from None
    shows = call.flag("check") or call.flag("diff")
    if shows and call.flag("write"):
        raise UsageError("`--write` cannot be combined with `--check` or `--diff`")
    session = Session(call, streams)
    mover = _Mover(to, streams, writes=call.flag("write"))
    for unit, settings in session.units():
        mover.path, mover.config = unit.path, settings.config
        try:
            rewritten = rewrite(unit, settings, mover)
        except UNREADABLE as error:
            session.unreadable(unit, error)
            continue
        session.report_unchanged(unit, rewritten)
        if not shows and (call.flag("write") or not unit.is_file):
            if not session.write(unit, rewritten):
                mover.forget()
                continue
        elif call.flag("diff") or not shows:
            session.show(rewritten)
        if call.flag("check") and rewritten.fixed.made:
            streams.complain(f"{unit.path} would change")
        mover.report(rewritten)
    if not call.flag("quiet"):
        streams.err.write(mover.summary() + "\n")
    return 2 if session.bad else int(mover.losses > 0 or (shows and mover.prompts > 0))


class _Mover:
    """Edits for each prompt. What the prompts lose is reported once it is known which of them change."""

    def __init__(self, to: str, streams: Streams, *, writes: bool) -> None:
        self.path, self.config = "", Config()
        self.losses = self.prompts = 0
        self._unwritten = False
        self._to = to
        self._writes = writes
        self._streams = streams
        self._lost: list[tuple[PromptText, tuple[Loss, ...]]] = []

    def __call__(self, judged: Judged) -> Sequence[Edit]:
        target = judged.source.target or self.config.target
        migration = migrate_prompt(judged.source.text, self._to, model=account_model(judged), target=target)
        self._lost.append((judged.source, migration.lost))
        return migration.edits

    def report(self, rewritten: Rewritten) -> None:
        """Count the prompts of an input that change, and report what they lose. An unchanged prompt loses nothing."""
        from promptlint.output.wording import visible

        self.prompts += rewritten.fixed.made
        unchanged = {each.position for each in rewritten.unchanged}
        for source, lost in self._lost:
            if source.position(0) in unchanged:
                continue
            self.losses += len(lost)
            for loss in lost:
                line, column = source.position(loss.start)
                self._report_loss(visible(f"{self.path}:{line}:{column}: {loss.message}"))
        self._lost = []

    def forget(self) -> None:
        """Leave out the losses of an input that was not written."""
        self._lost = []
        self._unwritten = True

    def _report_loss(self, line: str) -> None:
        """Write a line, wrapped where a person reads it; a program reads one loss per line."""
        from promptlint.output.terminal import width
        from promptlint.output.wrapping import wrapped

        columns = width(self._streams.err)
        self._streams.err.write("\n".join(wrapped(line, columns, "  ", "") if columns else [line]) + "\n")

    def summary(self) -> str:
        """Return how many prompts change, and how much is lost."""
        if not self.prompts and not self._unwritten:
            return "no prompts would change"
        changed = f"{counted(self.prompts, 'prompt')} {'changed' if self._writes else 'would change'}"
        losses = f"{self.losses} loss{'' if self.losses == 1 else 'es'}" if self.losses else "nothing lost"
        return f"{changed}, {losses}"
