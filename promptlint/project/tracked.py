"""List the files that git tracks, from the index of a repository, without starting a process or running a stranger's hooks.

The format is that of `gitformat-index(5)`, versions 2 to 4, with SHA-1. An index that cannot be read tracks nothing.
"""

from __future__ import annotations

import os
import struct

from promptlint.settings_file.steering import read_steering_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["tracked"]

_MAX_POINTER_SIZE = 64 << 10
_MAX_INDEX_SIZE = 64 << 20
_HEADER = struct.Struct(">4sLL")
_FLAGS_AT, _NAME_AT = 60, 62  # of an entry, after its times, its mode and its hash
_EXTENDED = 0x4000  # two more bytes of flags


def tracked(top: str) -> frozenset[str]:
    """Return the files that git tracks in the repository at `top` and their directories, relative, with `/`."""
    try:
        index = read_steering_file(os.path.join(_git_directory(top), "index"), _MAX_INDEX_SIZE)
        files = [os.fsdecode(name) for name in _names(index)]
    except (OSError, ValueError, IndexError, struct.error):
        return frozenset()
    found = set(files)
    for name in files:
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return frozenset(found)


def _git_directory(top: str) -> str:
    """The location of the index: in a work tree and a submodule, a file `.git` names the directory."""
    path = os.path.join(top, ".git")
    if os.path.isdir(path):
        return path
    pointer = os.fsdecode(read_steering_file(path, _MAX_POINTER_SIZE))
    return os.path.join(top, pointer.removeprefix("gitdir:").strip())


def _names(index: bytes) -> Iterator[bytes]:
    """The paths in an index. Raises ValueError, IndexError or struct.error if it is not one."""
    mark, version, count = _HEADER.unpack_from(index)
    if mark != b"DIRC" or version not in {2, 3, 4}:
        raise ValueError("not an index of git")
    at, name = _HEADER.size, b""
    for _ in range(count):
        (flags,) = struct.unpack_from(">H", index, at + _FLAGS_AT)
        begin = at + _NAME_AT + (2 if flags & _EXTENDED else 0)
        kept = 0
        if version == 4:  # a path is reported by what it shares with the one before it
            cut, begin = _number(index, begin)
            kept = len(name) - cut
        end = index.index(b"\0", begin)
        name = name[:kept] + index[begin:end]
        yield name
        # In the older versions each entry is filled up with one to eight zero bytes.
        at = end + 1 if version == 4 else at + ((end - at) // 8 + 1) * 8


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, each but the last offset by one, as in packs; and where it ends."""
    byte = data[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = data[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1
