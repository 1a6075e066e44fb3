"""Check one parameter under one model: whether it is known, whether the model supports it, whether each value is valid.

Each mistake becomes one `Mistake` named like the rule that reports it, so the owner of a mistake is decided here, once. The
result depends only on the parameter's name, its values and the model; it is cached, because prompts share their parameters.
"""

from __future__ import annotations

from promptlint.midjourney.intended import intended_definition
from promptlint.model import Value
from promptlint.parsing.shapes import INTEGER, RATIO, SINGLE, is_link, is_number, plausible
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.regex_compat import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from promptlint.midjourney.rows import Definition, Limits, Model, Support
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter

__all__ = ["OUTSIDE", "Mistake", "as_intended", "check_parameter", "value_mistake"]

_INTEGER = lazy_pattern(r"[0-9]++\Z")
_DECIMAL = lazy_pattern(r"(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)\Z")
_RATIO = lazy_pattern(r"([0-9]{1,18}+):([0-9]{1,18}+)\Z")  # Python refuses to convert numbers with thousands of digits
_CODE = lazy_pattern(r"(?=[A-Za-z]*+\d)[A-Za-z0-9]++\Z|<@!?+\d++>\Z|[a-z0-9]{7}\Z")
OUTSIDE = {"rejected": "rejected", "clamped": "altered", "doubtful": "altered"}
"""The effect of a value beyond a limit, by `Limits.outside`."""
_MAX_REMEMBERED = 4096


class Mistake(NamedTuple):
    """One mistake of a parameter. `kind` is the rule's name; `index` and `member` are those of the value, or -1.

    `basis` is the basis of the result: the model's limits, its support, or the model that was named.
    """

    kind: str
    effect: str
    index: int = -1  # type: ignore[assignment]  # nobody searches an issue as a tuple
    member: int = -1
    basis: Limits | Support | Model | None = None


def check_parameter(parameter: Parameter, model: str, vocabulary: Vocabulary) -> tuple[Mistake, ...]:
    """The mistakes of a parameter under a model (empty: none named, so only its form is checked)."""
    name, values, known = parameter.name, parameter.values, parameter.known
    memory: dict[object, tuple[Mistake, ...]] = vocabulary.memory
    key: tuple[object, ...]
    if known and len(values) == 1 and values[0].kind == "word":
        value = values[0]
        if value.isdecimal() and _is_number_in_range(name, value, model, vocabulary):
            return ()
        key = (name, value, model)
    else:
        key = (name, known, values, _kinds(values), model)
    mistakes = memory.get(key)
    if mistakes is None:
        if len(memory) >= _MAX_REMEMBERED:
            memory.clear()
        mistakes = memory[key] = tuple(_mistakes(parameter, model, vocabulary))
    return mistakes


_MAX_DIGITS = 18


def _is_number_in_range(name: str, value: Value, model: str, vocabulary: Vocabulary) -> bool:
    """Return whether digits are a number within the limits; seeds differ by prompt, so caching each does not help."""
    if len(value) > _MAX_DIGITS or not value.isascii():
        return False
    key = (name, model)
    ranges: dict[tuple[str, str], tuple[float, float] | None] = vocabulary.number_ranges
    if key not in ranges:
        ranges[key] = _number_range(name, model, vocabulary)
    found = ranges[key]
    return found is not None and found[0] <= int(value) <= found[1]


def _number_range(name: str, model: str, vocabulary: Vocabulary) -> tuple[float, float] | None:
    """The numbers that a parameter accepts on a model without any doubt, or `None` if it is not as simple as that."""
    definition = vocabulary.definition(name)
    if definition is None or definition.status != "current" or definition.kind not in {"integer", "decimal"}:
        return None
    limits = vocabulary.limits(name, model)
    if vocabulary.support(name, model).status in _LACKING or limits is None or limits.values or (definition.counts[1] or 1) < 1:
        return None
    lowest = [each for each in (limits.minimum, limits.warn_min) if each is not None]
    highest = [each for each in (limits.maximum, limits.warn_max) if each is not None]
    return max(lowest, default=float("-inf")), min(highest, default=float("inf"))


_LACKING = frozenset({"rejected", "unsupported", "ignored"})


def as_intended(parameter: Parameter, vocabulary: Vocabulary) -> Parameter | None:
    """Return an unknown parameter under the intended name, or `None` if its value does not have the shape of that parameter's."""
    if parameter.known or len(parameter.values) != 1:
        return None
    definition = intended_definition(parameter.name, vocabulary)
    if definition is None or definition.kind not in SINGLE or not plausible(definition, parameter.values[0], vocabulary):
        return None
    return parameter._replace(name=definition.name, known=True)


def _kinds(values: tuple[Value, ...]) -> tuple[object, ...]:
    """The kinds of the values: to Python, two values with the same text are equal, though one may be alternatives and the other a word."""
    return tuple([(value.kind, _kinds(value.members)) if value.members else value.kind for value in values])


def value_mistake(name: str, text: str, model: str, vocabulary: Vocabulary) -> Mistake | None:
    """The mistake of a value if it were given to a parameter under a model, or None if it is valid.

    For rules that choose what to write instead. For a parameter that selects models, it is whether such a model exists.
    """
    definition = vocabulary.definition(name)
    if definition is None:
        return Mistake("unknown-parameter", "rejected")
    if definition.kind == "model":
        return None if vocabulary.model_for(name, text) else Mistake("unknown-model", "rejected")
    return _value_mistake(Value(text, 0, len(text)), definition, vocabulary.limits(name, model), vocabulary)


def _mistakes(parameter: Parameter, model: str, vocabulary: Vocabulary) -> Iterator[Mistake]:
    definition = vocabulary.definition(parameter.name) if parameter.known else None
    if definition is None:
        yield Mistake("unknown-parameter", "rejected")
        return
    if definition.status == "dialog":
        yield Mistake("dialog-parameter", "rejected")
        return
    if definition.status == "undocumented":
        yield Mistake("undocumented-parameter", "unsupported")
        return
    if definition.kind == "model":
        yield from _model_issues(parameter, definition, vocabulary)
        return
    support = vocabulary.support(parameter.name, model)
    lacking = support.status in _LACKING
    if definition.status == "retired" or (definition.name == vocabulary.video and model in vocabulary.film_models):
        if lacking:
            yield Mistake("retired-parameter", support.status, -1, -1, support)
        return
    if lacking:
        yield Mistake("unsupported-by-model", support.status, -1, -1, support)
        return
    limits = vocabulary.limits(parameter.name, model)
    for index, value in enumerate(parameter.values):
        for member, each in enumerate(value.members) if value.kind == "permutation" else ((-1, value),):
            if each.kind == "placeholder":
                continue
            mistake = _value_mistake(each, definition, limits, vocabulary)
            if mistake:
                yield mistake._replace(index=index, member=member)
    yield from _count_issues(parameter, definition)


def _model_issues(parameter: Parameter, definition: Definition, vocabulary: Vocabulary) -> Iterator[Mistake]:
    if not parameter.values:
        if definition.optional:
            yield Mistake("bare-niji", "unsupported", -1, -1, vocabulary.model_for(definition.name))
        return
    for index, value in enumerate(parameter.values):
        for member, each in enumerate(value.members) if value.kind == "permutation" else ((-1, value),):
            if each.kind == "placeholder":
                continue
            model = vocabulary.model_for(definition.name, each.text)
            if model is None:
                yield Mistake("unknown-model", "rejected", index, member, vocabulary.nearest_model(definition.name, each.text))
            elif model.status == "withdrawn":
                yield Mistake("withdrawn-model", "unsupported", index, member, model)


def _value_mistake(value: Value, definition: Definition, limits: Limits | None, vocabulary: Vocabulary) -> Mistake | None:
    kind = definition.kind
    if kind in {"integer", "decimal"}:
        return _number_issue(value, definition, limits, vocabulary)
    if kind == "ratio":
        return _ratio_issue(value, limits)
    if kind == "choice":
        return _choice_issue(value, definition, limits, vocabulary)
    if kind in {"references", "urls", "url", "url_or_loop"}:
        return _reference_issue(value, kind)
    return _code_issue(value, limits) if kind == "codes" else None


def _code_issue(value: Value, limits: Limits | None) -> Mistake | None:
    """Check a code of a profile or moodboard: no rejection of an identifier of another form is recorded."""
    if not _CODE.match(value):
        return Mistake("invalid-value", "unsupported", basis=limits)
    if limits is not None and value in limits.disputed:
        return Mistake("invalid-value", "noted", basis=limits)
    return None


def _number_issue(value: Value, definition: Definition, limits: Limits | None, vocabulary: Vocabulary) -> Mistake | None:
    shape = _INTEGER if definition.kind == "integer" else _DECIMAL
    if not shape.match(value):
        return _signed_issue(value, definition, limits)
    if limits is None:
        return None
    number = float(value)
    if limits.values:
        return _listed_issue(number, definition, limits, vocabulary)
    too_small = limits.minimum is not None and number < limits.minimum
    if too_small or (limits.maximum is not None and number > limits.maximum):
        return Mistake("value-out-of-range", OUTSIDE[limits.outside], basis=limits)
    below = limits.warn_min is not None and number < limits.warn_min
    if below or (limits.warn_max is not None and number > limits.warn_max):
        return Mistake("value-out-of-range", "unsupported", basis=limits)
    return None


def _signed_issue(value: Value, definition: Definition, limits: Limits | None) -> Mistake | None:
    """A text that is not a number, or one below zero: out of range, unless the range includes it (`--iw` on V3)."""
    if is_number(value) and value[0] in "-−" and limits is not None and limits.minimum is not None and _whole(value, definition):
        if value[0] == "-" and limits.minimum <= float(value) < 0:
            return None
        return Mistake("value-out-of-range", OUTSIDE[limits.outside], basis=limits)
    return Mistake("invalid-value", _effect(value), basis=limits)


def _effect(value: Value) -> str:
    """The effect of a value of the wrong form. Full-width digits, `１６`, look the same to a person; how they are read is unknown."""
    return "unsupported" if any(char.isdecimal() and not char.isascii() for char in value) else "rejected"


def _whole(value: Value, definition: Definition) -> bool:
    return definition.kind == "decimal" or "." not in value


def _listed_issue(number: float, definition: Definition, limits: Limits, vocabulary: Vocabulary) -> Mistake | None:
    """A number of a list: the style versions have a rule of their own, as what another model has is only a warning."""
    if any(_same(number, allowed) for allowed in limits.values):
        return None
    if definition.name == vocabulary.roles["style version"]:
        somewhere = any(_same(number, allowed) for allowed in _everywhere(definition.name, vocabulary))
        return Mistake("style-version", "unsupported" if somewhere else "rejected", basis=limits)
    if any(_same(number, allowed) for allowed in limits.tolerated):
        return Mistake("invalid-value", "altered", basis=limits)
    return Mistake("invalid-value", OUTSIDE[limits.outside], basis=limits)


def _everywhere(name: str, vocabulary: Vocabulary) -> Iterator[str | float]:
    for model in vocabulary.models:
        limits = vocabulary.limits(name, model)
        if limits is not None:
            yield from limits.values
            yield from limits.tolerated


def _same(number: float, allowed: str | float) -> bool:
    try:
        return float(allowed) == number
    except ValueError:
        return False


def _ratio_issue(value: Value, limits: Limits | None) -> Mistake | None:
    match = _RATIO.match(value)
    if match is None or not int(match[1]) or not int(match[2]):
        return Mistake("aspect-ratio-form", _effect(value) if RATIO.match(value) else "rejected", basis=limits)
    if limits is None or limits.longest is None:
        return None
    width, height = int(match[1]), int(match[2])
    if max(width, height) > limits.longest * min(width, height):
        return Mistake("aspect-ratio-limit", OUTSIDE[limits.outside], basis=limits)
    return None


def _choice_issue(value: Value, definition: Definition, limits: Limits | None, vocabulary: Vocabulary) -> Mistake | None:
    if limits is None:
        return None
    if is_number(value):
        number = float(value.replace("−", "-"))
        if any(_same(number, allowed) for allowed in limits.values) and _DECIMAL.match(value):
            return None
        if any(_same(number, allowed) for allowed in limits.tolerated):
            return Mistake("invalid-value", "altered", basis=limits)
        if not value.isascii():
            return Mistake("invalid-value", _effect(value), basis=limits)
    if value in limits.values:
        return None
    if value in limits.tolerated:
        return Mistake("invalid-value", "altered", basis=limits)
    elsewhere = bool(vocabulary.models_taking(definition.name, value.text))
    if limits.open and not elsewhere:  # it may be a code of the writer's own
        return None
    return Mistake("invalid-value", "unsupported" if elsewhere and not limits.evidence else OUTSIDE[limits.outside], basis=limits)


def _reference_issue(value: Value, kind: str) -> Mistake | None:
    if value.kind == "link":
        return None
    if kind == "references" and (value == "random" or _INTEGER.match(value)):
        return None
    if kind == "url_or_loop" and value == "loop":
        return None
    if is_link(value):
        return None
    return Mistake("reference-value", _effect(value) if INTEGER.match(value) else "rejected")


def _count_issues(parameter: Parameter, definition: Definition) -> Iterator[Mistake]:
    """More links than the parameter takes: the first one too many is the mistake."""
    most = definition.counts[1] if definition.kind != "words" else None
    if most is not None and len(parameter.values) > most:
        yield Mistake("reference-value", "rejected", most)
