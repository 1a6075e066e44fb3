"""A prompt does not name a model.

A library of prompts is used for years, on whatever model is then the default. With this rule each prompt must name its model,
even if one is configured for all. Off by default.

Bad (--select MJ801):  a lighthouse in a storm --ar 16:9
Bad (--select MJ801 --model 7):  a lighthouse in a storm
Good (--select MJ801): a lighthouse in a storm --ar 16:9 --v 7
Good (--select MJ801): a lighthouse in a storm --niji 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import model_text


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem, at the end of the prompt; a placeholder among the parameters may be the model."""
    if context.model_from == "prompt" or not prompt.source.strip():
        return
    if any(anomaly.kind == "placeholder" and anomaly.after_parameter for anomaly in prompt.anomalies):
        return
    end = len(prompt.source.rstrip())
    spelling = context.vocabulary.models[context.model].spelling
    yield Problem(
        end,
        end,
        f"The prompt does not name a model, so it runs on {model_text(context)} today, but may run on another one later",
        f"Write `{spelling}` at the end.",
        effect="altered",
    )
