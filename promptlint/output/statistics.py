"""`--statistics`: the number of findings per rule, in addition to any output format."""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.findings import Finding

__all__ = ["Statistics"]


class Statistics:
    """Counts the findings that pass through `counted`, by rule and severity, and the safe fixes among them.

    A file that cannot be read completely is not changed, so its fixes do not count.
    """

    __slots__ = ("_counts", "_fixes", "_fixes_of_file", "_path")

    def __init__(self) -> None:
        """Begin a run: nothing is counted yet."""
        self._counts: dict[tuple[str, str, str], int] = {}
        self._fixes: Counter[tuple[str, str, str]] = Counter()
        self._fixes_of_file: Counter[tuple[str, str, str]] = Counter()
        self._path = ""

    def counted(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The same findings, each counted when it is taken."""
        for finding in findings:
            diagnostic = finding.diagnostic
            if finding.path != self._path:
                self._end_file(finding.path)
            if diagnostic.name == "unreadable-file":
                self._fixes_of_file.clear()
            key = (diagnostic.code, diagnostic.name, diagnostic.severity)
            self._counts[key] = self._counts.get(key, 0) + 1
            if diagnostic.fix is not None and diagnostic.fix.safe:
                self._fixes_of_file[key] += 1
            yield finding

    def _end_file(self, path: str) -> None:
        """Count the fixes of the last file, and begin another one."""
        self._fixes.update(self._fixes_of_file)
        self._fixes_of_file.clear()
        self._path = path

    def table(self) -> str:
        """A line for each rule and severity, the most frequent first, with the number of safe fixes; empty for none."""
        self._end_file("")
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
