"""A weight is malformed.

The two colons directly follow the words that they weigh, and the number directly follows the colons (Midjourney's FAQ and its
page on multi-prompts). With a space before it, a third colon, or letters directly after it, the weight may be lost or drawn
as text. V1 to V3 accept whole numbers only.

Bad (--model 6.1):  hot ::2 dog
Bad (--model 6.1):  hot:::2 dog
Bad (--model 6.1):  hot::2dog
Bad (--model 3):    hot::1.5 dog
Good (--model 6.1): hot::2 dog
Good (--model 6.1): hot:: dog
Good (--model 6.1): hot :: dog
Good (--model 6.1): hot::1.5 dog::-.5
"""

import re

from promptlint.diagnostics import apply_edits
from promptlint.midjourney.vocabulary import Vocabulary
from promptlint.model import Weight
from promptlint.parsing.parser import read
from promptlint.text.regex_compat import compile_pattern

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import model_text

_STUCK = compile_pattern(r"[^\W_]++(?:[.:_][^\W_]++)*+|\.\d++(?:\.\d++)*+")
"""The letters and digits that directly follow a weight."""


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per malformed weight, and one per decimal that the model does not accept."""
    support = context.vocabulary.support
    if not context.has_weights:
        return
    whole = next((model for model in context.models if support("decimal-weight", model).status == "unsupported"), None)
    for weight in prompt.weights:
        problem = _malformed(prompt, weight, context.vocabulary)
        if problem is not None:
            yield problem
        if whole is not None and "." in weight.number:
            yield Problem(
                weight.end - len(weight.number),
                weight.end,
                f"`{weight.number}` has a decimal point, but {model_text(context, whole)} accepts only whole numbers as weights",
                "Multiply all weights until they are whole numbers: `a::1.5 b` becomes `a::3 b::2`.",
                effect=support("decimal-weight", whole).status,
            )


def _malformed(prompt: Prompt, weight: Weight, vocabulary: Vocabulary) -> Problem | None:
    """The problem of a malformed weight: it reports one mistake, and the fix corrects all of them."""
    source = prompt.source
    written = source[weight.start : weight.end]
    stuck = _STUCK.match(source, weight.end)
    colons = len(written) - len(weight.number)
    spaced = bool(weight.number) and source[: weight.start].rstrip() != source[: weight.start]
    right = f"::{weight.number}"
    if stuck is not None:
        glued = stuck[0]
        message = f"`{written + glued}` is not a weight: `{weight.number + glued}` is read as its number"
        if glued[0].isalpha():
            advice = f"Write `{right} {glued}`, with a space, if `{glued}` begins the next part."
        else:
            advice = "Write one number after the colons, such as `::2` or `::1.5`."
    elif colons > 2:
        message = f"`{written}` has {colons} colons instead of two, so the others are read as text"
        advice = f"Write `{right}` directly after the words."
    elif spaced:
        message = f"`{written}` follows a space, so the weight may be lost or drawn as text"
        advice = f"Write `{right}` directly after the words."
    else:
        return None
    end = stuck.end() if stuck is not None else weight.end
    return Problem(weight.start, end, message, advice, _fix(prompt, weight, stuck, vocabulary, spaced=spaced), "unsupported")


def _fix(prompt: Prompt, weight: Weight, stuck: re.Match[str] | None, vocabulary: Vocabulary, *, spaced: bool) -> Fix | None:
    """The weight in the right form, or `None` if that is not certain."""
    source = prompt.source
    if stuck is not None and not stuck[0][0].isalpha():
        return None
    start = len(source[: weight.start].rstrip()) if spaced else weight.start
    if spaced and (not start or source[start - 1] == ":" or any(image.end == start for image in prompt.images)):
        return None  # nothing that it could weigh, or a link, which has a weight of its own
    edit = Edit(start, weight.end, f"::{weight.number}" + (" " if stuck is not None else ""))
    # The freed word may make a forgotten parameter with what follows it (`::v 6`): then it was not intended as text.
    if stuck is not None and len(read(apply_edits(source, [edit]), vocabulary).anomalies) > len(prompt.anomalies):
        return None
    return Fix(safe=True, edits=(edit,))
