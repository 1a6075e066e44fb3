"""Tell binary files from text, as git does."""

from __future__ import annotations

from promptlint.text.opening import read_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_binary"]

# Like git: a zero byte among the first 8000 makes a file binary.
HEAD_BYTES = 8000
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

_SCRIPTS = 3  # the high bytes of UTF-16 text in one script and ASCII


def is_binary(path: str) -> bool:
    """Return whether a file's first bytes are binary; False for a file that cannot be opened."""
    try:
        head = read_head(path, HEAD_BYTES)
    except OSError:
        return False
    return b"\0" in head and not head.startswith((*_WIDE_MARKS, b"PAR1")) and not _is_wide_text(head)


def _is_wide_text(head: bytes) -> bool:
    """Return whether bytes are text in UTF-16 or UTF-32 without a byte order mark: it is not passed over but reported as unreadable."""
    if len(head) < 8:
        return False
    low, high = sorted((head[::2], head[1::2]), key=lambda half: half.count(0))
    if len(set(high)) <= _SCRIPTS and 0 in high and 0 not in low:
        return True
    return any("\0" not in text for text in _decoded(head[: len(head) & ~3], "utf-32-le", "utf-32-be"))


def _decoded(data: bytes, *encodings: str) -> Iterator[str]:
    """The text of bytes in each encoding in which they are valid."""
    for encoding in encodings:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
