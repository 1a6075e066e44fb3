"""`promptlint migrate`: move prompts to another model, as a diff or in place."""

from __future__ import annotations

from promptlint.cli.options import UsageError
from promptlint.config import Config
from promptlint.project.rewriting import account_model, rewrite
from promptlint.rewrite.migrate import MigrationError, migrate_prompt

from .rewriting import UNREADABLE, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.cli.options import Call
    from promptlint.cli.streams import Streams
    from promptlint.diagnostics import Edit
    from promptlint.project.pipeline import Judged

__all__ = ["run"]


def run(call: Call, streams: Streams) -> int:
    """Move what `call` names to the model of `--to`: print the change as a diff, or make it with `--write`.

    Returns 1 where something is lost, 2 where something could not be read or written.
    """
    to = call.text("to")
    if to is None:
        raise UsageError("`migrate` needs the model to move to; write `--to 8.2`")
    try:
        migrate_prompt("", to)
    except MigrationError as error:
        raise UsageError(f"--to: {error}") from None
    session = Session(call, streams)
    mover = _Mover(to, streams)
    for unit, settings in session.units():
        mover.path, mover.config = unit.path, settings.config
        try:
            rewritten = rewrite(unit, settings, mover)
        except UNREADABLE as error:
            session.unreadable(unit, error)
            continue
        mover.prompts += rewritten.fixed.made
        session.tell_left(unit, rewritten)
        if call.flag("write"):
            session.write(unit, rewritten)
        else:
            session.show(rewritten)
    if not call.flag("quiet"):
        streams.err.write(mover.summary() + "\n")
    return 2 if session.bad else int(mover.losses > 0)


class _Mover:
    """The edits for each prompt; what it loses is said as it goes."""

    def __init__(self, to: str, streams: Streams) -> None:
        self.path, self.config = "", Config()
        self.losses = self.prompts = 0
        self._to = to
        self._streams = streams

    def __call__(self, judged: Judged) -> Sequence[Edit]:
        from promptlint.output.wording import visible

        target = judged.source.target or self.config.target
        migration = migrate_prompt(judged.source.text, self._to, model=account_model(judged), target=target)
        if judged.source.spread:  # it stays as it is, so nothing is lost
            return migration.edits
        self.losses += len(migration.lost)
        for loss in migration.lost:
            line, column = judged.source.position(loss.start)
            self._streams.err.write(visible(f"{self.path}:{line}:{column}: {loss.message}") + "\n")
        return migration.edits

    def summary(self) -> str:
        """How many prompts change, and how much is lost."""
        moved = f"{self.prompts or 'No'} prompt{'' if self.prompts == 1 else 's'} changed"
        return f"{moved}, {'nothing' if not self.losses else f'{self.losses} thing' + ('s' if self.losses > 1 else '')} lost."
