"""The effect of a fact on the target in use: the one function between the evidence of the tables and a severity."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.rows import Requirement, Support

    from .base import Context

__all__ = ["effect_on", "missing_effect", "support_effect"]


def effect_on(context: Context, usual: str, elsewhere: dict[str, str], evidence: str = "") -> str:
    """Return the effect on the current target, a key of `SEVERITY` or `supported`.

    `usual` is the effect on Discord and the APIs, `elsewhere` that on other targets. If no target is named, Discord is assumed,
    and what only some targets reject is a warning. A claim without official evidence never makes an error.
    """
    here = elsewhere.get(context.target.name, usual)
    if here != "rejected":
        return here
    agreed = context.target_named or all(effect == "rejected" for effect in elsewhere.values())
    return here if agreed and evidence != "secondary" else "unsupported"


def support_effect(context: Context, support: Support) -> str:
    """Return the effect of a parameter or feature on a model with the given support for it."""
    return effect_on(context, support.status, dict.fromkeys(support.targets, "supported"), support.evidence)


def missing_effect(context: Context, required: Requirement) -> str:
    """Return what becomes of a parameter without the one that it requires."""
    return effect_on(context, required.missing, {each.target: each.effect for each in required.elsewhere})
