"""Options of a run from the command line, in addition to the settings."""

from __future__ import annotations

from promptlint.text.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .link_results import LinkResults

__all__ = ["FILE_COST", "PARALLEL_THRESHOLD", "RunOptions"]

PARALLEL_THRESHOLD = 4 << 20
"""Bytes from which on a run uses several cores (see `parallel`); below, starting workers costs more than they save."""

FILE_COST = 4 << 10
"""Bytes of prompts that take as long to lint as the overhead of a file: finding its settings, opening and reading it."""


class RunOptions(NamedTuple):
    """Options of a run from the command line, in addition to the settings.

    `models` are the account's default models to lint under, if given. `suppressions` is whether comments and per-file settings
    may hide findings. `target` is the service of requests, if given. `link_results` are the results of the link check, None
    offline. `fixes` is whether an output or a count shows the fixes of findings: without, they are dropped instead of proven. `fixed`
    is whether an output shows prompts with their safe fixes: computing them takes as long as linting again.
    """

    models: tuple[str, ...] = ()
    suppressions: bool = True
    target: str | None = None
    link_results: LinkResults | None = None
    fixes: bool = True
    fixed: bool = True
