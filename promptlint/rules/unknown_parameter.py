"""A parameter that no Midjourney model has.

Midjourney rejects the job and names the parameter (``Unrecognized parameter(s): `abc` ``, recorded). Usually it is a typo,
a guessed long name (`--aspect-ratio`), a name joined with its value (`--style-raw`), or a letter of another alphabet that
looks like a Latin one (`--сhaos`; Unicode's table of confusables, UTS 39). An account can define parameters with
`/prefer option set` (Midjourney's FAQ, 2026-06-29). List them in the setting `known-parameters`, or in `[options]` with the
text that they stand for, which is then checked as well.

Bad:  a red fox --stylise 250
Bad:  a red fox --aspect-ratio 16:9
Bad:  a red fox --style-raw
Bad:  a red fox --hd4k
Bad:  a red fox --ａｒ 16:9
Good: a red fox --stylize 250
Good: a red fox --ar 16:9 --style raw
"""

from promptlint.midjourney.intended import intended_name, latin
from promptlint.midjourney.rows import Definition
from promptlint.midjourney.vocabulary import Vocabulary
from promptlint.parsing.shapes import plausible

from .support.base import Context, Edit, Fix, Iterator, Parameter, Problem, Prompt
from .support.compatibility import ModelSwap, fits
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per parameter, at its dashes and name."""
    swap = ModelSwap(prompt, context)
    own = context.own_parameters
    for issue in context.issues.get("unknown-parameter", ()):
        parameter = issue.parameter
        if parameter.name in own:
            continue
        intended, fix = _intended(swap, parameter)
        written = shown(prompt, parameter.start, parameter.name_end)
        yield Problem(
            parameter.start,
            parameter.name_end,
            f"`{written}` is not a Midjourney parameter{_foreign(parameter.name)}",
            f"{f'Write `{intended}`' if intended else f'Remove `{written}`'}. {_OWN}",
            fix,
            issue.mistake.effect,
        )


_OWN = "If your account defines it (`/prefer option set`), add it to the setting `known-parameters` instead."


def _intended(swap: ModelSwap, parameter: Parameter) -> tuple[str, Fix | None]:
    """The intended parameter, and the fix that writes it if the values fit and nothing else is rejected for it."""
    context, vocabulary = swap.context, swap.context.vocabulary
    joined = _joined(parameter, vocabulary)
    if joined:
        definition, value = joined
        written = f"{vocabulary.spelling(definition.name)} {value}"
        fitting = definition.kind == "words" or (not parameter.values and _takes(definition, value, context))
    else:
        name = intended_name(parameter.name, vocabulary)
        if name is None:
            return "", None
        known = vocabulary.definition(vocabulary.names[name])
        assert known is not None
        definition = known
        written = vocabulary.spelling(name) if name == definition.name else f"--{name}"
        fitting = fits(definition, parameter, context) and _fits_in(swap, parameter, definition)
    if not fitting:
        return written, None
    return written, Fix(safe=True, edits=(Edit(parameter.start, parameter.name_end, written),))


def _foreign(name: str) -> str:
    """The end of the message for a letter that only looks like a Latin one, or empty."""
    from unicodedata import name as title

    odd = next((char for char in name if not char.isascii() and latin(char).isascii()), "")
    return f": its `{odd}` is {title(odd).lower()}, which only looks like `{latin(odd)}`" if odd else ""


def _joined(parameter: Parameter, vocabulary: Vocabulary) -> tuple[Definition, str] | None:
    """Name and value joined by a hyphen: `--style-raw`, `--v-7`, `--no-text`."""
    for separator in "-_":
        head, found, value = parameter.name.partition(separator)
        definition = vocabulary.definition(vocabulary.names.get(head, "")) if found else None
        if definition is not None and definition.status == "current" and plausible(definition, value, vocabulary):
            return definition, value
    return None


def _takes(definition: Definition, value: str, context: Context) -> bool:
    """Return whether the value that was joined to the name is valid; one that selects a model may change what the others mean."""
    from promptlint.rules.support.compatibility import right

    return definition.kind != "model" and right(context, definition.name, value)


def _fits_in(swap: ModelSwap, parameter: Parameter, definition: Definition) -> bool:
    """Return whether the intended parameter is compatible with the others: no pair and no model rejects the job."""
    vocabulary = swap.context.vocabulary
    if definition.name in vocabulary.model_flags:
        value = parameter.value
        model = vocabulary.model_for(definition.name, value.text if value is not None else None)
        return model is not None and len(swap.context.models) == 1 and not swap.refuses(model.name)
    for conflict in vocabulary.conflicts_of(definition.name):
        other = conflict.parameters[conflict.parameters[0] == definition.name]
        if conflict.effect == "rejected" and swap.same_job.meeting(parameter, other) is not None:
            return False
    return True
