"""`--statistics`: the number of findings per rule, in addition to any output format."""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from promptlint.findings import Finding

__all__ = ["Statistics"]


class Statistics:
    """Counts the findings that pass through `counted`, by rule and severity, and the safe fixes among them."""

    __slots__ = ("_counts", "_fixes")

    def __init__(self) -> None:
        """Begin a run: nothing is counted yet."""
        self._counts: dict[tuple[str, str, str], int] = {}
        self._fixes: Counter[tuple[str, str, str]] = Counter()

    def counted(self, findings: Iterable[Finding], can_be_fixed: Callable[[], bool]) -> Iterator[Finding]:
        """The same findings of one input, each counted when it is taken.

        `can_be_fixed` is asked after the last one: the fixes of a file that is not changed do not count.
        """
        fixes: Counter[tuple[str, str, str]] = Counter()
        for finding in findings:
            diagnostic = finding.diagnostic
            key = (diagnostic.code, diagnostic.name, diagnostic.severity)
            self._counts[key] = self._counts.get(key, 0) + 1
            if diagnostic.fix is not None and diagnostic.fix.safe:
                fixes[key] += 1
                self._fixes[key] += 1
            yield finding
        if not can_be_fixed():
            self._fixes.subtract(fixes)

    def table(self) -> str:
        """A line for each rule and severity, the most frequent first, with the number of safe fixes; empty for none."""
        rows = [
            (str(count), code, name, severity, _fixable(self._fixes[code, name, severity]))
            for (code, name, severity), count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        if not rows:
            return ""
        counts, names, severities = (max(len(row[column]) for row in rows) for column in (0, 2, 3))
        lines = (
            f"{count:>{counts}}  {code}  {name:<{names}}  {severity:<{severities}}  {fixable}"
            for count, code, name, severity, fixable in rows
        )
        return "".join(line.rstrip() + "\n" for line in lines)


def _fixable(count: int) -> str:
    return f"{count} fixable with --fix" if count else ""
