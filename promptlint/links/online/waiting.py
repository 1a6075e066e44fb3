"""Wait for the check of links: in this thread, or in one of its own if this one has an event loop; until Ctrl-C ends it."""

from __future__ import annotations

import asyncio
import contextlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol, TypeVar

    class Run(Protocol):
        """A check of links. `pending` says whether there is anything to check; `interrupted` is set by Ctrl-C."""

        interrupted: bool

        @property
        def pending(self) -> bool:
            """Return whether there is anything to check."""

        async def run(self) -> None:
            """Check the links."""

    _Run = TypeVar("_Run", bound=Run)

__all__ = ["finish"]


def finish(run: _Run) -> _Run:
    """Run it to its end or to Ctrl-C, in a thread of its own where this one already has an event loop."""
    if not run.pending:
        return run
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        try:
            asyncio.run(_to_the_end(run))
        except KeyboardInterrupt:
            run.interrupted = True
        return run
    _in_thread(run)
    return run


async def _to_the_end(run: _Run) -> None:
    """Ctrl-C cancels this task (asyncio.run does that); the results so far are kept."""
    try:
        await run.run()
    except asyncio.CancelledError:
        run.interrupted = True


def _in_thread(run: _Run) -> None:
    # An event marks the end: up to Python 3.12 a thread whose join was interrupted by Ctrl-C counts as ended.
    from threading import Event, Thread

    task: asyncio.Task[None] | None = None
    ended = Event()
    raised: list[BaseException] = []

    async def main() -> None:
        nonlocal task
        task = asyncio.current_task()
        if not run.interrupted:
            await _to_the_end(run)

    def body() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:
            raised.append(error)
        finally:
            ended.set()

    Thread(target=body, daemon=True).start()
    try:
        with _heeding_ctrl_c():
            while not ended.wait(0.1):
                pass  # in short waits, so that Ctrl-C is seen on every system
    except KeyboardInterrupt:
        run.interrupted = True
        if task is not None:
            with contextlib.suppress(RuntimeError):  # its loop may have ended at this moment
                task.get_loop().call_soon_threadsafe(task.cancel)
        ended.wait(1.0)
    if raised:
        raise raised[0]


@contextlib.contextmanager
def _heeding_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C raise here: the caller's `asyncio.run` only notes it for its loop, which does not run meanwhile."""
    import signal
    from threading import current_thread, main_thread

    if current_thread() is not main_thread():
        yield
        return
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
