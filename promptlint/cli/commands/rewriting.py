"""Shared by the commands that rewrite prompts: read the inputs, write or show the changes, report failures."""

from __future__ import annotations

import os

from promptlint.errors import ConfigError, SourceError, reason
from promptlint.settings_file.reading import Discovery

from .arguments import check_inputs, named, named_inputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.cli.call import Call
    from promptlint.cli.streams import Streams
    from promptlint.project.inputs import LintInput
    from promptlint.project.rewriting import Rewritten
    from promptlint.settings_file.reading import Settings

__all__ = ["Session"]


class Session:
    """One run of such a command. `bad` means that an input could not be read or written."""

    def __init__(self, call: Call, streams: Streams) -> None:
        """Find the inputs. Raises UsageError and ConfigError."""
        check_inputs(call)
        overrides: dict[str, Any] = {kind: named(call, kind) for kind in ("model", "target") if call.flag(kind)}
        if call.flag("force-exclude"):
            overrides["force_exclude"] = True
        self.bad = False
        self._call = call
        self._streams = streams
        self._discovery = Discovery(call.text("config"), isolated=call.flag("isolated"), overrides=overrides)

    def units(self) -> Iterator[tuple[LintInput, Settings]]:
        """The inputs with their settings; missing inputs are reported."""
        streams = self._streams
        for unit in named_inputs(self._call, streams.stdin, self._discovery, self.complain, streams.complain):
            try:
                yield unit, self._discovery.of(unit.name or os.getcwd())
            except ConfigError as error:
                self.complain(str(error))

    def report_unchanged(self, unit: LintInput, rewritten: Rewritten) -> None:
        """Report which prompts stay as they are, and why."""
        for unchanged in rewritten.unchanged:
            self._streams.complain(f"{unit.path}:{unchanged}")

    def show(self, rewritten: Rewritten) -> None:
        """Print the change as a diff."""
        from promptlint.output.diff import write_diff
        from promptlint.output.terminal import colored

        write_diff(rewritten.fixed.diff(), self._streams.out, color=colored(self._call.text("color"), self._streams.out))

    def write(self, unit: LintInput, rewritten: Rewritten) -> bool:
        """Write the file, or print the prompt or the standard input. Return whether it could be written."""
        try:
            rewritten.fixed.write(self._streams.out)
            return True
        except OSError as error:
            self.complain(f"{unit.path}: cannot write the file: {reason(error)}")
        except UnicodeEncodeError:
            self.complain(f"{unit.path}: cannot write the change: the file's encoding does not have its characters")
        return False

    def complain(self, message: str) -> None:
        """Report a failure; the exit status will be 2."""
        self.bad = True
        self._streams.complain(message)

    def unreadable(self, unit: LintInput, error: Exception) -> None:
        """Report why an input cannot be read."""
        from promptlint.project.unreadable import unreadable

        self.complain(unreadable(unit, error))


UNREADABLE = (OSError, SourceError, UnicodeError, ConfigError)
