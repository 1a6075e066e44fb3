"""What every rule is made of: the registry's row, what a rule sees, and what it yields.

A rule is a module with a docstring (its page, its `promptlint rule` text and its test) and a pure generator
`check(prompt, context) -> Iterator[Problem]`. It runs only when one of its triggers occurs, so its module is imported
only then. It never decides its severity: it tells the effect, and `SEVERITY` is the one place that words it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import NamedTuple

if TYPE_CHECKING:
    from ..config import Config
    from ..diagnostics import Fix
    from ..model import Parameter, Value
    from ..targets import Target
    from ..values import Issue
    from ..vocabulary import Vocabulary

__all__ = ["SEVERITY", "Context", "Flaw", "Problem", "Rule"]

SEVERITY = {
    "rejected": "error",  # the job is refused
    "altered": "warning",  # it runs, but not as written: lost, drawn as text, clamped
    "ignored": "warning",  # it runs without it
    "unsupported": "warning",  # documented as unsupported, the effect is not known
    "noted": "info",  # worth knowing
}


class Rule(NamedTuple):
    """A row of the registry. `on` are the triggers, `default` whether it runs unless selected, `fix` S(afe), U(nsafe) or empty."""

    code: str
    name: str
    on: tuple[str, ...]
    severity: str
    fix: str = ""
    default: bool = True

    @property
    def module(self) -> str:
        """The module that holds it, named like the rule."""
        return "promptlint.rules." + self.name.replace("-", "_")


class Problem(NamedTuple):
    """What a rule found. `effect` is a key of `SEVERITY`; `pointer` is the JSON pointer in a request body."""

    start: int
    end: int
    message: str
    help: str = ""
    fix: Fix | None = None
    effect: str = "rejected"
    pointer: str | None = None


class Flaw(NamedTuple):
    """An issue of one parameter under one model, as `values.assess` found it, at its place in this prompt."""

    issue: Issue
    parameter: Parameter
    value: Value | None
    model: str


class Context(NamedTuple):
    """What a rule may ask besides the prompt: all data, no I/O.

    `model` is the model in force and `model_from` where it was named (`prompt`, `argument`, `config`, `default`).
    `models` are all models the prompt runs on, several where it permutes them. `flaws` are the issues of the
    parameters by kind. `template` means that slots stand for words to come; `wrapped` that the host broke the lines.
    """

    vocabulary: Vocabulary
    target: Target
    config: Config
    model: str
    model_from: str
    models: tuple[str, ...]
    flaws: dict[str, list[Flaw]]
    template: bool = False
    wrapped: bool = False
