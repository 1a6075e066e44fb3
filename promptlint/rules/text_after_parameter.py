"""Text follows a parameter that does not accept it.

All text must come before the parameters. Midjourney reads each word after a value as an unknown parameter and rejects
the job (``Unrecognized parameter(s): `abc` ``, recorded). Only `--no` and the references accept more than one word.

Bad:  --ar 16:9 a lighthouse in a storm
Bad:  a lighthouse --v 7 in a storm --ar 16:9
Good: a lighthouse in a storm --v 7 --ar 16:9
Good: a lighthouse --no people, birds --ar 16:9
"""

from promptlint.links.redact import quotable
from promptlint.links.unlinked import rest_of_link

from .support.base import Context, Edit, Fix, Iterator, Problem, Prompt
from .support.wording import drop_fix, of_kind, space_before


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """Yield one problem per run of words.

    There is no fix in an alternative of a permutation: at the end of the text the words would be in every job. Nor for the rest of
    a link, which belongs where it is.
    """
    links = {link.end + len(rest) for link in prompt.links if (rest := rest_of_link(prompt, link))}
    for anomaly in of_kind(prompt, "text-after-parameter"):
        owner = f"`{context.vocabulary.spelling(anomaly.name)}`"
        enclosed = anomaly.start < prompt.text_end  # all other parameters follow the text
        is_of_link = anomaly.end in links
        signs = anomaly.written.isascii() and not any(map(str.isalnum, anomaly.written))
        needless = signs or any(each.start < anomaly.start < each.end for each in prompt.parameters)  # `--ar ratio 16:9`
        yield Problem.at(
            anomaly,
            f"`{quotable(anomaly.written)}` follows {owner}, which does not accept it, so it is read as an unknown parameter",
            "Write the space in the link before it as `%20`."
            if is_of_link
            else "Remove it."
            if needless
            else "Move it before the first parameter.",
            None
            if enclosed or is_of_link
            else drop_fix(prompt, anomaly.start, anomaly.end)
            if needless
            else _moved(prompt, anomaly.start, anomaly.end),
        )


def _moved(prompt: Prompt, start: int, end: int) -> Fix:
    """Move the words to the end of the text."""
    source = prompt.source
    words = " ".join(source[start:end].split())
    at = prompt.text_start + len(source[prompt.text_start : prompt.text_end].rstrip())
    before = " " if at and not source[at - 1].isspace() else ""
    after = "" if source[at].isspace() else " "
    return Fix(safe=False, edits=(Edit(at, at, before + words + after), Edit(space_before(prompt, start), end, "")))
