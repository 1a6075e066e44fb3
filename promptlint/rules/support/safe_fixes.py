"""Call a fix safe only if it is: a prompt with its safe fixes has no warning and no error that it did not have before."""

from __future__ import annotations

from promptlint.diagnostics import apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from promptlint.diagnostics import Diagnostic, Edit

__all__ = ["only_safe"]

_MAX_TRIED = 60
"""How many fixes are tried one by one where all together do harm; what is left then is not called safe."""

_MAX_PASSES = 10


def only_safe(source: str, diagnostics: tuple[Diagnostic, ...], lint: Callable[[str], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    """Return the findings of `source`, their fixes called unsafe where they bring a warning or an error of another rule.

    `lint` finds the mistakes of another text under the same settings.
    """
    if not any(each.fix is not None and each.fix.safe for each in diagnostics):
        return diagnostics
    known = _grave(diagnostics)
    if _grave(_settled(source, diagnostics, lint)) <= known:
        return diagnostics
    kept: list[Diagnostic] = []
    unsafe: set[Diagnostic] = set()
    for tried, each in enumerate(each for each in diagnostics if each.fix is not None and each.fix.safe):
        if tried < _MAX_TRIED and _grave(lint(apply_edits(source, _together([*kept, each])))) <= known:
            kept.append(each)
        else:
            unsafe.add(each)
    return tuple(each._replace(fix=each.fix._replace(safe=False)) if each in unsafe and each.fix else each for each in diagnostics)


def _grave(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The rules that warn or that report an error."""
    return {each.code for each in diagnostics if each.severity != "info"}


def _settled(source: str, diagnostics: tuple[Diagnostic, ...], lint: Callable[[str], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    """The findings that are left when every safe fix is made, in as many passes as that takes."""
    for _ in range(_MAX_PASSES):
        edits = _together(diagnostics)
        if not edits:
            break
        changed = apply_edits(source, edits)
        if changed == source:
            break
        source, diagnostics = changed, lint(changed)
    return diagnostics


def _together(diagnostics: Iterable[Diagnostic]) -> list[Edit]:
    """The edits of the safe fixes that do not touch each other."""
    chosen: list[Edit] = []
    for each in diagnostics:
        if each.fix is None or not each.fix.safe:
            continue
        if not any(edit.start <= other.end and other.start <= edit.end for edit in each.fix.edits for other in chosen):
            chosen += each.fix.edits
    return chosen
