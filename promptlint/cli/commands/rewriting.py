"""Shared by the commands that rewrite prompts: read the inputs, write or show the changes, report failures."""

from __future__ import annotations

import os

from promptlint.errors import ConfigError, SourceError, reason
from promptlint.midjourney.names import check_name
from promptlint.project.inputs import ALL_EXCLUDED, LintInput, expand_paths
from promptlint.settings_file.reading import Discovery

from .arguments import check_inputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.cli.options import Call
    from promptlint.cli.streams import Streams
    from promptlint.project.rewriting import Rewritten
    from promptlint.settings_file.reading import Settings

__all__ = ["Session"]


class Session:
    """One run of such a command. `bad` means that an input could not be read or written."""

    def __init__(self, call: Call, streams: Streams) -> None:
        """Find the inputs. Raises UsageError and ConfigError."""
        check_inputs(call)
        overrides: dict[str, Any] = {}
        model = call.text("model")
        if model is not None:
            overrides["model"] = check_name("model", model, "--model: ")
        target = call.text("target")
        if target is not None:
            overrides["target"] = check_name("target", target, "--target: ")
        if call.flag("force-exclude"):
            overrides["force_exclude"] = True
        self.bad = False
        self._call = call
        self._streams = streams
        self._discovery = Discovery(call.text("config"), isolated=call.flag("isolated"), overrides=overrides)

    def units(self) -> Iterator[tuple[LintInput, Settings]]:
        """The inputs with their settings; missing inputs are reported."""
        any_found, excluded = self._call.flag("prompt"), False
        for number, text in enumerate(self._call.texts("prompt"), 1):
            yield from self._with_settings(LintInput(f"<prompt {number}>", text=text))
        for found in expand_paths(self._call.arguments, self._discovery, self._streams.stdin, self._call.text("stdin-filename") or ""):
            if isinstance(found, LintInput):
                any_found = True
                yield from self._with_settings(found)
            elif isinstance(found, str):
                self.complain(found)
            else:
                excluded = True
        if excluded and not (any_found or self.bad or self._call.flag("quiet")):
            self._streams.complain(ALL_EXCLUDED)

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
        from promptlint.project.pipeline import unreadable

        self.complain(unreadable(unit, error))

    def _with_settings(self, unit: LintInput) -> Iterator[tuple[LintInput, Settings]]:
        try:
            yield unit, self._discovery.of(unit.name or os.getcwd())
        except ConfigError as error:
            self.complain(str(error))


UNREADABLE = (OSError, SourceError, UnicodeError, ConfigError)
