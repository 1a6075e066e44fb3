"""Two parameters that cannot be combined.

Some pairs are rejected: draft jobs with `--tile` (``Draft jobs are not compatible with --tile``, recorded 2026-05-24), an
omni reference with `--draft` or `--q 4` (Omni Reference page). Of other pairs one is ignored: two speeds, `--hd` with
`--sd`, `--v` with `--niji` (recorded jobs lost the Niji look). A few are an info: the same seed does not give the same image
with `--weird`. The pairs are in `grammar/parameters.toml`, each with its source.

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
    """Yield one problem per pair, at the second of the two."""
    whole = lacking(context)
    for conflict, first, second in clashes(prompt, context.vocabulary, context.models):
        if any(id(each) in whole or on_video(context, each) for each in (first, second)):
            continue
        one, two = (shown(prompt, each.start, each.end) for each in (first, second))
        yield Problem.at(
            second,
            f"`{one}` and `{two}` {_VERDICT[conflict.effect]}: {conflict.reason}",
            _HELP[conflict.effect].format(one, two),
            effect=conflict.effect,
        )


_VERDICT = {
    "rejected": "cannot be combined",
    "unsupported": "cannot be combined, so one of them is ignored",
    "noted": "do not fully work together",
}
_HELP = {
    "rejected": "Remove `{0}` or `{1}`.",
    "unsupported": "Remove `{0}` or `{1}`.",
    "noted": "Remove `{0}` or `{1}` if that matters.",
}
