"""No model is named.

A library of prompts is read again years later, on whatever model is then the default. This house rule asks that each prompt
names its model, even where a configured one holds for all. Off by default.

Bad (--select MJ801):  a lighthouse in a storm --ar 16:9
Bad (--select MJ801 --model 7):  a lighthouse in a storm
Good (--select MJ801): a lighthouse in a storm --ar 16:9 --v 7
Good (--select MJ801): a lighthouse in a storm --niji 7
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import runs_on


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem at the end of the prompt. A slot among the parameters may hold the model."""
    if context.model_from == "prompt" or not prompt.source.strip():
        return
    if any(anomaly.kind == "placeholder" and anomaly.after_parameter for anomaly in prompt.anomalies):
        return
    end = len(prompt.source.rstrip())
    spelling = context.vocabulary.models[context.model].spelling
    yield Problem(
        end,
        end,
        f"The prompt names no model: {runs_on(context)} today, and on another once that changes",
        f"Name the model at the end: `{spelling}`.",
        effect="altered",
    )
