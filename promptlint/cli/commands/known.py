"""What `--baseline` and `--write-baseline` do in a run: hide the findings that are known, or make all of them known."""

from __future__ import annotations

import os

from promptlint.cli.options import UsageError
from promptlint.errors import ConfigError, reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from promptlint.cli.options import Call
    from promptlint.findings import Finding
    from promptlint.project.baseline import Baseline, Entry, Recorder

__all__ = ["Known"]


class Known:
    """The baseline of one run, if there is any."""

    def __init__(self, call: Call) -> None:
        """Read the baseline. Raises UsageError and ConfigError."""
        self._path = call.text("baseline") or ""
        self._new_path = call.text("write-baseline") or ""
        self._prunes = call.flag("prune-baseline")
        self._baseline: Baseline | None = None
        self._recorder: Recorder | None = None
        if self._path and self._new_path:
            raise UsageError("`--baseline` hides what is known and `--write-baseline` makes all known; use one of them")
        if self._prunes and not self._path:
            raise UsageError("`--prune-baseline` is without its `--baseline FILE`")
        if self._path:
            from promptlint.project.baseline import BaselineError, load

            try:
                self._baseline = load(self._path)
            except BaselineError as error:
                raise ConfigError(str(error)) from None
        if self._new_path:
            from promptlint.project.baseline import Recorder

            self._recorder = Recorder(os.path.dirname(os.path.abspath(self._new_path)))

    @property
    def hidden(self) -> int:
        """How many findings were known so far."""
        return self._baseline.hidden if self._baseline else 0

    def new(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The findings that are to be reported."""
        if self._baseline is not None:
            return self._baseline.unknown(findings)
        return self._recorder.recorded(findings) if self._recorder is not None else findings

    def apply_results(self, paths: Collection[str], ran: Callable[[str], bool]) -> str:
        """Write what is to be written, once all findings were taken; returns a line for the person, or nothing.

        `paths` are the files that were linted and `ran` tells whether a rule ran. Raises ConfigError where the baseline
        cannot be written.
        """
        if self._recorder is not None:
            entries = self._recorder.entries()
            self._write(self._new_path, entries)
            count = sum(entry.times for entry in entries)
            return f"{self._new_path}: {count} finding{'s' if count != 1 else ''} written; from now on `--baseline` hides them"
        stale = self._baseline.stale(paths, ran) if self._baseline is not None else ()
        if self._baseline is None or not stale:
            return ""
        count = sum(entry.times for entry in stale)
        them = f"{count} known finding{'s are' if count != 1 else ' is'}"
        if not self._prunes:
            return f"{self._path}: {them} not found any more; `--prune-baseline` takes them out"
        self._write(self._path, self._baseline.pruned(stale))
        return f"{self._path}: {them} not found any more and taken out"

    def _write(self, path: str, entries: Iterable[Entry]) -> None:
        from promptlint.project.baseline import write

        try:
            write(path, entries)
        except OSError as error:
            raise ConfigError(f"{path}: the baseline cannot be written: {reason(error)}") from None
