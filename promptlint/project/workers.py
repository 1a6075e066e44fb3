"""Share work among forked processes, which start with everything imported."""

from __future__ import annotations

import os
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.synchronize import Event
    from typing import Any

__all__ = ["Pool", "cores"]


def cores(jobs: str | None) -> int:
    """Number of workers for `--jobs`: None and `auto` mean the cores this process may use, at most 16.

    Without `fork`, as on Windows, it is always 1.
    """
    if not hasattr(os, "fork"):
        return 1
    if jobs is not None and jobs != "auto":
        return int(jobs)
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 16)


class Pool:
    """Forked workers for one kind of work. Ctrl-C goes to the parent: it sends no more tasks, and they end.

    If a worker dies (out of memory, killed), the parent does the remaining work.
    """

    def __init__(self, jobs: int, work: Callable[[Any], Any]) -> None:
        """Prepare; the workers are forked when the first task is there."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._work = work
        forked = get_context("fork")
        self._ahead = 2 * jobs
        self._over = forked.Event()
        self._executor = ProcessPoolExecutor(jobs, forked, _begin, (work, self._over))

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._executor.shutdown(cancel_futures=True)

    def map(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """The results in the order of the tasks, of which few are under way at a time."""
        waiting: deque[tuple[Any, Future[Any] | None]] = deque()
        for task in tasks:
            waiting.append((task, self._submitted(task)))
            if len(waiting) > self._ahead:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _submitted(self, task: Any) -> Future[Any] | None:
        """The result of a worker's task, or None if a worker died, which ends all."""
        from concurrent.futures import BrokenExecutor

        try:
            return self._executor.submit(_do, task)
        except BrokenExecutor:
            return None

    def _result(self, task: Any, future: Future[Any] | None) -> Any:
        """The result of the worker, or of doing the task here."""
        from concurrent.futures import BrokenExecutor

        try:
            return self._work(task) if future is None else future.result()
        except BrokenExecutor:
            return self._work(task)


_worker: tuple[Callable[[Any], Any], Event] | None = None
"""In a worker, the function it runs and the flag that its results are no longer needed."""


def _begin(work: Callable[[Any], Any], over: Event) -> None:
    """Prepare a worker: it inherits the work, which need not be able to go through a pipe."""
    import gc
    import signal

    gc.freeze()  # what was imported before the fork is shared, and stays so if the collector leaves it alone
    global _worker  # noqa: PLW0603 (tasks are handed to a function that has a name, which finds the work here)
    _worker = work, over
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(task: Any) -> Any:
    """One task; none once the run is over."""
    assert _worker is not None
    work, over = _worker
    return None if over.is_set() else work(task)
