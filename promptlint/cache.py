"""Cache of parameters without findings, shared by the prompts of a run.

Prompts share their parameters: a person, a bot or a data set writes `--ar 16:9 --v 7` again and again. After plain words (see
`plain`) a parameter means the same whatever the words are, and most parameters do not affect each other. So if a prompt had no
findings, each of its parameters is valid in every other prompt on the same model, and a prompt of only such parameters, without
duplicates, needs no checks. If one number was valid, so is every other in the same range, because no two prompts share their
seed; if one link was, so is every other of which nothing is to be said. Everything else is checked again.
"""

from __future__ import annotations

from functools import cache

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Prompt

__all__ = ["Memory"]

_MAX_REMEMBERED = 20_000
"""Maximum number of cached parameters, a long one counted as several: about 5 MB."""

_USUAL_LENGTH = 60
_MAX_LENGTH = 1_200
"""Maximum length of a cached parameter, in code points: lists of what is not wanted are long, and copied from prompt to prompt."""

_MOST_DIGITS = 18
"""Maximum number of digits of a number that is compared with a range."""

_FEW_DIGITS = 4
"""Maximum length of a number or a ratio that is cached: of longer ones, as of seeds, there are too many."""

_KINDS = frozenset({"integer", "decimal", "ratio", "choice", "switch", "words", "references", "codes"})
_LINKED = frozenset({"references", "urls", "url"})
_IMAGE = frozenset({"image"})
"""What a parameter may require of the text: see `Requirement`."""


class _Range(NamedTuple):
    """The valid numbers of a parameter: its name, and the limits, both inclusive."""

    name: str
    lowest: float
    highest: float


class _Links(NamedTuple):
    """The links that a parameter takes: its name, and their maximum number."""

    name: str
    most: float


class _Known(NamedTuple):
    """What is valid on one model: `right` is chunk → canonical name, `ranges` is the name as written → its numbers.

    `ratios` is the same for ratios: its range is that of the long side over the short one. `links` is the name as written of a
    parameter that takes links → how many. `verdict` is the model and where it is named. A chunk is a parameter without its
    dashes, with all up to the next one, `ar 16:9`.
    """

    verdict: tuple[str, str]
    right: dict[str, str]
    ranges: dict[str, _Range]
    ratios: dict[str, _Range]
    links: dict[str, _Links]


class Memory:
    """The parameters that are right under one set of settings."""

    __slots__ = ("_count", "_models", "_triggers", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary, triggers: Container[str]) -> None:
        """Begin with nothing. `triggers` are those of the rules that run: a parameter that has one is not remembered."""
        self._vocabulary = vocabulary
        self._triggers = triggers
        self._models: dict[str, _Known] = {}
        self._count = 0

    def recall(self, source: str, end: int, *, image: str = "") -> tuple[str, str] | None:
        """The model, and where it is named, for a prompt with plain text up to `end` whose parameters are all cached, or None.

        `image` is a link that stands in the text.
        """
        first, *chunks = source[end:].rstrip(" ").split(" --")
        models = self._models
        known = None
        for chunk in chunks:
            if chunk in models:
                known = models[chunk]
                break
        else:
            known = models.get("")
        if first or known is None:
            return None
        right = known.right
        names: set[str] = set()
        linked = [image] if image else []
        for chunk in chunks:
            name = right.get(chunk)
            if name is None:
                name = self._right_number(chunk, known) or _linked(chunk, known, linked)
                if name is None:
                    return None
            names.add(name)
        if len(names) < len(chunks) or (linked and len(set(linked)) < len(linked)):
            return None
        vocabulary = self._vocabulary
        if vocabulary.may_clash(names):
            return None
        if not names.isdisjoint(vocabulary.needing_company):
            given = names | _IMAGE if image else names
            if not vocabulary.accompanied(names, given):
                return None
        return known.verdict

    def _right_number(self, chunk: str, known: _Known) -> str | None:
        """`_in_range` for a number that is not cached; a short one is from then on, as it is soon written again."""
        name = _in_range(chunk, known)
        if name is not None and self._count < _MAX_REMEMBERED and " " in chunk[-_FEW_DIGITS - 1 :]:
            known.right[chunk] = name
            self._count += 1
        return name

    def learn(self, prompt: Prompt, model: str, model_from: str) -> None:
        """Cache the parameters of a prompt without findings.

        A slip whose rule is ignored has no finding either, but its parameter is not written as the others are. In braces a parameter
        is in one job of several. A video needs the image that its text may have, which is not looked for where it is recalled.
        """
        if prompt.anomalies or prompt.permutations or (prompt.images and model == self._vocabulary.video):
            return
        spoken = ""
        chunks: dict[str, str] = {}
        linked: dict[str, _Links] = {}
        source, parameters = prompt.source, prompt.parameters
        ends = [parameter.start - 1 for parameter in parameters[1:]] + [len(source.rstrip(" "))]
        for parameter, end in zip(parameters, ends, strict=False):
            selects = parameter.name in self._vocabulary.model_flags
            if (selects and spoken) or source[parameter.start - 1] != " " or not self._keeps(parameter, selects=selects):
                return
            if parameter.values and parameter.values[0].kind == "link":
                definition = self._vocabulary.definition(parameter.name)
                most = definition.counts[1] if definition is not None else 1
                linked[parameter.spelling[2:]] = _Links(parameter.name, float("inf") if most is None else most)
                continue
            chunk = source[parameter.start + 2 : end]
            if len(chunk) > _MAX_LENGTH:
                return
            chunks[chunk] = "" if selects else parameter.name  # it depends on everything that is cached with it
            spoken = chunk if selects else spoken
        if self._count >= _MAX_REMEMBERED:
            self._models.clear()
            self._count = 0
        known = self._models.setdefault(spoken, _Known((model, model_from), {}, {}, {}, {}))
        known.right.update(chunks)
        known.links.update(linked)
        for parameter in parameters:
            numbers = self._numbers(parameter, model)
            if numbers is not None:
                of_kind = known.ratios if ":" in parameter.values[0] else known.ranges
                of_kind[parameter.spelling[2:]] = numbers
        self._count += sum(1 + len(chunk) // _USUAL_LENGTH for chunk in chunks)

    def _keeps(self, parameter: Parameter, *, selects: bool) -> bool:
        """Return whether the parameter is checked on its own: no other affects it but the one it requires, and it triggers no rule."""
        if "--" + parameter.name in self._triggers:
            return False
        definition = self._vocabulary.definition(parameter.name)
        if definition is None or any(value.weight for value in parameter.values):
            return False
        if any(value.kind != "word" for value in parameter.values):
            links = all(value.kind == "link" for value in parameter.values)
            return links and definition.kind in _LINKED and "link" not in self._triggers
        return definition.kind in _KINDS or (selects and definition.kind == "model" and len(parameter.values) == 1)

    def _numbers(self, parameter: Parameter, model: str) -> _Range | None:
        """The numbers that are as right as the one the parameter has, on the model and on every other that may be the default."""
        definition = self._vocabulary.definition(parameter.name)
        if definition is None or not parameter.values:
            return None
        if definition.kind == "references":
            return _Range(parameter.name, 0, float("inf")) if parameter.values[0].isdecimal() else None
        if definition.kind not in {"integer", "decimal", "ratio"}:
            return None
        limits = [self._vocabulary.limits(parameter.name, each) for each in (model, *self._vocabulary.other_defaults)]
        given = [each for each in limits if each is not None]
        if any(each.values for each in given):
            return None
        if definition.kind == "ratio":
            return _Range(parameter.name, 1, min((each.longest for each in given if each.longest is not None), default=float("inf")))
        lowest = [bound for each in given for bound in (each.minimum, each.warn_min) if bound is not None]
        highest = [bound for each in given for bound in (each.maximum, each.warn_max) if bound is not None]
        return _Range(parameter.name, max(lowest, default=float("-inf")), min(highest, default=float("inf")))


def _in_range(chunk: str, known: _Known) -> str | None:
    """The canonical name of a parameter whose number or ratio lies between its limits, or None if it is not so simple."""
    written, _, number = chunk.partition(" ")
    if len(number) > _MOST_DIGITS or not number.isascii():
        return None
    if number.isdecimal():
        found = known.ranges.get(written)
        return found.name if found is not None and found.lowest <= int(number) <= found.highest else None
    found = known.ratios.get(written)
    width, _, height = number.partition(":")
    if found is None or not (width.isdecimal() and height.isdecimal()):
        return None
    short, long = sorted((int(width), int(height)))
    return found.name if short and long <= found.highest * short else None


def _linked(chunk: str, known: _Known, linked: list[str]) -> str | None:
    """The canonical name of a parameter with links of which nothing is to be said, or None; they are added to `linked`."""
    written, *links = chunk.split(" ")
    found = known.links.get(written)
    if found is None or not 0 < len(links) <= found.most or not all(map(_is_harmless(), links)):
        return None
    linked += links
    return found.name


@cache
def _is_harmless() -> Callable[[str], bool]:
    """Import the facts about links, which prompts without one do without."""
    from promptlint.links.offline import is_harmless

    return is_harmless
