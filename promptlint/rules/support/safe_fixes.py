"""Call a fix safe only if it brings no warning and no error, neither alone nor with the other safe fixes.

Alone, it may turn a warning of its rule into an error that the others prevent: in `ar 16:9 s 250`, each is fixed beside the other.
"""

from __future__ import annotations

from promptlint.diagnostics import apply_edits

from .passes import fixes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from promptlint.diagnostics import Diagnostic, Fix

__all__ = ["prove_later"]

_MAX_TRIED = 20_000
"""Maximum number of code points that are linted to try fixes one by one if all together do harm; the rest are called unsafe."""


def prove_later(source: str, diagnostics: tuple[Diagnostic, ...], lint: Callable[[str], tuple[Diagnostic, ...]]) -> None:
    """Let the safe fixes of these findings of `source` be unsafe if they cause a warning or an error of another rule.

    `lint` finds the mistakes of another text under the same settings, with the fixes of the rules. Later passes are verified in
    turn. Nothing is linted before the safety of a fix is read.
    """
    safe = [each for each in diagnostics if each.fix is not None and each.fix.safe]
    if not safe:
        return
    proof = _Proof(source, safe, diagnostics, lint).holds
    for each in safe:
        if each.fix is not None:
            each.fix.prove_later(proof)


class _Proof:
    """The safe fixes of a prompt, computed on first use."""

    __slots__ = ("_arguments", "_safe")

    def __init__(self, *arguments: Any) -> None:
        self._arguments = arguments
        self._safe: frozenset[int] | None = None  # by `id`: the caller keeps the fix alive

    def holds(self, fix: Fix) -> bool:
        """Return whether a fix that its rule calls safe is safe."""
        if self._safe is None:
            self._safe = frozenset(map(id, _safe_of(*self._arguments)))
            self._arguments = ()
        return id(fix) in self._safe


def _safe_of(
    source: str,
    safe: Sequence[Diagnostic],
    diagnostics: Sequence[Diagnostic],
    lint: Callable[[str], tuple[Diagnostic, ...]],
    *,
    ahead: bool = True,
) -> Sequence[Fix]:
    """Return the fixes that are safe of those that their rules call so. `diagnostics` are the findings of the text as it is.

    With `ahead`, fixes may also cause an error of these rules that the next pass fixes: of many brackets, each takes off a pair.
    """
    known, errors = _grave(diagnostics), _errors(diagnostics)

    def holds_alone(fix: Fix | None) -> bool:
        return _grave(lint(_fixed(source, [fix]))) <= known

    def holds(fixes: Sequence[Fix | None], *, ahead: bool = False) -> bool:
        text = _fixed(source, fixes)
        found = lint(text)
        return _grave(found) <= known and (_errors(found) <= errors or (ahead and _unfixable(text, found, lint) <= errors))

    alone = [each for tried, each in enumerate(safe) if len(safe) == 1 or tried * len(source) >= _MAX_TRIED or holds_alone(each.fix)]
    together = fixes_of(safe, unsafe=True)
    if len(alone) == len(safe) == len(together) and holds(together, ahead=ahead):
        return together
    kept: list[Diagnostic] = []
    for tried, each in enumerate(alone):  # of several that touch, a pass makes some and leaves the others to the next
        if tried * len(source) < _MAX_TRIED and holds(fixes_of([*kept, each], unsafe=True)):
            kept.append(each)
    return [each.fix for each in kept if each.fix is not None]


def _fixed(source: str, fixes: Iterable[Fix | None]) -> str:
    """Return the text with these fixes, none of which overlap."""
    return apply_edits(source, list({edit for fix in fixes if fix is not None for edit in fix.edits}))


def _grave(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The rules that warn or that report an error."""
    return {each.code for each in diagnostics if each.severity != "info"}


def _unfixable(text: str, found: Sequence[Diagnostic], lint: Callable[[str], tuple[Diagnostic, ...]]) -> int:
    """Number of errors that have no safe fix."""
    safe = [each for each in found if each.fix is not None and each.fix.safe]
    fixed = set(map(id, _safe_of(text, safe, found, lint, ahead=False)))
    return _errors(each for each in found if id(each.fix) not in fixed)


def _errors(diagnostics: Iterable[Diagnostic]) -> int:
    """Number of errors."""
    return sum(each.severity == "error" for each in diagnostics)
