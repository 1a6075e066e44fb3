"""The only way to write a file: write a new one next to it and rename it, keeping everything of the old file that must stay.

`proof` has proven the text before. The file keeps its encoding, byte order mark, mode, owner and extended attributes; if it could
not, it is not replaced.
"""

from __future__ import annotations

import os
import stat

from promptlint.text.namedtuple import NamedTuple
from promptlint.text.real_paths import contains

from .inputs import open_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["FileChangedError", "FileText", "NewFile", "NotReplaceableError", "ReadFile", "remove_leftovers", "unified_diff"]

_PREFIX, _SUFFIX = ".promptlint-", ".tmp"
"""Prefix and suffix of a temporary name; short, so that it fits next to any file."""

_BLOCK = 1 << 16
"""Bytes that are read at a time to compare a file with what it was."""

_cleaned: set[str] = set()


class FileChangedError(OSError):
    """The file has changed since it was read: another program wrote it."""


class NotReplaceableError(OSError):
    """A file that cannot be replaced without a loss; the message names the loss."""


class ReadFile:
    """A file that is read piece by piece, with what it takes to say later whether it is still the same."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with nothing read of an open file."""
        from hashlib import sha256

        self.size = 0
        self._identity = _identity(file)
        self._digest = sha256()

    def add(self, data: bytes) -> None:
        """Note the next bytes that were read."""
        self._digest.update(data)
        self.size += len(data)

    def require_unchanged(self, new: NewFile) -> None:
        """Raise FileChangedError unless `new` replaces this very file with the same content; OSError if it cannot be read."""
        new.flush()  # which takes longest: what follows is over at once
        with new.open_old() as file:
            if _identity(file) != self._identity or _digest(file, self.size) != self._digest.digest():
                raise FileChangedError("another program changed it while it was being linted")


def _identity(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino


def _digest(file: BinaryIO, size: int) -> bytes:
    """The digest of a file that should have `size` bytes; of one more than that if it has more."""
    from hashlib import sha256

    digest = sha256()
    left = size + 1
    while left and (block := file.read(min(left, _BLOCK))):
        digest.update(block)
        left -= len(block)
    return digest.digest()


class FileText(NamedTuple):
    """A text file with what it takes to write it again: the encoding, the byte order mark, and how the file was when it was read."""

    path: str
    text: str
    encoding: str
    mark: bytes
    read_from: ReadFile | None = None

    @classmethod
    def read(cls, path: str, encoding: str = "utf-8") -> FileText:
        """Read a file. Raises OSError, and SourceError if its bytes are not text."""
        from promptlint.sources.decoding import decode, encoding_of

        with open_input(path) as file:
            read_from = ReadFile(file)
            data = file.read()
        read_from.add(data)
        told, mark = encoding_of(data, encoding)
        return cls(path, decode(data, encoding), told, mark, read_from)

    def write(self, text: str, within: str = "") -> None:
        """Replace the file's text; unchanged text writes nothing. The file must be `within` that directory, if there is one.

        Raises FileChangedError if the file has changed since it was read, NotReplaceableError if something of it would be lost,
        OSError if it cannot be written, UnicodeEncodeError if its encoding lacks a character. The file is then unchanged.
        """
        if text == self.text:
            return
        assert self.read_from is not None, "it was read from a file"
        data = self.mark + text.encode(self.encoding)
        with NewFile(self.path, device=False, within=within) as new:
            new.out.write(data)
            self.read_from.require_unchanged(new)


class _Directory:
    """A directory that is held open: whatever its path becomes, its files are those in it.

    `within` is a directory above it: from there on, no link is followed. Windows has no such thing, so paths are used there.
    """

    def __init__(self, path: str, within: str = "") -> None:
        """Open it. Raises OSError."""
        self.path = path
        self.descriptor: int | None = None
        if os.open not in os.supports_dir_fd:
            return
        flags = os.O_DIRECTORY | getattr(os, "O_PATH", os.O_RDONLY)  # on Linux it need not be readable
        self.descriptor = os.open(within or path, flags)
        for folder in filter(None, path.removeprefix(within).split("/")) if within else ():
            above = self.descriptor
            try:
                self.descriptor = os.open(folder, flags | os.O_NOFOLLOW, dir_fd=above)
            finally:
                os.close(above)

    def at(self, name: str) -> str:
        """The path of a file in it, relative to `descriptor`."""
        return os.path.join(self.path, name) if self.descriptor is None else name

    def open(self, name: str, flags: int) -> int:
        """Open a file in it that is not a link."""
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        return os.open(self.at(name), flags, 0o600, dir_fd=self.descriptor)

    def close(self) -> None:
        """Close it."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


class NewFile:
    """A file being written: next to `path`, and renamed at the end, so that `path` is never half-written.

    A link is followed, but not out of the directory `within`. Mode, owner, group and extended attributes are those of the old
    file. A `device` or a pipe, such as /dev/stdout, is written directly if that is allowed. After an exception, nothing has changed.

    Raises NotReplaceableError before anything is written: for what is not a regular file, for a read-only one, for one with further
    hard links, and if the owner or an attribute cannot be kept. Raises FileChangedError for a link out of the directory, and OSError
    if the file cannot be written.
    """

    def __init__(self, path: str, *, device: bool = True, within: str = "") -> None:
        """Open `out` to write to."""
        self._beside = ""
        if device and os.path.exists(path) and not os.path.isfile(path):
            self.out: BinaryIO = open(path, "wb")  # noqa: SIM115 (closed by `keep` or `discard`)
            return
        real, within = os.path.realpath(path), within and os.path.realpath(within)
        directory, self._name = os.path.split(real)
        if within and not contains(within, directory):
            raise FileChangedError("it is now a link out of the directory")
        self._directory = _Directory(directory, within)
        try:
            old = _replaceable(self._directory, self._name)
            remove_leftovers(real)
            handle, self._beside = _create(self._directory)
        except BaseException:
            self._directory.close()
            raise
        self.out = os.fdopen(handle, "wb")
        try:
            if old is not None:
                _keep_owner(handle, old)
                _keep_attributes(handle, real)
            self._mode = _new_mode() if old is None else old.st_mode & 0o7777
        except BaseException:
            self.discard()
            raise

    def open_old(self) -> BinaryIO:
        """Open the file to replace to read it, without waiting if it has become a pipe. Raises OSError."""
        return os.fdopen(self._directory.open(self._name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")

    def flush(self) -> None:
        """Write what is buffered to the disk."""
        self.out.flush()
        if self._beside:
            os.fsync(self.out.fileno())

    def __enter__(self) -> NewFile:
        """Return itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Rename it to its path, or remove it after an exception."""
        if kind is None:
            self.keep()
        else:
            self.discard()

    def keep(self) -> None:
        """Rename it to its path."""
        try:
            self.flush()
            if self._beside:
                os.chmod(self.out.fileno() if os.chmod in os.supports_fd else self._directory.at(self._beside), self._mode)
                if os.name != "nt":  # Windows cannot rename an open file; elsewhere the lock is held until the end
                    self._rename()
            self.out.close()
            if self._beside:
                if os.name == "nt":
                    self._rename()
                self._directory.close()
        except BaseException:
            self.discard()
            raise

    def _rename(self) -> None:
        place = self._directory
        os.replace(place.at(self._beside), place.at(self._name), src_dir_fd=place.descriptor, dst_dir_fd=place.descriptor)

    def discard(self) -> None:
        """Remove the file, if it is still there; what was at its path stays."""
        from contextlib import suppress

        with suppress(OSError):  # the buffered rest may not fit on the disk
            self.out.close()
        if self._beside:
            with suppress(FileNotFoundError):
                os.unlink(self._directory.at(self._beside), dir_fd=self._directory.descriptor)
            self._directory.close()
            self._beside = ""


def remove_leftovers(path: str) -> None:
    """Remove what runs that were killed left next to a file; a file that another run is writing is locked, and stays.

    Each directory is looked at once in a process.
    """
    directory = os.path.dirname(os.path.realpath(path))
    if directory in _cleaned:
        return
    _cleaned.add(directory)
    try:
        with os.scandir(directory) as entries:
            found = [entry.path for entry in entries if _is_leftover(entry)]
    except OSError:
        return  # opening it for writing reports the reason
    for each in found:
        _remove_unlocked(each)


def _is_leftover(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False)


def _remove_unlocked(path: str) -> None:
    from contextlib import suppress

    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            if not _lock(handle, wait=False):
                return
            if os.name != "nt":
                os.unlink(path)
        finally:
            os.close(handle)
        if os.name == "nt":
            os.unlink(path)  # denied while another process has it open


def _create(directory: _Directory) -> tuple[int, str]:
    """Open a new file in a directory, locked for as long as it is open. Return its descriptor and name."""
    while True:
        name = f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
        handle = directory.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        _lock(handle, wait=True)
        if os.name == "nt" or os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)  # another run took it for a leftover before it was locked


def _lock(handle: int, *, wait: bool) -> bool:
    """Lock an open file; False if another process has locked it, or the file system does not support locks."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _replaceable(directory: _Directory, name: str) -> os.stat_result | None:
    """Return the status of the file to replace, or `None` if it does not exist. Raises NotReplaceableError."""
    path, within = directory.at(name), directory.descriptor
    try:
        status = os.stat(path, dir_fd=within, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise NotReplaceableError("it is not a regular file")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK, dir_fd=within):
        raise NotReplaceableError("it is read-only")
    if status.st_nlink > 1:
        raise NotReplaceableError(f"it has {status.st_nlink} hard links, and the others would keep the old text")
    return status


def _keep_owner(handle: int, old: os.stat_result) -> None:
    """Set the owner and group of the old file on the new one."""
    if not hasattr(os, "fchown"):
        return
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid):
        return
    try:
        os.fchown(handle, old.st_uid, old.st_gid)
    except OSError:
        raise NotReplaceableError("its owner or group cannot be kept") from None


def _keep_attributes(handle: int, path: str) -> None:
    """Copy the extended attributes, access control lists among them, where the system has them."""
    if not hasattr(os, "listxattr"):
        return
    from contextlib import suppress

    kept, new = _attributes(path), _attributes(handle)
    for name in new.keys() - kept.keys():
        with suppress(OSError):  # inherited from the directory; one that cannot be removed was not requested either
            os.removexattr(handle, name)
    for name, value in kept.items():
        try:
            if new.get(name) != value:
                os.setxattr(handle, name, value)
        except OSError:
            raise NotReplaceableError(f"its extended attribute `{name}` cannot be kept") from None


def _attributes(file: int | str) -> dict[str, bytes]:
    """The extended attributes of a file; none on a file system without them."""
    try:
        names = os.listxattr(file)
    except OSError:
        return {}
    return {name: os.getxattr(file, name) for name in names}


def _new_mode() -> int:
    """The permissions of a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def unified_diff(path: str, before: str, after: str) -> str:
    """The change of a file as `patch -p0` reads it; empty without changes."""
    if before == after:
        return ""
    from difflib import unified_diff as difference

    lines = difference(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as `diff` counts them: only a line feed ends one, a carriage return is part of it."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
