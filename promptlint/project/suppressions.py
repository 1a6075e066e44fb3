"""Apply suppressions in comments and settings, and report those without effect (MJ901–MJ903).

A suppression only hides findings. One above several prompts applies to all of them.
"""

from __future__ import annotations

from promptlint.errors import ConfigError
from promptlint.rules.running import run_rule
from promptlint.rules.selection import expand_rules
from promptlint.sources.comments import MAX_IGNORES
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from promptlint.diagnostics import Diagnostic
    from promptlint.sources.source_map import Suppression

__all__ = ["Remark", "Suppressions"]


class Remark(NamedTuple):
    """A finding about a suppression itself."""

    diagnostic: Diagnostic
    line: int
    column: int
    end_column: int


class _Use:
    """One suppression while a file is linted: what each of its names covers, and which of them had an effect.

    `is_attached` means that it applies to a prompt, or to the whole file.
    """

    def __init__(self, suppression: Suppression, house: frozenset[str]) -> None:
        self.suppression = suppression
        self.covers: dict[str, frozenset[str]] = {}
        self.unknown: dict[str, str] = {}
        self.effective: set[str] = set()
        self.is_attached = suppression.scope == "file"
        for name in suppression.codes:
            if name in self.covers or name in self.unknown:
                continue
            try:
                self.covers[name] = expand_rules([name], house=house)
            except ConfigError as error:
                self.unknown[name] = str(error)

    def hides(self, code: str) -> bool:
        """Return whether it covers the rule; remembers that it did."""
        if not self.suppression.codes:
            self.effective.add("")
            return True
        found = [name for name, codes in self.covers.items() if code in codes]
        self.effective.update(found)
        return bool(found)


class Suppressions:
    """The suppressions of one file, applied to its findings in order."""

    def __init__(
        self,
        ignored: frozenset[str] = frozenset(),
        places: Iterable[tuple[int, frozenset[str]]] = (),
        house: frozenset[str] = frozenset(),
    ) -> None:
        """Create it with what the settings ignore: `ignored` codes in the whole file, and codes on single lines.

        `house` are the codes of the house rules, which a comment may name.
        """
        self._house = house
        self._ignored = ignored
        self._places = tuple(places)
        self._uses: dict[tuple[int, int, str], _Use] = {}
        self._whole: list[_Use] = []
        self._hidden: dict[str, bool] = {}  # code -> whether a suppression of the whole file covers it
        self._is_crowded = False  # whether a prompt has as many suppressions as are given to one

    def add(self, suppressions: Iterable[Suppression]) -> list[_Use]:
        """Note suppressions of the file; one that was seen before stays the same. Returns those of single prompts."""
        uses = [self._use(each) for each in suppressions]
        return [use for use in uses if use.suppression.scope != "file"]

    def attach(self, suppressions: Collection[Suppression]) -> None:
        """Note those of a prompt."""
        for use in self.add(suppressions):
            use.is_attached = True
        self._is_crowded = self._is_crowded or len(suppressions) >= MAX_IGNORES

    def _use(self, suppression: Suppression) -> _Use:
        key = (suppression.line, suppression.column, suppression.scope)
        use = self._uses.get(key)
        if use is None:
            use = self._uses[key] = _Use(suppression, self._house)
            if suppression.scope == "file":
                self._whole.append(use)
                self._hidden.clear()
        return use

    def hides(self, code: str, lines: range, suppressions: Iterable[Suppression]) -> bool:
        """Return whether the finding of the rule `code` in a prompt on `lines` is suppressed.

        `suppressions` are those of the prompt; those of the file were added before.
        """
        if code in self._ignored or any(line in lines and code in codes for line, codes in self._places):
            return True
        # All of them, not only the first match: each that covers the finding is used.
        hidden = [use.hides(code) for use in self.add(suppressions)]
        if code not in self._hidden:
            self._hidden[code] = True in [use.hides(code) for use in self._whole]
        return any(hidden) or self._hidden[code]

    def remarks(self, ran: frozenset[str]) -> Iterator[Remark]:
        """The findings about the suppressions, after all findings of the file; `ran` are the rules that ran."""
        for key in sorted(self._uses):
            use = self._uses[key]
            place = (use.suppression.line, use.suppression.column, use.suppression.end_column)
            yield from (Remark(diagnostic, *place) for diagnostic in _about(use, ran, is_crowded=self._is_crowded))


def _about(use: _Use, ran: frozenset[str], *, is_crowded: bool) -> Iterator[Diagnostic]:
    """The problem with one suppression of a file; in a crowded file, also that no prompt got it."""
    verb = "ignore-file" if use.suppression.scope == "file" else "ignore"
    if not use.suppression.codes:
        yield from run_rule("blanket-suppression", verb, enabled=ran)
    for name, problem in use.unknown.items():
        yield from run_rule("unknown-rule", f"`{verb}[{name}]` is not used: {problem}", enabled=ran)
    for name, codes in use.covers.items():
        if is_crowded and not use.is_attached:
            why = f"only the last {MAX_IGNORES} suppressions above a prompt apply"
            yield from run_rule("unused-suppression", verb, name, why, enabled=ran)
        elif name not in use.effective and codes <= ran:
            yield from run_rule("unused-suppression", verb, name, enabled=ran)
