"""A slot was never filled.

`[SUBJECT]`, `<your text>`, `{{name}}`, `{name}`, `${x}`, `%(x)s` and `__name__` are drawn as they stand, and in the place of a
value they are none that Midjourney takes; so are `$x` and `IMAGE_A` there. A value that a program did not have (`None`,
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
        elif anomaly.after_parameter and not _takes_text(anomaly.name, context):
            message = f"`{anomaly.written}` is a slot that was never filled: it is no value that Midjourney takes"
        else:
            use = "excluded" if anomaly.after_parameter else "drawn"
            message = f"`{anomaly.written}` is a slot that was never filled: it is {use} as it stands"
        yield Problem(
            anomaly.start,
            anomaly.end,
            message,
            "Leave the parameter out where there is no value." if leaked else "Put the words there that it stands for.",
            None,
            "rejected" if leaked or (anomaly.after_parameter and not _takes_text(anomaly.name, context)) else "altered",
        )


def _takes_text(name: str, context: Context) -> bool:
    """Whether a parameter takes free text, in which any words are right."""
    definition = context.vocabulary.definition(name)
    return definition is not None and definition.kind == "words"
