"""Format a prompt: spacing, dashes, the spelling and the order of parameters. The image does not change.

The text, its permutations, the image links and every value stay exactly as they are. A prompt with a mistake of form is not
changed: fixing it may change the image, and that is for `lint --fix`.
"""

from __future__ import annotations

from itertools import pairwise

from promptlint.diagnostics import Edit, apply_edits
from promptlint.parsing.parser import parse
from promptlint.semantics.canonical import drawn, is_well_formed, models_of, ordered, span_of, spelled, stop_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.model import Parameter, Prompt

__all__ = ["format_edits", "format_prompt"]


def format_prompt(text: str, *, spelling: str | tuple[tuple[str, str], ...] = "", model: str | None = None) -> str:
    """The prompt as `format_edits` would write it."""
    return apply_edits(text, format_edits(text, spelling=spelling, model=model))


def format_edits(
    text: str,
    *,
    spelling: str | tuple[tuple[str, str], ...] = "",
    model: str | None = None,
    cells: Sequence[tuple[int, int]] = (),
) -> tuple[Edit, ...]:
    """The edits that format a prompt; none if it is already formatted or has a mistake of form.

    `spelling` is that of the settings: `long`, `short`, pairs of canonical name and spelling, or empty for the spelling that
    Midjourney echoes. `model` is the account's default model, used if the prompt does not name one. `cells` are the parts of the
    text that are in different locations of a file: each has its own order, and nothing moves from one to another.
    """
    prompt = parse(text)
    if not is_well_formed(prompt):
        return ()
    parameters = prompt.parameters
    models = models_of(prompt, model)
    edits = _trimmed(prompt)
    for before, after in pairwise(parameters):
        edits.append(Edit(stop_of(before), after.start, " "))
    for place, parameter in zip(parameters, _ordered(parameters, cells), strict=True):
        edits.append(Edit(place.start, stop_of(place), _written(parameter, text, spelling, models)))
    needed = tuple(edit for edit in sorted(edits) if text[edit.start : edit.end] != edit.text)
    # Odd punctuation may be read differently after another word (`--no blur -`): such a prompt is not changed.
    return needed if not needed or drawn(parse(apply_edits(text, needed))) == drawn(prompt) else ()


def _ordered(parameters: tuple[Parameter, ...], cells: Sequence[tuple[int, int]]) -> tuple[Parameter, ...]:
    """The parameters in their order, those of each cell among themselves."""
    if len(cells) < 2:
        return ordered(parameters)
    return tuple(each for start, end in cells for each in ordered(tuple(one for one in parameters if start <= one.start < end)))


def _trimmed(prompt: Prompt) -> list[Edit]:
    """No white space around the prompt, one space between text and parameters."""
    source = prompt.source
    if not source.strip():
        return []
    first = prompt.parameters[0].start if prompt.parameters else len(source)
    last = stop_of(prompt.parameters[-1]) if prompt.parameters else len(source.rstrip())
    body = len(source[:first].rstrip())
    lead = len(source) - len(source.lstrip())
    edits = [Edit(0, lead, ""), Edit(last, len(source), "")]
    if prompt.parameters:
        edits.append(Edit(body, first, " ") if body > lead else Edit(lead, first, ""))
    return edits


def _written(parameter: Parameter, source: str, spelling: str | tuple[tuple[str, str], ...], models: tuple[str, ...]) -> str:
    """The parameter with its values, single spaces between them and nothing else changed."""
    pieces = [spelled(parameter, spelling, models)]
    at = parameter.name_end
    for value in parameter.values:
        start, end = span_of(value)
        pieces += [_gap(source[at:start]), source[start:end]]
        at = end
    return "".join(pieces) + source[at : stop_of(parameter)]


def _gap(between: str) -> str:
    """The separator of two values: white space becomes a space, a comma stays."""
    return " " if between.isspace() else between
