"""Decode bytes: as UTF-8, or as a byte order mark or the settings say. Invalid bytes are reported with their position."""

from __future__ import annotations

from promptlint.errors import SourceError

from .source_map import line_starts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = ["LineReader", "decode", "decode_line", "encoded", "encoding_of"]

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def encoding_of(head: bytes, default: str = "utf-8") -> tuple[str, bytes]:
    """The encoding by the first bytes of a file, and its byte order mark (empty if there is none)."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, mark
    return default, b""


def encoded(text: str) -> bytes:
    """The bytes of a file with this text, of which `decode` makes the same text again."""
    mark = b"\xef\xbb\xbf" if text.startswith("\ufeff") else b""  # a second one is text: it must not be read as the file's mark
    return mark + text.encode()


def decode(data: bytes, default: str = "utf-8") -> str:
    """The text of a file without its byte order mark, with its line endings unchanged. Raises SourceError."""
    encoding, mark = encoding_of(data, default)
    if encoding == "utf-8" and b"\0" in data:
        for number, line in enumerate(data.split(b"\n"), 1):
            _require_text(line, number)
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[len(mark) : len(mark) + error.start].decode(encoding, "replace")
        starts = line_starts(before)
        raise _undecodable(error, encoding, len(starts), len(before) - starts[-1] + 1) from None
    except LookupError:
        raise SourceError(f"There is no encoding `{encoding}`") from None


def decode_line(line: bytes, number: int, encoding: str = "utf-8") -> str:
    """The text of the line of a file with this number. Raises SourceError."""
    if encoding == "utf-8":
        _require_text(line, number)
    try:
        return line.decode(encoding)
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode(encoding, "replace")) + 1
        raise _undecodable(error, encoding, number, column) from None
    except LookupError:
        raise SourceError(f"There is no encoding `{encoding}`") from None


def _require_text(line: bytes, number: int) -> None:
    """Raise SourceError for a line with null characters, which UTF-8 text does not have, and UTF-16 and UTF-32 have many of.

    They are valid UTF-8, so without a byte order mark such a file would be read as other text.
    """
    if line.count(b"\0") > 1:
        raise SourceError(
            "This is not UTF-8 text: it contains null characters, as UTF-16 and UTF-32 do; save it as UTF-8",
            number,
            len(line[: line.find(b"\0")].decode("utf-8", "replace")) + 1,
        )


def _undecodable(error: UnicodeDecodeError, encoding: str, line: int, column: int) -> SourceError:
    byte = error.object[error.start]
    hint = ""
    if encoding == "utf-8":
        hint = "; it may be Windows-1252 or another older encoding, or parts of two files with different ones: save it as UTF-8"
    return SourceError(f"The file is not {encoding.upper()}: the byte 0x{byte:02x} is invalid here{hint}", line, column)


class LineReader:
    """The lines of a binary file as `(number, offset, text)`: number from 1, offset in code points, ending included.

    Only one line is in memory. Raises SourceError if a line cannot be decoded. UTF-16 and UTF-32 are read whole, because their
    lines cannot be split by bytes.
    """

    def __init__(self, stream: BinaryIO, encoding: str = "utf-8") -> None:
        """Read from the current position of the stream; `encoding` applies if there is no byte order mark."""
        self.stream = stream
        self.encoding = encoding

    def __iter__(self) -> Iterator[tuple[int, int, str]]:
        """The lines, once."""
        offset = 0
        for number, text in enumerate(self._lines(), 1):
            yield number, offset, text
            offset += len(text)

    def _lines(self) -> Iterator[str]:
        first = self.stream.readline()
        encoding, mark = encoding_of(first, self.encoding)
        if encoding.startswith(("utf-16", "utf-32")):
            from io import StringIO

            yield from StringIO(decode(first + self.stream.read(), self.encoding))  # as a binary file: only a line feed ends a line
            return
        number = 1
        # A file without any line feed, as old programs wrote them, has carriage returns.
        rest = [] if b"\n" in first else first[len(mark) :].splitlines(keepends=True)[::-1]
        line = rest.pop() if rest else first[len(mark) :]
        while line:
            yield decode_line(line, number, encoding)
            number += 1
            line = rest.pop() if rest else self.stream.readline()
