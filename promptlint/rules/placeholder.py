"""A slot was never filled.

`[SUBJECT]`, `<your text>`, `{{name}}` and `${x}` are drawn as they stand. A value that a program did not have (`None`,
`True`, `undefined`) is refused among the parameters: ``Unrecognized parameter(s): use_raw`` was recorded for a wrapper that
leaked one. In a file that marks its prompts as templates, slots are expected and not reported.

Bad:  a portrait of [SUBJECT] in a storm --ar 2:3
Good: a portrait of a knight in a storm --ar 2:3
Bad:  a portrait of {{name}} --ar 2:3
Bad:  a portrait of a knight --seed None --ar 2:3
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a slot."""
    for anomaly in of_kind(prompt, "placeholder"):
        leaked = anomaly.detail == "leaked"
        if context.template and not leaked:
            continue
        if leaked:
            message = f"`{anomaly.written}` is what a program writes for a value it does not have: Midjourney refuses the job"
        elif anomaly.after_parameter:
            message = f"`{anomaly.written}` is a slot that was never filled: it is no value that Midjourney takes"
        else:
            message = f"`{anomaly.written}` is a slot that was never filled: it is drawn as it stands"
        yield Problem(
            anomaly.start,
            anomaly.end,
            message,
            "Leave the parameter out where there is no value." if leaked else "Put the words there that it stands for.",
            None,
            "rejected" if leaked else "altered",
        )
