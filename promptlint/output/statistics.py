"""`--statistics`: the number of findings per rule, in addition to any output format."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.findings import Finding

__all__ = ["Statistics"]


class Statistics:
    """Counts the findings that pass through `counted`, by rule and severity, and the safe fixes among them."""

    __slots__ = ("_counts", "_fixes")

    def __init__(self) -> None:
        """Begin a run: nothing is counted yet."""
        self._counts: dict[tuple[str, str, str], int] = {}
        self._fixes: dict[tuple[str, str, str], int] = {}

    def counted(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The same findings, each counted when it is taken."""
        for finding in findings:
            diagnostic = finding.diagnostic
            key = (diagnostic.code, diagnostic.name, diagnostic.severity)
            self._counts[key] = self._counts.get(key, 0) + 1
            if diagnostic.fix is not None and diagnostic.fix.safe:
                self._fixes[key] = self._fixes.get(key, 0) + 1
            yield finding

    def table(self) -> str:
        """A line for each rule and severity, the most frequent first, with the number of safe fixes; empty for none."""
        rows = [
            (str(count), code, name, severity, _fixable(self._fixes.get((code, name, severity), 0)))
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
