"""Two parameters that do not go together.

Some pairs are refused: draft jobs with `--tile` (``Draft jobs are not compatible with --tile``, recorded 2026-05-24), an
omni reference with `--draft` or `--q 4` (Omni Reference page). Of others one is lost: two speeds, `--hd` with `--sd`,
`--v` with `--niji` (recorded jobs lost the Niji look). And a few are worth knowing: the same seed does not give the same
image with `--weird`. The pairs are in `grammar/parameters.toml`, each with its source.

Bad:  a red fox --v 8.2 --niji 7
Bad:  a red fox --fast --relax
Bad:  a red fox --draft --tile --v 7
Good: a red fox --niji 7
Good: a red fox --fast
"""

from .support.base import Context, Iterator, Problem, Prompt
from .support.compatibility import clashes, lacking, on_video
from .support.wording import shown


def check(prompt: Prompt, context: Context) -> Iterator[Problem]:
    """One problem a pair, at the second of the two."""
    whole = lacking(context)
    for conflict, first, second in clashes(prompt, context.vocabulary, context.models):
        if any(id(each) in whole or on_video(context, each) for each in (first, second)):
            continue
        one, two = (shown(prompt, each.start, each.end) for each in (first, second))
        yield Problem(
            second.start,
            second.end,
            f"`{one}` and `{two}` {_VERDICT[conflict.effect]}, because {conflict.reason}",
            _HELP[conflict.effect].format(one, two),
            effect=conflict.effect,
        )


_VERDICT = {
    "rejected": "do not go together, and Midjourney refuses the job",
    "unsupported": "do not go together, and one of the two is lost",
    "noted": "do not have their full effect together",
}
_HELP = {
    "rejected": "Leave `{0}` or `{1}` out.",
    "unsupported": "Keep the one that is meant, `{0}` or `{1}`, and leave the other out.",
    "noted": "Leave `{0}` or `{1}` out where that matters.",
}
