"""Edits into files: read with everything that must stay, write beside and rename, show as a unified diff.

Which edits are made, and in how many passes, is the runner's to say. Here nothing but the edits changes: line endings, byte
order mark, encoding and mode are those of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from promptlint.diagnostics import Edit, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["FileChangedError", "FileText", "apply_to_file", "fixed_text", "unified_diff", "without_overlaps"]


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

        with open(path, "rb") as file:
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
        if data != self.data:
            _replace(self.path, self.data, data)


def _replace(path: str, before: bytes, after: bytes) -> None:
    import os
    import stat
    import tempfile

    target = os.path.realpath(path)
    with open(target, "rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if file.read() != before:
            raise FileChangedError(f"{path} was changed by somebody else while it was linted, so it is left as it is")
    folder, name = os.path.split(target)
    handle, beside = tempfile.mkstemp(prefix=f".{name}.", suffix=".promptlint", dir=folder)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(after)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(beside, mode)
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


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
