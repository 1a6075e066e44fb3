"""Call a fix safe only if it is: a prompt with its safe fixes has no warning and no error that it did not have before."""

from __future__ import annotations

from promptlint.diagnostics import apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from promptlint.diagnostics import Diagnostic, Edit

__all__ = ["only_safe"]

_MAX_TRIED = 20_000
"""Code points that are linted to try fixes one by one where all together do harm; what is left then is not called safe."""

_MAX_PASSES = 10


def only_safe(
    source: str,
    diagnostics: tuple[Diagnostic, ...],
    lint: Callable[[str], tuple[Diagnostic, ...]],
    edits_of: Callable[[Iterable[Diagnostic]], list[Edit]],
) -> tuple[Diagnostic, ...]:
    """Return the findings of `source`, their fixes called unsafe where they bring a warning or an error of another rule.

    `lint` finds the mistakes of another text under the same settings; `edits_of` gives the edits of safe fixes that can be made
    in one pass.
    """
    if not any(each.fix is not None and each.fix.safe for each in diagnostics):
        return diagnostics
    known = _grave(diagnostics)
    if _grave(_settled(source, diagnostics, lint, edits_of)) <= known:
        return diagnostics
    kept: list[Diagnostic] = []
    unsafe: set[Diagnostic] = set()
    for tried, each in enumerate(each for each in diagnostics if each.fix is not None and each.fix.safe):
        if tried * len(source) < _MAX_TRIED and _grave(lint(_fixed(source, kept, each))) <= known:
            kept.append(each)
        else:
            unsafe.add(each)
    return tuple(each._replace(fix=each.fix._replace(safe=False)) if each in unsafe and each.fix else each for each in diagnostics)


def _fixed(source: str, kept: Iterable[Diagnostic], tried: Diagnostic) -> str:
    """Return the text with a fix and those kept before, without these where they overlap it: then it is made in a later pass."""
    fixes = [each.fix for each in (*kept, tried) if each.fix is not None]
    try:
        return apply_edits(source, list({edit for fix in fixes for edit in fix.edits}))
    except ValueError:
        return apply_edits(source, fixes[-1].edits)


def _grave(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The rules that warn or that report an error."""
    return {each.code for each in diagnostics if each.severity != "info"}


def _settled(
    source: str,
    diagnostics: tuple[Diagnostic, ...],
    lint: Callable[[str], tuple[Diagnostic, ...]],
    edits_of: Callable[[Iterable[Diagnostic]], list[Edit]],
) -> tuple[Diagnostic, ...]:
    """The findings that are left when every safe fix is made, in as many passes as that takes."""
    for _ in range(_MAX_PASSES):
        edits = edits_of(diagnostics)
        if not edits:
            break
        changed = apply_edits(source, edits)
        if changed == source:
            break
        source, diagnostics = changed, lint(changed)
    return diagnostics
