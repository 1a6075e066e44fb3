"""Look up names of models and targets in the tables."""

from __future__ import annotations

from promptlint.errors import ConfigError

from . import tables

__all__ = ["check_name", "ended_note"]


def check_name(kind: str, name: str, where: str = "") -> str:
    """The name of a model or target (`kind`) as the tables spell it.

    Raises ConfigError, beginning with `where`, for one that the tables do not have; it names the nearest.
    """
    if kind == "model":
        model = tables.vocabulary().model_named(name)
        if model is not None:
            return model.name
    else:
        target = tables.targets().get(name.strip().lower())
        if target is not None:
            return target.name
    from promptlint.text.did_you_mean import hint

    known = tables.vocabulary().models if kind == "model" else tables.targets().names
    raise ConfigError(f"{where}unknown {kind} `{name}`{hint(name, known)}")


def ended_note(target: str | None) -> str:
    """A note for the user about a target whose service has ended, without a full stop; empty for every other."""
    ended = tables.targets().named(target).ended if target else None
    return f"the service `{target}` has ended: use {ended.instead}" if ended else ""
