"""The triggers that occur in a prompt: a rule runs only on one of its own, so that most prompts run few rules."""

from __future__ import annotations

from functools import lru_cache

from promptlint.links.unlinked import may_be_unlinked, unlinked
from promptlint.model import ImageLink, Prompt, Weight
from promptlint.semantics.check_parameter import check_parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from promptlint.midjourney.vocabulary import Vocabulary

    from .registry import Rule
    from .support.base import Context

__all__ = ["is_odd", "triggered_by", "triggers"]


@lru_cache(maxsize=256)
def triggered_by(codes: frozenset[str]) -> dict[str, tuple[Rule, ...]]:
    """Trigger → the rules that run on it."""
    from promptlint.rules.registry import RULES

    table: dict[str, list[Rule]] = {}
    for rule in RULES:
        if rule.code in codes:
            for trigger in rule.on:
                table.setdefault(trigger, []).append(rule)
    return {trigger: tuple(rules) for trigger, rules in table.items()}


def triggers(prompt: Prompt, context: Context, plain: int | None = None) -> set[str]:
    """The triggers that occur in this prompt; none of those of its text if it is plain up to `plain` and has no finding of its own."""
    found = {"prompt", *context.issues}
    for anomaly in prompt.anomalies:
        found.add("brace" if anomaly.kind == "permutation" else anomaly.kind)
    if prompt.parameters:
        _add_parameter_triggers(prompt, context, found)
    if context.model_from == "default" and _depends_on_default(prompt, context.vocabulary):
        found.add("unpinned")
    if context.vocabulary.video in context.models:
        found.add("video")
    if plain is None or prompt.permutations:
        _add_text_triggers(prompt, context, found)
    _add_space_triggers(prompt, context, found, plain or 0)
    if "link" in found:
        from promptlint.links.offline import triggered_rules

        found |= triggered_rules(prompt.links, prompt.source)
    return found


def _add_parameter_triggers(prompt: Prompt, context: Context, found: set[str]) -> None:
    """The parameters by name, and what several of them, their needs and their links may set off."""
    found.add("parameter")
    vocabulary = context.vocabulary
    names = set()
    for parameter in prompt.parameters:
        names.add(parameter.name)
        found.add("--" + parameter.name)
        for value in parameter.values:
            if value.kind != "word" and (value.kind == "link" or any(member.kind == "link" for member in value.members)):
                found.add("link")
    if not names.isdisjoint(vocabulary.needing_company) and not _accompanied(names, prompt, context):
        found.add("needs-companion")
    if not names.isdisjoint(context.target.refuses) or not names.isdisjoint(context.target.strips):
        found.add("forbidden")
    if len(prompt.parameters) > 1:
        found.add("pair")
        if len(names) < len(prompt.parameters):
            found.add("repeated")
        if vocabulary.may_clash(names):
            found.add("clash")


def _accompanied(names: set[str], prompt: Prompt, context: Context) -> bool:
    """Return whether each parameter certainly has what it requires: a parameter, a model or an image."""
    if any(parameter.branch for parameter in prompt.parameters):  # which of them are in one job is not known here
        return False
    given = names.union(context.models, ("image",) if prompt.images else ())
    return context.vocabulary.accompanied(names, given)


def _depends_on_default(prompt: Prompt, vocabulary: Vocabulary) -> bool:
    """Return whether something in the prompt is valid on the default model, but may not be on another default of an account."""
    for parameter in prompt.parameters:
        if vocabulary.varies(parameter.name):
            for model in vocabulary.other_defaults:
                if check_parameter(parameter, model, vocabulary):
                    return True
    return Weight in map(type, prompt.parts) and vocabulary.varies("multi-prompt")


def _add_text_triggers(prompt: Prompt, context: Context, found: set[str]) -> None:
    source, end = prompt.source, prompt.text_end
    if prompt.command:
        found.add("command")
    if prompt.permutations:
        _add_permutation_triggers(prompt, context, found)
    if prompt.images:
        found.add("link")
    if len(source) > context.target.prompt_length // 2:
        found.add("long")
    kinds = {type(part) for part in prompt.parts}
    if Weight in kinds:
        statuses = {context.vocabulary.support("multi-prompt", model).status for model in context.models}
        found.add("weight" if statuses == {"supported"} else "weights-unsupported")
    if not kinds - {Weight, ImageLink}:
        found.add("no-text")
        return
    found.add("text")
    if _may_be_foreign(source, end, prompt.images) or (prompt.permutations and "|" in source):
        found.add("foreign")
    if source.lstrip()[:1] == "{":
        found.add("json")
    if may_be_unlinked(source[prompt.images[-1].end if prompt.images else prompt.text_start :], end):
        found.update(each.kind for each in unlinked(prompt))


def _add_space_triggers(prompt: Prompt, context: Context, found: set[str], start: int) -> None:
    """Line breaks from `start` on, and odd spaces among the parameters."""
    source = prompt.source[start:]
    if not context.wrapped and len(source.splitlines()) > 1:
        found.add("line-break")
    if not source.isascii() and prompt.parameters and _has_odd_space(source, prompt.text_end - start):
        found.add("odd-space")


def _add_permutation_triggers(prompt: Prompt, context: Context, found: set[str]) -> None:
    if prompt.jobs > context.vocabulary.smallest_plan:
        found.add("many-jobs")
    if context.target.braces != "expanded":
        found.add("permutation")


def is_odd(source: str, end: int) -> bool:
    """Return whether the text up to `end` may have a finding of its own, though it is plain."""
    text = source[:end]
    if not (":" in text or ")" in text or "/" in text or "BREAK" in text or "ADD" in text):  # it has no other sign of either
        return False
    return _may_be_foreign(source, end) or may_be_unlinked(source, end)


def _may_be_foreign(source: str, end: int, images: tuple[ImageLink, ...] = ()) -> bool:
    """Return whether the text up to `end` has the characters of foreign syntax; a colon within a link does not count."""
    colons = source.count(":", 0, end)
    if colons and images:
        colons -= sum(source.count(":", image.start, image.end) for image in images)
    if colons > 0:
        text = source[:end].lower()
        for sign in _BEFORE_COLON:
            if sign in text:
                return True
    if source.find("|", 0, end) >= 0 and source.find("[", 0, end) >= 0:
        return True
    if source.find(")", 0, end) >= 0 and any(source.find(sign, 0, end) >= 0 for sign in _ABOUT_BRACKETS):
        return True
    return source.find("[[", 0, end) >= 0 or source.find("BREAK", 0, end) >= 0 or source.find("ADD", 0, end) >= 0


_ABOUT_BRACKETS = ("((", ")+", ")-", ")0", ")1", ").")
"""Emphasis in brackets, and what follows the closing one where it is a weight."""

_BEFORE_COLON = ("(", "[", "<", "prompt", "tep", "embedding")
"""One of these comes before the colon in all syntax of other image models that has one, as in `Negative prompt:` and `Steps:`."""


_ASCII = frozenset(map(chr, range(128)))


def _has_odd_space(source: str, end: int) -> bool:
    """Return whether there is white space beyond ASCII from the end of the text on, among the parameters."""
    behind = source[len(source[:end].rstrip()) :]
    return not behind.isascii() and any(map(str.isspace, set(behind) - _ASCII))
