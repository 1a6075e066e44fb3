"""A parameter that the active model does not support.

Midjourney rejects what its compatibility chart marks as unavailable (FAQ, 2026-06-29; recorded: ``--cref is not compatible
with --version 7``, ``--oref is not compatible with --version 8.1``). Usually the prompt does not name a model and the
account's default has changed: on one day in June 2026, 166 jobs were lost that way. Some parameters are only ignored; Turbo
falls back to Fast on V8. The rows are in `grammar/parameters.toml`, each with its source.

Bad:  a knight --cref https://img.mysite.net/k.png
Bad:  a knight --cref https://img.mysite.net/k.png --v 7
Bad:  a knight --q 2
Bad:  a knight --turbo
Good: a knight --cref https://img.mysite.net/k.png --v 6.1
Good: a knight --oref https://img.mysite.net/k.png --v 7
Good (--target web): a knight --draft
"""

from .support.base import Context, Edit, Fix, Issue, Iterator, Parameter, Problem, Prompt
from .support.compatibility import ModelSwap, support_of
from .support.effects import support_effect
from .support.wording import intended_spelling, models_text, outcome, runs_on


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its name and values."""
    vocabulary, swap = context.vocabulary, ModelSwap(prompt, context)
    for issue in context.issues.get("unsupported-by-model", ()):
        parameter, support = issue.parameter, support_of(issue)
        effect = support_effect(context, support)
        if effect == "supported":
            continue
        name = intended_spelling(vocabulary, parameter)
        having = vocabulary.models_with(parameter.name)
        needs = f"requires {models_text(vocabulary, having)}" if having else "is not available on any model"
        help, fix = _remedy(swap, issue, having)
        yield Problem.at(
            parameter,
            f"`{name}`{_about(context, parameter)} {needs}, but {runs_on(context, issue.model)}{outcome(effect, support.note)}",
            help,
            fix,
            effect,
        )


def _about(context: Context, parameter: Parameter) -> str:
    """The title of a parameter with a short name: ` (character reference)`."""
    definition = context.vocabulary.definition(parameter.name)
    assert definition is not None
    title = definition.title.lower()
    return "" if title.replace(" ", "") == parameter.name else f" ({title})"


def _remedy(swap: ModelSwap, issue: Issue, having: tuple[str, ...]) -> tuple[str, Fix | None]:
    """The help: a model with the parameter if the prompt does not name one, else the replacement on the named one."""
    context, vocabulary = swap.context, swap.context.vocabulary
    name = intended_spelling(vocabulary, issue.parameter)
    if context.model_from != "prompt":
        best = _best(swap, having)
        if best:
            pinned = f"Write `{vocabulary.models[best].spelling}` at the end, or remove `{name}`."
            return pinned, swap.pin_fix(best)
    other = vocabulary.instead(issue.parameter.name, issue.model)
    if other and vocabulary.support(other, issue.model).status == "supported":
        renamed = f"Write `{vocabulary.spelling(other)}` instead, or remove `{name}`."
        return renamed, _renamed(swap, issue, other)
    if having and context.model_from == "prompt":
        return f"Remove `{name}`, or use {models_text(vocabulary, having)}.", None
    return f"Remove `{name}`.", None


def _best(swap: ModelSwap, having: tuple[str, ...]) -> str:
    """The latest live model with the parameter that rejects nothing else; Niji comes last."""
    models = [swap.context.vocabulary.models[name] for name in reversed(having)]
    live = sorted((model for model in models if model.status == "live" and model.values), key=lambda model: model.family != "v")
    for model in live:
        if not swap.refuses(model.name):
            return model.name
    return live[0].name if live else ""


def _renamed(swap: ModelSwap, issue: Issue, other: str) -> Fix | None:
    """Write the other parameter's name, and with a weight also that of the reference that it requires."""
    context, parameter = swap.context, issue.parameter
    vocabulary = context.vocabulary
    if len(context.models) > 1 or not _accepts(context, parameter, other, issue.model):
        return None
    edits = [Edit(parameter.start, parameter.name_end, vocabulary.spelling(other))]
    needed = vocabulary.requirement(other)
    if needed is not None and swap.same_job.meeting(parameter, needed.parameter) is None:
        own = vocabulary.requirement(parameter.name)
        reference = swap.same_job.meeting(parameter, own.parameter) if own is not None else None
        if reference is None or not _accepts(context, reference, needed.parameter, issue.model):
            return None
        edits.append(Edit(reference.start, reference.name_end, vocabulary.spelling(needed.parameter)))
    return Fix(safe=False, edits=tuple(sorted(edits)))


def _accepts(context: Context, parameter: Parameter, other: str, model: str) -> bool:
    """Return whether the other parameter accepts these values."""
    from promptlint.semantics.check_parameter import check_parameter

    return not check_parameter(parameter._replace(name=other), model, context.vocabulary)
