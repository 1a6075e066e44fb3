"""Edits into files: read with everything that must stay, write beside and rename, show as a unified diff.

Which edits are made, and in how many passes, is the runner's to say. Here nothing but the edits changes: line endings, byte
order mark, encoding and mode are those of the file.
"""

from __future__ import annotations

from promptlint.diagnostics import Edit, apply_edits
from promptlint.text.namedtuple import NamedTuple

from .inputs import open_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

__all__ = ["FileChangedError", "FileText", "NewFile", "apply_to_file", "fixed_text", "unified_diff", "without_overlaps"]


class FileChangedError(OSError):
    """The file is no longer what was read: somebody else has written it meanwhile, and is not overwritten."""


class FileText(NamedTuple):
    """A text file with what it takes to write it again: its bytes, the encoding and the byte order mark."""

    path: str
    text: str
    data: bytes
    encoding: str
    mark: bytes

    @classmethod
    def read(cls, path: str, encoding: str = "utf-8") -> FileText:
        """The file as it is. Raises OSError, and SourceError where its bytes are no text."""
        from promptlint.sources.decoding import decode, encoding_of

        with open_input(path) as file:
            data = file.read()
        told, mark = encoding_of(data, encoding)
        return cls(path, decode(data, encoding), data, told, mark)

    def write(self, text: str) -> None:
        """Put a new text in the file's place; the same text writes nothing.

        A new file is written beside it and renamed, so that no reader ever sees half of it. A link is followed. Raises
        FileChangedError where the file is no longer what was read, OSError where it cannot be written, UnicodeEncodeError where
        its encoding has no such character; then the file is untouched.
        """
        data = self.mark + text.encode(self.encoding)
        if data == self.data:
            return
        with open(self.path, "rb") as file:
            if file.read() != self.data:
                raise FileChangedError(f"{self.path} was changed by somebody else while it was linted, so it is left as it is")
        with NewFile(self.path) as new:
            new.out.write(data)


class NewFile:
    """A file under way: written beside `path` and renamed in the end, so that `path` never holds half of it.

    A link is followed, and the mode of the old file is kept. A device or a pipe, such as /dev/stdout, is written as it is.
    Left by an exception, it changes nothing. Raises OSError where it cannot be written; then `path` is as it was.
    """

    def __init__(self, path: str) -> None:
        """Open `out` to write to."""
        import os
        import tempfile

        self._path = os.path.realpath(path)
        self._beside = ""
        if os.path.exists(path) and not os.path.isfile(path):
            self.out: BinaryIO = open(path, "wb")  # noqa: SIM115 (closed by `keep` or `discard`)
            return
        folder, name = os.path.split(self._path)
        handle, self._beside = tempfile.mkstemp(prefix=f".{name}.", suffix=".promptlint", dir=folder)
        self.out = os.fdopen(handle, "wb")

    def __enter__(self) -> NewFile:
        """Return itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Put it in its place, or take it away after an exception."""
        if kind is None:
            self.keep()
        else:
            self.discard()

    def keep(self) -> None:
        """Put the file in its place."""
        import os

        try:
            self.out.flush()
            if self._beside:
                os.fsync(self.out.fileno())
            self.out.close()
            if self._beside:
                os.chmod(self._beside, _mode(self._path))
                os.replace(self._beside, self._path)
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Take the file away, if it is still there; what was at its path stays."""
        import os
        from contextlib import suppress

        with suppress(OSError):  # what is still buffered may not fit on the disk
            self.out.close()
        if self._beside:
            os.unlink(self._beside)
            self._beside = ""


def _mode(path: str) -> int:
    """The permissions of the file that is replaced, else those of any new file."""
    import os
    import stat

    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def without_overlaps(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that can be made at once, in order: one that meets an earlier one waits for the next pass.

    Two edits meet where they share a character, or where both begin at the same place; the same edit twice is one.
    """
    taken: list[Edit] = []
    for edit in sorted(set(edits)):
        last = taken[-1] if taken else None
        if last is None or (edit.start > last.start and edit.start >= last.end):
            taken.append(edit)
    return taken


def fixed_text(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, those left out that overlap an earlier one."""
    return apply_edits(text, without_overlaps(edits))


def apply_to_file(path: str, edits: Sequence[Edit], encoding: str = "utf-8") -> None:
    """Make edits in a file; they count in code points of its text, in which a byte order mark is not counted.

    Raises what FileText.read and FileText.write raise.
    """
    file = FileText.read(path, encoding)
    file.write(fixed_text(file.text, edits))


def unified_diff(path: str, before: str, after: str) -> str:
    """The change of a file as `patch -p0` reads it, empty where there is none."""
    if before == after:
        return ""
    from difflib import unified_diff as difference

    lines = difference(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as `diff` counts them: only a line feed ends one, a carriage return is part of it."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
