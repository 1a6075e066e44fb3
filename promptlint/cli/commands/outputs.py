"""The output files of `lint`: never a file that it reads, and never half-written."""

from __future__ import annotations

import io
import os
import stat

from promptlint.cli.call import UsageError
from promptlint.errors import ConfigError, reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from promptlint.cli.call import Call
    from promptlint.project.inputs import LintInput
    from promptlint.project.writing import NewFile
    from promptlint.settings_file.reading import Discovery

__all__ = ["Output", "check_outputs"]


def check_outputs(call: Call, units: Iterable[LintInput], discovery: Discovery) -> None:
    """Raise UsageError for an output file that the call reads, or that its next run would read."""
    outputs = {f"--{name} {path}": path for name in ("output-file", "write-baseline") if (path := call.text(name))}
    if call.flag("prune-baseline"):
        outputs[f"--baseline {call.text('baseline')}"] = call.text("baseline") or ""
    if not outputs:
        return
    taken = {identity: f"overwrite {what}" for name, what in _inputs(call, units, discovery).items() for identity in _identities(name)}
    for option, path in outputs.items():
        for identity in _identities(path):
            if identity in taken:
                raise UsageError(f"`{option}` would {taken[identity]}: choose another file")
        for folder in filter(os.path.isdir, call.arguments):
            if _is_read_in(path, folder, discovery):
                raise UsageError(f"`{option}` would be read as a file of prompts in `{folder}`: choose another name or directory")
        taken |= dict.fromkeys(_identities(path), f"overwrite the file of `{option}`")


def _inputs(call: Call, units: Iterable[LintInput], discovery: Discovery) -> dict[str, str]:
    """Each file that the call reads, and what it is. A file that was named counts even where it is excluded."""
    named = (*call.arguments, *call.texts("request"), call.text("stdin-filename") or "", *(unit.name for unit in units))
    linted = dict.fromkeys(name for name in named if name not in {"", "-"})
    files = {place: f"`{place}`, a settings file" for name in linted for place in _settings_files(name, discovery)}
    if call.flag("config"):
        files[call.text("config") or ""] = f"`{call.text('config')}`, a settings file"
    if call.flag("baseline") and not call.flag("prune-baseline"):
        files[call.text("baseline") or ""] = f"`{call.text('baseline')}`, the baseline"
    return files | {name: f"`{name}`, a file to lint" for name in linted}


def _settings_files(name: str, discovery: Discovery) -> list[str]:
    """The settings files that apply to a file; none if they are invalid, which the run reports."""
    try:
        return list(discovery.of(name).files)
    except ConfigError:
        return []


def _is_read_in(path: str, folder: str, discovery: Discovery) -> bool:
    """Return whether a run over `folder` would read the file `path`, which need not exist yet."""
    from promptlint.project.discovery import FileFilter, would_find

    try:
        settings = discovery.of(folder)
    except ConfigError:  # nothing of it is read
        return False
    config = settings.config
    return would_find(path, folder, FileFilter(tuple(config.include), tuple(config.exclude), config.force_exclude, settings.root))


def _identities(path: str) -> set[object]:
    """The identity of a path; None for a device or a pipe, which cannot be overwritten."""
    try:
        status = os.stat(path)
    except OSError:
        return {os.path.realpath(path)}
    return {os.path.realpath(path), (status.st_dev, status.st_ino)} if stat.S_ISREG(status.st_mode) else set()


class Output:
    """The stream of the findings: the output file, or the given stream."""

    def __init__(self, path: str | None, stream: TextIO) -> None:
        """Open nothing yet."""
        self._path = path
        self._stream = stream
        self._new: NewFile | None = None

    def __enter__(self) -> TextIO:
        """Return the stream. Raises ConfigError if the file cannot be written."""
        if self._path is None:
            return self._stream
        from promptlint.project.writing import NewFile

        try:
            self._new = NewFile(self._path)
        except OSError as error:
            raise self._refused(error) from None
        self._stream = io.TextIOWrapper(self._new.out, encoding="utf-8", errors="backslashreplace", newline="\n")
        return self._stream

    def __exit__(self, kind: object, *_: object) -> None:
        """Replace the file; after an exception, the old content stays. Raises ConfigError as `__enter__` does."""
        if self._new is None:
            return
        if kind is not None:
            self._new.discard()
            return
        try:
            self._stream.flush()
            self._new.keep()
        except OSError as error:
            from contextlib import suppress

            with suppress(OSError):  # it still buffers what could not be written
                self._stream.close()
            self._new.discard()
            raise self._refused(error) from None

    def _refused(self, error: OSError) -> ConfigError:
        return ConfigError(f"--output-file: {self._path} cannot be written: {reason(error)}")
