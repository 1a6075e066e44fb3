"""Look up names of models, plans and targets in the tables."""

from __future__ import annotations

from promptlint.errors import ConfigError, require_text

from . import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rows import Model, Plan
    from .targets import Target

__all__ = ["check_name", "ended_note"]


def check_name(kind: str, name: str, where: str = "") -> str:
    """The name of a model, plan or target (`kind`) as the tables spell it.

    Raises ConfigError, beginning with `where`, for one that the tables do not have; it names the nearest. Raises TypeError for
    what is not a str.
    """
    require_text(name, kind)
    known: Iterable[str]
    found: Model | Plan | Target | None
    if kind == "model":
        known = tables.vocabulary().models
        found = tables.vocabulary().model_named(name)
    elif kind == "plan":
        known = tables.vocabulary().plans
        found = tables.vocabulary().plans.get(name)
    else:
        known = tables.targets().names
        found = tables.targets().get(name.strip().lower())
    if found is not None:
        return found.name
    from promptlint.text.did_you_mean import hint

    raise ConfigError(f"{where}unknown {kind} `{name}`{hint(name, known)}")


def ended_note(target: str | None) -> str:
    """A note for the user about a target whose service has ended, without a full stop; empty for every other."""
    ended = tables.targets().named(target).ended if target else None
    return f"the service `{target}` has ended: use {ended.instead}" if ended else ""
