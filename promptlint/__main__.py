"""The program: `python -m promptlint`, and the console script `promptlint`."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["run"]

_BROKEN_PIPE = 141  # the status that a shell reports for a program ended by a closed pipe
_INTERRUPTED = 130
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)  # of the disk, the file, the quota; a device that fails
_COLLECT_AFTER = 20_000  # new objects: loading makes 15,000 that stay, and looking for garbage among them takes 3 ms
_BUG = "https://github.com/promptlint/midjourney-promptlint/issues"


def run() -> int:
    """Run the command line with the real streams and return the exit status."""
    gc.set_threshold(_COLLECT_AFTER)
    from promptlint.cli.main import main

    out, err = _tolerant(sys.stdout), _tolerant(sys.stderr, by_line=True)
    try:
        status = main(sys.argv[1:], sys.stdin, out, err)
        out.flush()
    except BrokenPipeError:
        _discard(out)
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        return _full(error, out, err) if error.errno in _NO_ROOM else _bug(error, err)
    except Exception as error:
        return _bug(error, err)
    return status


def _tolerant(stream: TextIO, *, by_line: bool = False) -> TextIO:
    """The stream, changed so that no character ends the program and no byte is lost.

    With PYTHONUNBUFFERED, as many containers set it, Python drops the rest of a write that a signal interrupts. A stream that
    nobody flushes at the end is written `by_line`: Python 3.12 and later may end without writing what is left of it.
    """
    if isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        buffering = 1 if by_line else -1
        return open(stream.fileno(), "w", buffering, encoding=stream.encoding, errors="backslashreplace", closefd=False)
    if isinstance(stream, io.TextIOWrapper):  # a program that embeds promptlint may have replaced it
        stream.reconfigure(errors="backslashreplace")
    return stream


def _discard(stream: TextIO) -> None:
    """Discard the rest of the buffer: Python flushes at exit, and the reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _full(error: OSError, out: TextIO, err: TextIO) -> int:
    """Report that the output cannot be written, which is not a bug of promptlint."""
    _discard(out)
    err.write(f"promptlint: the output cannot be written: {os.strerror(error.errno or errno.ENOSPC).lower()}\n")
    return 2


def _bug(error: Exception, stderr: TextIO) -> int:
    """Report an internal error in one line that the user can pass on."""
    if os.environ.get("PROMPTLINT_DEBUG"):
        raise error
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""
    stderr.write(
        f"promptlint: internal error: {type(error).__name__}: {error}{place}. This is a bug in promptlint: please report it at {_BUG} "
        "(PROMPTLINT_DEBUG=1 prints the traceback)\n"
    )
    return 2


def _forget_the_directory() -> None:
    """Import nothing from the current directory, which `python -m` puts first on the path: it may be the one that is linted."""
    if not sys.flags.safe_path and sys.path[0] == os.getcwd() != os.path.dirname(os.path.dirname(__file__)):
        del sys.path[0]


if __name__ == "__main__":
    _forget_the_directory()
    sys.exit(run())
