"""Verify safe fixes: a prompt with its safe fixes must have no warning and no error that it did not have before."""

from __future__ import annotations

from promptlint.diagnostics import apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from promptlint.diagnostics import Diagnostic, Fix

__all__ = ["only_safe"]

_MAX_TRIED = 20_000
"""Maximum number of code points that are linted to try fixes one by one if all together do harm; the rest are called unsafe."""


def only_safe(
    source: str,
    diagnostics: tuple[Diagnostic, ...],
    lint: Callable[[str], tuple[Diagnostic, ...]],
    fixes_of: Callable[[Iterable[Diagnostic]], Sequence[Fix]],
) -> tuple[Diagnostic, ...]:
    """Return the findings of `source`; fixes that cause a warning or an error of another rule are called unsafe.

    `lint` finds the mistakes of another text under the same settings; `fixes_of` returns the safe fixes that are made in one
    pass. Later passes are verified in turn.
    """
    safe = [each for each in diagnostics if each.fix is not None and each.fix.safe]
    if not safe:
        return diagnostics
    known = _grave(diagnostics)
    together = fixes_of(diagnostics)
    if len(together) == len(safe) and _grave(lint(_fixed(source, together))) <= known:
        return diagnostics
    kept: list[Fix] = []
    unsafe: set[Diagnostic] = set()
    for tried, each in enumerate(safe):
        if each.fix is not None and tried * len(source) < _MAX_TRIED and _grave(lint(_fixed(source, [*kept, each.fix]))) <= known:
            kept.append(each.fix)
        else:
            unsafe.add(each)
    return tuple(each._replace(fix=each.fix._replace(safe=False)) if each in unsafe and each.fix else each for each in diagnostics)


def _fixed(source: str, fixes: Sequence[Fix]) -> str:
    """Return the text with these fixes; where they overlap, with the last of them alone, as it is made in a later pass."""
    try:
        return apply_edits(source, list({edit for fix in fixes for edit in fix.edits}))
    except ValueError:
        return apply_edits(source, fixes[-1].edits)


def _grave(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The rules that warn or that report an error."""
    return {each.code for each in diagnostics if each.severity != "info"}
