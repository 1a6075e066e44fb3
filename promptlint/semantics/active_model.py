"""The active model, and the issues of each parameter under it."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

from .check_parameter import as_intended, check_parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Prompt, Value

    from .check_parameter import Mistake

__all__ = ["Issue", "echoes_video", "issues_of", "models_named"]


class Issue(NamedTuple):
    """An issue of one parameter under one model, as `check_parameter` found it, with its position in this prompt."""

    mistake: Mistake
    parameter: Parameter
    value: Value | None
    model: str


def models_named(parameters: Iterable[Parameter], vocabulary: Vocabulary, default: str = "") -> tuple[str, ...] | None:
    """The models that the parameters name, several if the prompt permutes them, or None if they name none.

    Of two, the last applies. A video prompt runs on the video model, unless it names an old model (or the account's default is
    one) with which `--video` made a film of the grid. A slot instead of the number names an unknown model: an empty tuple.
    """
    named: tuple[str, ...] | None = None
    film = False
    flags = vocabulary.model_flags
    for parameter in parameters:
        name = parameter.name
        if name not in flags:
            continue
        if name == vocabulary.video:
            film = True
            continue
        chosen = None if name in vocabulary.beside else _selected(parameter, vocabulary)
        if chosen is not None:
            named = tuple(dict.fromkeys((*(named or ()), *chosen))) if parameter.branch else chosen
    if film and not vocabulary.film_models.issuperset(named or (default,)):
        return (vocabulary.video,)
    return named


def _selected(parameter: Parameter, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The models that one `--v`, `--niji`, `--test` selects, or None if its value is missing."""
    if not parameter.values:
        model = vocabulary.model_for(parameter.name)
        return None if model is None else (model.name,)
    value = parameter.values[0]
    if value.kind == "placeholder":
        return ()
    if not value.members:
        return (_meant(parameter.name, value.text, vocabulary),)
    return tuple(dict.fromkeys(_meant(parameter.name, member.text, vocabulary) for member in value.members))


def _meant(flag: str, value: str, vocabulary: Vocabulary) -> str:
    """The model of a value; for a wrong one the nearest, so that the rest of the prompt is checked as intended."""
    return (vocabulary.model_for(flag, value) or vocabulary.nearest_model(flag, value)).name


def echoes_video(parameters: Iterable[Parameter], vocabulary: Vocabulary) -> bool:
    """Return whether the parameters are those that Midjourney echoes for a video: it writes `--video 1`."""
    for parameter in parameters:
        definition = vocabulary.definition(parameter.name) if parameter.values and parameter.name in vocabulary.model_flags else None
        if definition is not None and definition.echo and any(value.text in definition.echo for value in parameter.values):
            return True
    return False


def issues_of(prompt: Prompt, models: tuple[str, ...], vocabulary: Vocabulary, default: str) -> dict[str, list[Issue]]:
    """The issues of every parameter under each model it runs on, by kind, each value's once."""
    issues: dict[str, list[Issue]] = {}
    seen: set[tuple[int, str, int, int]] = set()
    naming = _naming_in_branches(prompt.parameters, vocabulary) if prompt.permutations else []
    on_video = vocabulary.video_parameters
    if vocabulary.video in models and echoes_video(prompt.parameters, vocabulary):
        on_video += vocabulary.video_written
    for parameter in prompt.parameters:
        under = _company(parameter, naming, vocabulary, default) if naming and parameter.branch else models
        for model in under or ("",):
            if model == vocabulary.video and parameter.name not in on_video:
                continue
            for mistake in check_parameter(parameter, model, vocabulary) if parameter.known else _mistakes(parameter, model, vocabulary):
                key = (parameter.start, mistake.kind, mistake.index, mistake.member)
                if key not in seen:
                    seen.add(key)
                    subject = parameter if mistake.index < 0 else as_intended(parameter, vocabulary) or parameter
                    value = _value(parameter, mistake.index, mistake.member)
                    issues.setdefault(mistake.kind, []).append(Issue(mistake, subject, value, model))
    return issues


def _naming_in_branches(parameters: Iterable[Parameter], vocabulary: Vocabulary) -> list[Parameter]:
    """The parameters that name models, if some of them do so in alternatives only; too many are not distinguished."""
    naming = [parameter for parameter in parameters if parameter.name in vocabulary.model_flags]
    branched = [parameter for parameter in naming if parameter.branch]
    return naming if branched and len(naming) <= _MAX_NAMING else []


def _mistakes(parameter: Parameter, model: str, vocabulary: Vocabulary) -> tuple[Mistake, ...]:
    """The mistakes of a parameter with an unknown name, and those of its value, checked under the intended name."""
    mistakes = check_parameter(parameter, model, vocabulary)
    intended = as_intended(parameter, vocabulary)
    if intended is None:
        return mistakes
    return (*mistakes, *(each for each in check_parameter(intended, model, vocabulary) if each.index >= 0))


def _value(parameter: Parameter, at: int, member: int) -> Value | None:
    if at < 0:
        return None
    value = parameter.values[at]
    return value if member < 0 else value.members[member]


_MAX_NAMING = 64
"""No plan runs more than 40 jobs of a prompt; if more models are named, alternatives are not distinguished."""


def _company(parameter: Parameter, naming: list[Parameter], vocabulary: Vocabulary, default: str) -> tuple[str, ...]:
    """The models of the jobs that a parameter in an alternative of a permutation is in: not those of other alternatives."""
    company = [other for other in naming if other.meets(parameter)]
    named = models_named(company, vocabulary, default)
    return (default,) if named is None else named
