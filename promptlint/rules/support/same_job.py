"""Find parameters in the same job as another, in constant time, however many a prompt has."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.model import Parameter

__all__ = ["SameJob"]


class SameJob:
    """Parameters by name, or by a key of the caller's, in the order in which they are added.

    Two in different alternatives of one permutation are never in one job (`Parameter.meets`). So it is enough to keep, for each
    key, the last parameter of each alternative and of each permutation.
    """

    __slots__ = ("_alternatives", "_permutations", "starts")

    def __init__(self, parameters: Iterable[Parameter] = ()) -> None:
        """Add these."""
        self.starts: set[int] = set()
        self._alternatives: dict[tuple[str, tuple[int, ...]], Parameter] = {}
        self._permutations: dict[str, dict[int, Parameter]] = {}
        for parameter in parameters:
            self.add(parameter)

    def add(self, parameter: Parameter, key: str = "") -> None:
        """Add a parameter under a key, by default its name."""
        key = key or parameter.name
        self.starts.add(parameter.start)
        self._alternatives[key, parameter.branch] = parameter
        permutations = self._permutations.setdefault(key, {})
        number = parameter.branch[0] if parameter.branch else _NONE
        permutations.pop(number, None)  # the last one added comes last
        permutations[number] = parameter

    def meeting(self, parameter: Parameter, key: str) -> Parameter | None:
        """The last one of this key that can be in one job with the parameter, or None."""
        own = parameter.branch[0] if parameter.branch else _NONE
        same = self._alternatives.get((key, parameter.branch))
        for number, other in islice(reversed(self._permutations.get(key, {}).items()), 2):
            if number != own and (same is None or other.start > same.start):
                return other
        return same


_NONE = -1  # outside of any permutation
