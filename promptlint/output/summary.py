"""The last line of a run: how many problems were found or fixed, in how many prompts, and what was not checked."""

from __future__ import annotations

from promptlint.findings import Totals
from promptlint.text.joining import counted
from promptlint.text.namedtuple import NamedTuple

__all__ = ["Summary", "unread_locations"]


class Summary(NamedTuple):
    """The counts of a run; `str()` is its summary.

    `safe` and `unsafe` are findings that have a fix. `fixed` is the number of fixes made or, under `dry_run`, shown;
    `with_unsafe` means that unsafe ones are asked for. `known`
    findings are hidden by the baseline. `unverified` links gave no verdict, `unchecked` ones were left when the run was
    interrupted.
    """

    totals: Totals
    safe: int = 0
    unsafe: int = 0
    fixed: int = 0
    dry_run: bool = False
    with_unsafe: bool = False
    known: int = 0
    unverified: int = 0
    interrupted: bool = False
    unchecked: int = 0

    def __str__(self) -> str:
        """Return one line without a full stop: `2 errors, 1 warning in 3 prompts (2 fixable with --fix)`."""
        parts = [self._found() + self._fixable()]
        if self.known:
            parts.append(f"{counted(self.known, 'finding')} hidden by the baseline")
        if self.unverified:
            parts.append(f"{counted(self.unverified, 'link')} could not be checked (see why with --min-severity info)")
        if self.totals.unread:
            parts.append(unread_locations(self.totals.unread))
        if self.interrupted:
            parts.append("interrupted" + (f" with {counted(self.unchecked, 'link')} unchecked" if self.unchecked else ""))
        return "; ".join(parts)

    def _found(self) -> str:
        totals = self.totals
        counts = ((totals.errors, "error"), (totals.warnings, "warning"), (totals.infos, "info"))
        found = ", ".join(counted(number, severity) for number, severity in counts if number)
        if not totals.prompts:
            return f"{found}; no prompts read" if found else "no prompts found"
        prompts = counted(totals.prompts, "prompt")
        if self.fixed:
            verb = "would fix" if self.dry_run else "fixed"
            return f"{verb} {counted(self.fixed, 'problem')}, leaving {found or 'none'} in {prompts}"
        return f"{found or ('no new problems' if self.known else 'no problems found')} in {prompts}"

    def _fixable(self) -> str:
        """Return how many of the remaining findings are fixable, and with which options."""
        if self.with_unsafe and self.safe + self.unsafe:
            return f" ({self.safe + self.unsafe} fixable with --fix --unsafe-fixes)"
        if self.safe and self.unsafe:
            return f" ({self.safe} fixable with --fix, {self.unsafe} more with --unsafe-fixes)"
        if self.unsafe and self.fixed:
            return f" ({self.unsafe} more with --unsafe-fixes)"
        if self.safe:
            return f" ({self.safe} fixable with --fix)"
        return f" ({self.unsafe} fixable with --fix --unsafe-fixes)" if self.unsafe else ""


def unread_locations(count: int) -> str:
    """Return that locations with parameters were not read, and how to list them."""
    verb, them = ("was", "it") if count == 1 else ("were", "them")
    return f"{counted(count, 'location')} with parameters {verb} not read (list {them} with --show-prompts)"
