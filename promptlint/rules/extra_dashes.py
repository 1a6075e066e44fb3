"""Three or more hyphens in a row.

Midjourney reads `---` among the parameters as a parameter of that name and rejects it: ``Unrecognized parameter(s): `---` ``
was recorded for a Markdown divider after one. Within the text it is drawn as text: Markdown with such dividers
ran on V6.1 and Niji 6.

Bad:  a lighthouse in a storm ---ar 16:9
Bad:  a lighthouse in a storm --ar 16:9 --- --v 7
Bad:  a lighthouse --- in a storm
Good: a lighthouse in a storm --ar 16:9
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.wording import of_kind, removal


def check(prompt: Prompt, _context: Context) -> Iterator[Problem]:
    """Yield one problem per run of hyphens."""
    for anomaly in of_kind(prompt, "extra-dashes"):
        intended = anomaly.replacement
        help_ = "Remove it." if intended == "" else f"Write `{intended.strip()}`." if intended else "Write a parameter with two hyphens."
        in_text = anomaly.end <= prompt.text_end and not any(map(str.isalnum, anomaly.written))
        consequence = "it may be drawn as text" if in_text else "it is read as an unknown parameter"
        message = f"`{anomaly.written}` has too many hyphens, so {consequence}"
        yield Problem.at(anomaly, message, help_, removal(prompt, anomaly), "altered" if in_text else "rejected")
