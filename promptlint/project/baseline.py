"""The baseline: recorded findings of a repository, so that a run reports only new ones.

A finding is identified by its rule and the text of its prompt, not by its line or file: it stays known if prompts are moved,
sorted or renamed, and is new if its prompt changes. Each entry has a count, so that one more occurrence is reported. A file that
could not be read is never known, because it was not checked.
"""

from __future__ import annotations

import os

from promptlint.errors import reason
from promptlint.rules.selection import codes_where
from promptlint.settings_file.steering import read_steering_file
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Any

    from promptlint.findings import Finding

__all__ = ["Baseline", "BaselineError", "Entry", "Recorder", "load", "write"]

VERSION = 1
_MAX_SIZE = 64 << 20  # a baseline of 200,000 findings
_UNRECORDABLE = codes_where(lambda rule: not rule.recordable)

Key = tuple[str, str]


class BaselineError(ValueError):
    """An invalid baseline; the message names the file and the problem."""


class Entry(NamedTuple):
    """`times` findings of the rule `rule` (its code) in the prompt whose text has the hash `prompt`.

    `paths` are the files it was found in, relative to the baseline's directory, with forward slashes.
    """

    rule: str
    prompt: str
    times: int
    paths: tuple[str, ...]


class Recorder:
    """Collects findings for a new baseline in the directory `directory`."""

    __slots__ = ("_counts", "_directory", "_paths", "hidden")

    def __init__(self, directory: str) -> None:
        """Begin with no entry."""
        self._directory = directory
        self._counts: dict[Key, int] = {}
        self._paths: dict[Key, set[str]] = {}
        self.hidden = 0

    def recorded(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that cannot be in a baseline; record all others."""
        for finding in findings:
            if finding.diagnostic.code in _UNRECORDABLE:
                yield finding
                continue
            self.hidden += 1
            key = _key(finding)
            self._counts[key] = self._counts.get(key, 0) + 1
            self._paths.setdefault(key, set()).add(_portable(finding.path, self._directory))

    def entries(self) -> tuple[Entry, ...]:
        """The recorded entries, in the order of the file."""
        return _sorted(Entry(*key, times, tuple(sorted(self._paths[key]))) for key, times in self._counts.items())


class Baseline:
    """The known findings during a run: each is hidden as often as its entry counts."""

    __slots__ = ("_directory", "_entries", "_used", "hidden")

    def __init__(self, entries: Iterable[Entry], directory: str) -> None:
        """Begin a run with these entries; their paths start from `directory`."""
        self._entries = {(entry.rule, entry.prompt): entry for entry in entries}
        self._directory = directory
        self._used: dict[Key, int] = {}
        self.hidden = 0

    def unknown(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are new, as they come."""
        for finding in findings:
            if self._hides(finding):
                self.hidden += 1
            else:
                yield finding

    def stale(self, files: Collection[str], ran: Callable[[str], bool]) -> tuple[Entry, ...]:
        """The entries that no longer occur, with the excess count; call it after the last finding.

        A run sees only some files (a hook: those of the commit) and some rules. So an entry is stale only if its rule ran
        (`ran`), and each of its files is among `files`, the paths that were linted, or no longer exists.
        """
        looked_at = {_portable(path, self._directory) for path in files}
        return _sorted(
            entry._replace(times=entry.times - self._used.get(key, 0))
            for key, entry in self._entries.items()
            if self._used.get(key, 0) < entry.times and ran(entry.rule) and all(self._settled(path, looked_at) for path in entry.paths)
        )

    def pruned(self, stale: Iterable[Entry]) -> tuple[Entry, ...]:
        """The entries without the stale ones."""
        surplus = {(entry.rule, entry.prompt): entry.times for entry in stale}
        left = (entry._replace(times=entry.times - surplus.get(key, 0)) for key, entry in self._entries.items())
        return _sorted(entry for entry in left if entry.times > 0)

    def _hides(self, finding: Finding) -> bool:
        key = _key(finding)
        entry = self._entries.get(key)
        used = self._used.get(key, 0)
        if entry is None or used >= entry.times or finding.diagnostic.code in _UNRECORDABLE:
            return False
        self._used[key] = used + 1
        return True

    def _settled(self, path: str, looked_at: set[str]) -> bool:
        return path in looked_at or not os.path.exists(os.path.join(self._directory, path))


def load(path: str) -> Baseline:
    """The baseline of a file.

    Raises BaselineError if it cannot be read or is not a baseline of this version.
    """
    import json

    try:
        data = json.loads(read_steering_file(path, _MAX_SIZE).decode())
    except OSError as error:
        raise BaselineError(f"{path}: cannot read the baseline: {reason(error)}") from error
    except RecursionError as error:
        raise BaselineError(f"{path}: the baseline is nested too deeply") from error
    except ValueError as error:  # JSON and UTF-8 errors both
        raise BaselineError(f"{path}: the baseline is not valid JSON: {error}") from error
    return Baseline(_entries(data, path), os.path.dirname(os.path.abspath(path)))


def write(path: str, entries: Iterable[Entry]) -> None:
    """Write the entries to a file, which has either the old or the new content at any moment.

    Raises OSError if the directory is not writable.
    """
    import json

    from .writing import NewFile

    document = {
        "version": VERSION,
        "findings": [entry._asdict() | {"paths": list(entry.paths)} for entry in entries],
    }
    with NewFile(path) as new:
        new.out.write((json.dumps(document, indent=1) + "\n").encode())


def _key(finding: Finding) -> Key:
    from hashlib import sha256

    # A finding about a file has no prompt, so the file's name identifies it.
    text = f"path:{finding.path}" if finding.prompt is None else finding.prompt.text
    return finding.diagnostic.code, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _portable(path: str, directory: str) -> str:
    if path == "-" or path.startswith("<"):  # standard input, a prompt of the command line
        return path
    try:
        return os.path.relpath(path, directory).replace(os.sep, "/")
    except ValueError:  # another drive, on Windows
        return os.path.abspath(path).replace(os.sep, "/")


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.paths, entry.rule, entry.prompt)))


def _entries(data: Any, path: str) -> Iterator[Entry]:
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise BaselineError(f"{path}: not a baseline: expected an object with the list `findings`; write one with `--write-baseline`")
    if data.get("version") != VERSION:
        raise BaselineError(f"{path}: the baseline has version {data.get('version')!r}, but this promptlint reads version {VERSION}")
    for number, row in enumerate(data["findings"]):
        yield _entry(row, f"{path}: findings[{number}]")


def _entry(row: Any, where: str) -> Entry:
    if not isinstance(row, dict):
        raise BaselineError(f"{where} must be an object")
    rule, prompt, times, paths = (row.get(field) for field in Entry._fields)
    if not isinstance(rule, str) or not isinstance(prompt, str):
        raise BaselineError(f"{where}: `rule` and `prompt` must be strings")
    if not isinstance(times, int) or isinstance(times, bool) or times < 1:
        raise BaselineError(f"{where}: `times` must be a positive integer")
    if not isinstance(paths, list) or not all(isinstance(one, str) for one in paths):
        raise BaselineError(f"{where}: `paths` must be a list of strings")
    return Entry(rule, prompt, times, tuple(paths))
