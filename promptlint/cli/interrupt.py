"""Let Ctrl-C end a run between two findings, so that the findings so far are written completely."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import Any
else:
    import _signal as signal  # `signal` makes enumerations of its constants, which takes as long as reading the grammar

__all__ = ["Interrupt"]


class Interrupt:
    """While it is entered, Ctrl-C raises KeyboardInterrupt at once, except while `writing`: then as soon as that is over.

    A second Ctrl-C does not wait. Outside the main thread, where Python takes no signals, it changes nothing.
    """

    def __init__(self) -> None:
        """Begin with writing: a document has a beginning before its first finding."""
        self.writing = True
        self._asked = False
        self._before: Any = None

    def __enter__(self) -> Interrupt:
        """Take the signal."""
        try:
            self._before = signal.signal(signal.SIGINT, self._take)
        except ValueError:
            self._before = None
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the signal handler."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def written(self) -> None:
        """End writing. Raises KeyboardInterrupt if Ctrl-C was pressed meanwhile."""
        self.writing = False
        if self._asked:
            raise KeyboardInterrupt

    def _take(self, *_: object) -> None:
        if self.writing and not self._asked:
            self._asked = True
            return
        raise KeyboardInterrupt
