"""The baseline of a run: `--baseline` hides known findings, `--write-baseline` records all of them."""

from __future__ import annotations

import os

from promptlint.cli.call import UsageError
from promptlint.errors import ConfigError, reason
from promptlint.text.joining import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from promptlint.cli.call import Call
    from promptlint.findings import Finding
    from promptlint.project.baseline import Baseline, Entry, Recorder

__all__ = ["BaselineRun"]


class BaselineRun:
    """The baseline of one run, if there is any."""

    def __init__(self, call: Call) -> None:
        """Read the baseline. Raises UsageError and ConfigError."""
        self._path = call.text("baseline") or ""
        self._new_path = call.text("write-baseline") or ""
        self._prunes = call.flag("prune-baseline")
        self._baseline: Baseline | None = None
        self._recorder: Recorder | None = None
        if self._path and self._new_path:
            raise UsageError("`--baseline` and `--write-baseline` cannot be combined")
        if self._prunes and not self._path:
            raise UsageError("`--prune-baseline` requires `--baseline FILE`")
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
        """Number of known or recorded findings so far, which are not reported."""
        known = self._baseline or self._recorder
        return known.hidden if known is not None else 0

    def new(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The findings that are to be reported."""
        if self._baseline is not None:
            return self._baseline.unknown(findings)
        return self._recorder.recorded(findings) if self._recorder is not None else findings

    def apply_results(self, paths: Collection[str], ran: Callable[[str], bool]) -> str:
        """Write the baseline after the last finding; return a line for the user, or nothing.

        `paths` are the files that were linted; `ran` returns whether a rule ran. Raises ConfigError if the baseline cannot be
        written.
        """
        if self._recorder is not None:
            entries = self._recorder.entries()
            self._write(self._new_path, entries)
            count = sum(entry.times for entry in entries)
            return f"{self._new_path}: {counted(count, 'finding')} recorded; hide {_them(count)} with `--baseline {self._new_path}`"
        stale = self._baseline.stale(paths, ran) if self._baseline is not None else ()
        if self._baseline is None or not stale:
            return ""
        count = sum(entry.times for entry in stale)
        occur = "occurs" if count == 1 else "occur"
        if not self._prunes:
            return f"{self._path}: {counted(count, 'finding')} no longer {occur}; remove {_them(count)} with `--prune-baseline`"
        self._write(self._path, self._baseline.pruned(stale))
        return f"{self._path}: removed {counted(count, 'finding')} that no longer {occur}"

    def _write(self, path: str, entries: Iterable[Entry]) -> None:
        from promptlint.project.baseline import write

        try:
            write(path, entries)
        except OSError as error:
            raise ConfigError(f"{path}: cannot write the baseline: {reason(error)}") from None


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
