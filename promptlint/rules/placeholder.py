"""A placeholder was not filled in.

`[SUBJECT]`, `<your text>`, `{{name}}`, `{name}`, `${x}`, `$x`, `%(x)s`, `<%= x %>` and `__name__` are drawn as written. As the
value of a parameter they are invalid, and so are `IMAGE_A`, `URL` and `N` there. A value that a program did not have (`None`, `True`,
`undefined`) is rejected among the parameters: ``Unrecognized parameter(s): use_raw`` was recorded for a wrapper that leaked
one. In a file that marks its prompts as templates, placeholders are expected and not reported.

Bad:  a portrait of [SUBJECT] in a storm --ar 2:3
Good: a portrait of a knight in a storm --ar 2:3
Bad:  a portrait of {{name}} --ar 2:3
Bad:  a portrait of a knight --seed None --ar 2:3
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per placeholder."""
    for anomaly in of_kind(prompt, "placeholder"):
        leaked = anomaly.detail == "leaked"
        if context.template and not leaked:
            continue
        if leaked:
            message = f"`{anomaly.written}` is what a program writes for a missing value, so it is read as a stray word"
        elif anomaly.detail == "stray":
            message = f"`{anomaly.written}` is a placeholder that was not filled in, so it is read as a stray word"
        elif anomaly.after_parameter and not _takes_text(anomaly.name, context):
            message = f"`{anomaly.written}` is a placeholder that was not filled in, so it is not a valid value"
        else:
            use = "excluded" if anomaly.after_parameter else "drawn"
            message = f"`{anomaly.written}` is a placeholder that was not filled in, so it is {use} as written"
        yield Problem.at(
            anomaly,
            message,
            "Remove the parameter if it has no value." if leaked else "Replace it with the text that it stands for.",
            None,
            "rejected" if leaked or (anomaly.after_parameter and not _takes_text(anomaly.name, context)) else "altered",
        )


def _takes_text(name: str, context: Context) -> bool:
    """Return whether a parameter accepts free text."""
    definition = context.vocabulary.definition(name)
    return definition is not None and definition.kind == "words"
