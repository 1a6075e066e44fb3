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
_COLLECT_AFTER = 50_000  # new objects: a run over a small file makes up to 35,000 that stay, and to look for garbage there takes 7 ms
_BUG = "https://github.com/promptlint/midjourney-promptlint/issues"


def run() -> int:
    """Run the command line with the real streams and return the exit status."""
    gc.set_threshold(_COLLECT_AFTER)
    from promptlint.cli.main import main

    out, err = _tolerant(sys.stdout), _tolerant(sys.stderr, by_line=True)
    try:
        status = main(sys.argv[1:], sys.stdin or _nowhere(), out, err)
        out.flush()
        return status
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        return _ended(error, out, err)
    finally:
        gc.freeze()  # Python would look for garbage at exit, which takes 5 ms, and all memory is freed anyway


def _tolerant(stream: TextIO | None, *, by_line: bool = False) -> TextIO:
    """The stream, changed so that no character ends the program and no byte is lost.

    With PYTHONUNBUFFERED, as many containers set it, Python drops the rest of a write that a signal interrupts. A stream that
    nobody flushes at the end is written `by_line`: Python 3.12 and later may end without writing what is left of it. One that is
    closed is `None`, and takes everything.
    """
    if stream is None:
        return _nowhere()
    if isinstance(getattr(stream, "buffer", None), io.RawIOBase):
        buffering = 1 if by_line else -1
        return open(stream.fileno(), "w", buffering, encoding=stream.encoding, errors="backslashreplace", closefd=False)
    if isinstance(stream, io.TextIOWrapper):  # a program that embeds promptlint may have replaced it
        stream.reconfigure(errors="backslashreplace")
    return stream


def _nowhere() -> TextIO:
    return open(os.devnull, "r+", encoding="utf-8")


def _ended(error: Exception, out: TextIO, err: TextIO) -> int:
    """Write the rest of the output, report what ended the run, and return the exit status.

    Both streams may be what cannot be written. Python flushes them at exit, and a failure then would change the status.
    """
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        (error,) = error.exceptions  # what serves agents runs in groups of tasks
    status, message = _report(error)
    for stream, text in ((out, ""), (err, message)):
        try:
            stream.write(text)
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return status


def _report(error: Exception) -> tuple[int, str]:
    """The exit status, and what to say. Raises the error itself if it is a bug and PROMPTLINT_DEBUG is set."""
    if isinstance(error, BrokenPipeError):
        return _BROKEN_PIPE, ""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return 2, f"promptlint: the output cannot be written: {os.strerror(error.errno or errno.ENOSPC).lower()}\n"
    if os.environ.get("PROMPTLINT_DEBUG"):
        raise error
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""
    return 2, (
        f"promptlint: internal error: {type(error).__name__}: {error}{place}. This is a bug in promptlint: please report it at {_BUG} "
        "(PROMPTLINT_DEBUG=1 prints the traceback)\n"
    )


def _forget_the_directory() -> None:
    """Import nothing from the current directory, which `python -m` puts first on the path: it may be the one that is linted."""
    if not sys.flags.safe_path and sys.path[0] == os.getcwd() != os.path.dirname(os.path.dirname(__file__)):
        del sys.path[0]


if __name__ == "__main__":
    _forget_the_directory()
    sys.exit(run())
