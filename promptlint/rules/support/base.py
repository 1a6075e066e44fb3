"""The types of rules: their input and their output.

A rule is a module with a docstring (its page, its `promptlint rule` text and its test) and a pure generator `check(prompt,
context) -> Iterator[Problem]`. It runs only when one of its triggers occurs, so its module is imported only then. It never
decides its severity: it states the effect, and `SEVERITY` maps that to one.
"""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.diagnostics import Edit, Fix
from promptlint.model import ImageLink, Parameter, Prompt, Value
from promptlint.semantics.active_model import Issue
from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from promptlint.config import Config
    from promptlint.diagnostics import Severity
    from promptlint.midjourney.targets import Target
    from promptlint.midjourney.vocabulary import Vocabulary

    class Place(Protocol):
        """A parameter, a value, a link, an anomaly, a word: what has a position in the prompt."""

        @property
        def start(self) -> int:
            """Return the offset of its first character."""

        @property
        def end(self) -> int:
            """Return the offset after its last character."""


__all__ = ["SEVERITY", "Context", "Edit", "Fix", "ImageLink", "Issue", "Iterator", "Parameter", "Problem", "Prompt", "Value"]

SEVERITY: dict[str, Severity] = {
    "rejected": "error",  # the job is rejected
    "altered": "warning",  # it runs, but not as written: lost, drawn as text, clamped
    "ignored": "warning",  # it runs without it
    "unsupported": "warning",  # documented as unsupported, the effect is not known
    "noted": "info",  # merely worth knowing
}


class Problem(NamedTuple):
    """A problem found by a rule. `effect` is a key of `SEVERITY`; `pointer` is the JSON pointer in a request body."""

    start: int
    end: int
    message: str
    help: str = ""
    fix: Fix | None = None
    effect: str = "rejected"
    pointer: str | None = None

    @classmethod
    def at(cls, place: Place, message: str, help: str = "", fix: Fix | None = None, effect: str = "rejected") -> Problem:
        """Return the problem of all of a place."""
        return cls(place.start, place.end, message, help, fix, effect)


class Context(NamedTuple):
    """The input of a rule besides the prompt: data only, no I/O.

    `model` is the active model and `model_from` where it was named (`prompt`, `argument`, `config`, `default`). `models` are all
    models the prompt runs on, several if it permutes them. `issues` are those of the parameters by kind. `template` means that
    slots are filled in later; `wrapped` that the host broke the lines. `target_named` is false if no target was named and Discord
    is assumed; `video_echo` is true for what Midjourney writes back for a video, with `--video 1`.
    """

    vocabulary: Vocabulary
    target: Target
    config: Config
    model: str
    model_from: str
    models: tuple[str, ...]
    issues: dict[str, list[Issue]]
    template: bool = False
    wrapped: bool = False
    target_named: bool = True
    video_echo: bool = False

    @property
    def own_parameters(self) -> frozenset[str]:
        """The names of the parameters that the account defines, without dashes."""
        return frozenset(name.lstrip("-").lower() for name in self.config.known_parameters)

    @property
    def has_weights(self) -> bool:
        """Return whether every active model supports weights with `::`."""
        return all(self.vocabulary.support("multi-prompt", model).status == "supported" for model in self.models or ("",))
