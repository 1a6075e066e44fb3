"""A prompt does not name a model, and works on one default model but not on another.

Without `--v` or `--niji` a prompt runs on the account's default: V8.2 since 2026-07-24, V8.1 for six weeks and V7 for a year
before. An account may have chosen any of them, and since autumn 2026 parts of an account may have separate defaults. A
prompt whose parameters require V8.1 or V8.2 then fails on an account that uses V7. Nothing is reported if a model is named in
the prompt, passed or configured.

Bad:  a red fox --hd
Bad:  a fox in the snow --edit https://img.mysite.net/fox.png
Good: a red fox --hd --v 8.2
Good: a red fox --ar 16:9 --s 250
Good (--model 8.2): a red fox --hd
"""

from promptlint.semantics.check_parameter import check_parameter
from promptlint.text.joining import and_list

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import ModelSwap
from .support.wording import intended_spelling, model_text, models_text


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per prompt, at its end."""
    vocabulary = context.vocabulary
    names: dict[str, None] = {}
    wrong_on: set[str] = set()
    for parameter in prompt.parameters:
        if not parameter.known or check_parameter(parameter, context.model, vocabulary):
            continue
        models = [model for model in vocabulary.other_defaults if check_parameter(parameter, model, vocabulary)]
        if models:
            names[f"`{intended_spelling(vocabulary, parameter)}`"] = None
            wrong_on.update(models)
    if vocabulary.support("multi-prompt", context.model).status == "supported" and prompt.weights:
        models = [model for model in vocabulary.other_defaults if vocabulary.support("multi-prompt", model).status not in _FINE]
        if models:
            names[f"`{vocabulary.spelling('multi-prompt')}`"] = None
            wrong_on.update(models)
    if not names:
        return
    end = len(prompt.source.rstrip())
    others = models_text(vocabulary, wrong_on)
    pinned = vocabulary.models[context.model].spelling
    yield Problem(
        end,
        end,
        f"The prompt does not name a model: {and_list(names)} {'works' if len(names) == 1 else 'work'} on "
        f"{model_text(context)}, but not on {others}, which may be the account's default",
        f"Write `{pinned}` at the end, or set `model` in the settings.",
        ModelSwap(prompt, context).pin_fix(context.model),
        "unsupported",
    )


_FINE = frozenset({"supported", "unknown"})
