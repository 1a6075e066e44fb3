"""Share work among forked processes, which start with everything imported.

A worker and its parent share two pipes and nothing else: `concurrent.futures`, which could do it, takes 30 ms to import.
"""

from __future__ import annotations

import os
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    Work = Callable[[Any], Any]

__all__ = ["Pool", "cores"]

_HEAD = 8
"""Bytes before a message that say how long it is."""


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

    If a worker dies (out of memory, killed) or cannot be forked, the parent does its tasks.
    """

    def __init__(self, jobs: int, work: Work) -> None:
        """Prepare; a worker is forked when there is a task for it."""
        self._jobs = jobs
        self._work = work
        self._workers: list[_Worker] = []
        self._done: dict[int, Any] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        for worker in self._workers:
            worker.wait()

    def map(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """The results in the order of the tasks, of which few are under way at a time. Raises what the work raises."""
        ahead = 2 * self._jobs
        count = 0
        for number, task in enumerate(tasks):
            self._give(number, task)
            count += 1
            if number >= ahead:
                yield self._result(number - ahead)
        for number in range(max(0, count - ahead), count):
            yield self._result(number)

    def _give(self, number: int, task: Any) -> None:
        """Hand a task to the worker that has the fewest, if need be a new one."""
        worker = min(self._workers, key=lambda each: len(each.under_way), default=None)
        if (worker is None or worker.under_way) and len(self._workers) < self._jobs:
            try:
                worker = _forked(self._work, self._workers)
                self._workers.append(worker)
            except OSError:  # no more processes, or files, are allowed
                self._jobs = len(self._workers)
        if worker is None:
            self._done[number] = self._work(task)
            return
        worker.under_way.append((number, task))
        try:
            _send(worker.tasks, task)
        except OSError:
            self._replace(worker)

    def _result(self, number: int) -> Any:
        """The result of a task, once it is there."""
        from select import POLLIN, poll

        while number not in self._done:
            busy = {worker.results: worker for worker in self._workers if worker.under_way}
            waiting = poll()
            for results in busy:
                waiting.register(results, POLLIN)
            for results, _ in waiting.poll():
                self._take(busy[results])
        return self._done.pop(number)

    def _take(self, worker: _Worker) -> None:
        """The next result of a worker."""
        try:
            error, result = _receive(worker.results)
        except EOFError:
            self._replace(worker)
            return
        if error is not None:
            raise error
        self._done[worker.under_way.popleft()[0]] = result

    def _replace(self, worker: _Worker) -> None:
        """Do the tasks of a worker that died here; the next task may fork another."""
        self._workers.remove(worker)
        worker.close()
        worker.wait()
        self._done.update((number, self._work(task)) for number, task in worker.under_way)


class _Worker:
    """A forked process: the ends of its pipes, and the tasks it has, with their numbers."""

    def __init__(self, process: int, tasks: int, results: int) -> None:
        self.process = process
        self.tasks = tasks
        self.results = results
        self.under_way: deque[tuple[int, Any]] = deque()

    def close(self) -> None:
        """Close the pipes: it ends when it looks for the next task, or has a result."""
        os.close(self.tasks)
        os.close(self.results)

    def wait(self) -> None:
        """Wait for its end."""
        os.waitpid(self.process, 0)


def _forked(work: Work, others: Iterable[_Worker]) -> _Worker:
    """A new worker. Raises OSError where there can be none."""
    tasks, to_worker = os.pipe()
    from_worker, results = os.pipe()
    process = os.fork()
    if process:
        os.close(tasks)
        os.close(results)
        return _Worker(process, to_worker, from_worker)
    try:
        for each in (_Worker(0, to_worker, from_worker), *others):
            each.close()  # a pipe ends when all processes have closed it
        _serve(work, tasks, results)
    finally:
        os._exit(0)  # what the parent has not yet written is its own


def _serve(work: Work, tasks: int, results: int) -> None:
    """Do tasks until there are no more."""
    import gc
    import signal

    gc.freeze()  # what was imported before the fork is shared, and stays so if the collector leaves it alone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = _receive(tasks)
        except EOFError:
            return
        _send(results, _outcome(work, task))


def _outcome(work: Work, task: Any) -> tuple[Exception | None, Any]:
    """Return the error that the work raises for a task, and its result."""
    try:
        return None, work(task)
    except Exception as error:
        return error, None


def _send(pipe: int, message: Any) -> None:
    """Write a message. Raises OSError if nobody reads it."""
    import pickle

    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    left = memoryview(len(data).to_bytes(_HEAD, "big") + data)
    while left:
        left = left[os.write(pipe, left) :]


def _receive(pipe: int) -> Any:
    """The next message. Raises EOFError if there will be none."""
    import pickle

    return pickle.loads(_read(pipe, int.from_bytes(_read(pipe, _HEAD), "big")))


def _read(pipe: int, count: int) -> bytes:
    pieces = []
    while count:
        piece = os.read(pipe, count)
        if not piece:
            raise EOFError
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
