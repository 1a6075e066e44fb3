"""What is remembered from prompt to prompt: parameters with which nothing is wrong.

Prompts share their parameters: a person, a bot or a data set writes `--ar 16:9 --v 7` over and over. Behind plain words
(see `plain`) a parameter means the same whatever the words are, and most parameters have nothing to do with each other.
So where a prompt was right, each of its parameters is right in every other prompt on the same model, and a prompt that
has only such parameters, none twice, needs no judging. Everything else is judged anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from .model import Parameter, Prompt
    from .vocabulary import Vocabulary

__all__ = ["Memory"]

_KEPT = 20_000
"""How many parameters are remembered at most: about 5 MB."""

_LONGEST = 60
"""How long, in code points, a parameter may be that is remembered."""

_NOTHING: tuple[None, dict[str, str]] = (None, {})
_KINDS = frozenset({"integer", "decimal", "ratio", "choice", "switch", "words"})


class Memory:
    """The parameters that are right under one set of settings."""

    __slots__ = ("_count", "_models", "_triggers", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary, triggers: Container[str]) -> None:
        """Begin with nothing. `triggers` are those of the rules that run: a parameter that has one is not remembered."""
        self._vocabulary = vocabulary
        self._triggers = triggers
        self._models: dict[str, tuple[tuple[str, str], dict[str, str]]] = {}
        self._count = 0

    def recall(self, tail: str) -> tuple[str, str] | None:
        """The model and where it is named for a prompt whose parameters are all known to be right; None where not all are.

        `tail` is the prompt from the first ` --` on, which is empty where there is none.
        """
        first, *chunks = tail.split(" --")
        models = self._models
        spoken = next((chunk for chunk in chunks if chunk in models), "")
        verdict, right = models.get(spoken, _NOTHING)
        names = {right.get(chunk) for chunk in chunks}
        if first or verdict is None or None in names or len(names) < len(chunks):
            return None
        return verdict if len(names & self._vocabulary.in_conflicts) < 2 else None

    def learn(self, prompt: Prompt, model: str, model_from: str) -> None:
        """Remember the parameters of a prompt with plain text of which nothing was to be said."""
        spoken = ""
        chunks: dict[str, str] = {}
        for parameter in prompt.parameters:
            chunk = prompt.source[parameter.start + 2 : parameter.end]
            selects = parameter.name in self._vocabulary.model_flags
            if len(chunk) > _LONGEST or (selects and spoken) or not self._keeps(parameter, selects=selects):
                return
            chunks[chunk] = "" if selects else parameter.name  # it goes with all that is remembered beside it
            spoken = chunk if selects else spoken
        if self._count >= _KEPT:
            self._models.clear()
            self._count = 0
        known = self._models.setdefault(spoken, ((model, model_from), {}))[1]
        known.update(chunks)
        self._count += len(chunks)

    def _keeps(self, parameter: Parameter, *, selects: bool) -> bool:
        """Whether the parameter is judged by itself: no other has a say in it, and no rule of its own."""
        if "--" + parameter.name in self._triggers or parameter.name in self._vocabulary.needing_company:
            return False
        definition = self._vocabulary.definition(parameter.name)
        if definition is None or any(value.kind != "word" for value in parameter.values):
            return False
        return definition.kind in _KINDS or (selects and definition.kind == "model" and len(parameter.values) == 1)
