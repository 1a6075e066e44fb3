"""House rules: a project's own requirements for prompts, defined as data in its settings (`[[house-rules]]`).

A rule has up to three parts, `require`, `forbid` and `allow`, each about parameters, their values, models, words and the hosts of
links. All violations of a rule at one position are one finding. Nothing of a settings file is run.
"""

from __future__ import annotations

from promptlint.text.joining import and_list, or_list

from .running import diagnostic
from .support.base import Fix, Problem
from .support.wording import append_fix, drop_fix, example

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from promptlint.config import Demands, HouseRule
    from promptlint.diagnostics import Diagnostic
    from promptlint.midjourney.vocabulary import Vocabulary
    from promptlint.model import Parameter, Prompt, Value
    from promptlint.text.phrases import Phrases

    from .support.base import Context

__all__ = ["check"]

_EFFECTS = {"error": "rejected", "warning": "altered", "info": "noted"}
"""The effect that `SEVERITY` words as the severity of the rule."""


def check(prompt: Prompt, context: Context, rules: Iterable[HouseRule]) -> Iterator[Diagnostic]:
    """Yield the violations of the rules; an empty prompt has none."""
    if not prompt.source.strip():
        return
    for rule in rules:
        together: dict[tuple[int, int], list[Problem]] = {}
        for miss in _misses(prompt, context, rule):
            together.setdefault((miss.start, miss.end), []).append(miss)
        for misses in together.values():
            yield diagnostic(rule, _problem(rule, misses))


def _problem(rule: HouseRule, misses: list[Problem]) -> Problem:
    """One problem for the violations of a rule at one position."""
    found = "; ".join(dict.fromkeys(miss.message for miss in misses))
    help = "; ".join(dict.fromkeys(miss.help for miss in misses))
    fix = misses[0].fix if len(misses) == 1 else None
    if rule.message:
        help = f"{found}: {help}"
    return Problem.at(misses[0], rule.message or _capitalized(found), _capitalized(help) + ".", fix, _EFFECTS[rule.severity])


def _capitalized(clause: str) -> str:
    return clause[:1].upper() + clause[1:]


def _misses(prompt: Prompt, context: Context, rule: HouseRule) -> Iterator[Problem]:
    for part, checks in _CHECKS.items():
        demands: Demands = getattr(rule, part)
        for field, each in checks.items():
            if getattr(demands, field):
                yield from each(prompt, context, demands)
    if rule.forbid.words:
        yield from _forbidden_words(prompt, rule.forbid.words, rule.allow.words)


# ---- parameters ------------------------------------------------------------------------------------------------------


def _required_parameters(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    missing = [context.vocabulary.spelling(name) for name in demands.parameters if not _has(prompt, name)]
    if missing:
        names = and_list(f"`{spelling}`" for spelling in missing)
        verb, them = ("is", "it") if len(missing) == 1 else ("are", "them")
        yield _at_end(prompt, f"{names} {verb} missing", f"add {them}{_such_as(missing, context)}")


def _such_as(spellings: list[str], context: Context) -> str:
    """The parameters with values that are right on the model, where there are such."""
    words = []
    for spelling in spellings:
        definition = context.vocabulary.definition(context.vocabulary.names.get(spelling.lstrip("-"), ""))
        if (
            definition is None
            or (value := example(definition, context.vocabulary.limits(definition.name, context.model), context.vocabulary)) == ""
        ):
            return ""
        words.append(f"{spelling} {value}")
    return f", such as `{' '.join(words)}`"


def _forbidden_parameters(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    for parameter in prompt.parameters:
        if parameter.name in demands.parameters:
            yield _removed(prompt, parameter, f"`{parameter.spelling}` is not allowed here", f"remove `{parameter.spelling}`")


def _allowed_parameters(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    allowed = or_list(f"`{context.vocabulary.spelling(name)}`" for name in demands.parameters)
    for parameter in prompt.parameters:
        if parameter.name not in demands.parameters:
            message = f"`{parameter.spelling}` is not an allowed parameter"
            yield _removed(prompt, parameter, message, f"remove `{parameter.spelling}`, or use {allowed}")


def _removed(prompt: Prompt, parameter: Parameter, message: str, help: str) -> Problem:
    return Problem.at(parameter, message, help, drop_fix(prompt, parameter.start, parameter.end))


def _has(prompt: Prompt, name: str) -> bool:
    """Return whether a parameter is present: also as a mistake that another rule reports, or if a slot may represent it."""
    return prompt.get(name) is not None or any(anomaly.name == name for anomaly in prompt.anomalies) or _has_slot(prompt)


def _has_slot(prompt: Prompt) -> bool:
    """Return whether a slot among the parameters may represent any of them."""
    return any(anomaly.kind == "placeholder" and anomaly.after_parameter for anomaly in prompt.anomalies)


# ---- values ----------------------------------------------------------------------------------------------------------


def _required_values(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    for name, values in demands.values:
        spelling = context.vocabulary.spelling(name)
        if not _has(prompt, name):
            fix = append_fix(prompt, f"{spelling} {values[0]}") if len(values) == 1 else None
            yield _at_end(prompt, f"`{spelling}` is missing", f"add {or_list(f'`{spelling} {value}`' for value in values)}", fix)
    yield from _allowed_values(prompt, context, demands)


def _forbidden_values(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    for parameter, value, values in _listed_values(prompt, demands):
        if _is_one_of(value, values):
            written = f"`{parameter.spelling} {value}`"
            yield Problem.at(value, f"{written} is not allowed here", f"use another value than {or_list(values)}")


def _allowed_values(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    for parameter, value, values in _listed_values(prompt, demands):
        if not _is_one_of(value, values):
            written = f"`{parameter.spelling} {value}`"
            instead = or_list(f"`{parameter.spelling} {each}`" for each in values)
            yield Problem.at(value, f"{written} is not allowed here", f"write {instead}")


def _listed_values(prompt: Prompt, demands: Demands) -> Iterator[tuple[Parameter, Value, tuple[str, ...]]]:
    """Yield each value of the parameters that a rule names, with those that it lists; the value of a slot is unknown."""
    listed = dict(demands.values)
    for parameter in prompt.parameters:
        values = listed.get(parameter.name)
        for value in parameter.alternatives if values else ():
            if value.kind != "placeholder":
                yield parameter, value, values or ()


def _is_one_of(value: Value, values: tuple[str, ...]) -> bool:
    """Return whether a value is listed: in either case, and numbers by their value (`1` and `1.0`)."""
    return any(_comparable(value.text) == _comparable(each) for each in values)


def _comparable(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text.casefold()


# ---- models ----------------------------------------------------------------------------------------------------------


def _required_models(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    if context.model_from == "prompt":
        yield from _allowed_models(prompt, context, demands)
        return
    if _has_slot(prompt):
        return
    fix = append_fix(prompt, context.vocabulary.models[demands.models[0]].spelling) if len(demands.models) == 1 else None
    yield _at_end(prompt, "the prompt does not name its model", f"add {_spellings(context.vocabulary, demands.models)}", fix)


def _forbidden_models(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    found = [model for model in context.models if model in demands.models]
    yield from _on_models(prompt, context, found, "use another model")


def _allowed_models(prompt: Prompt, context: Context, demands: Demands) -> Iterator[Problem]:
    found = [model for model in context.models if model not in demands.models]
    yield from _on_models(prompt, context, found, f"write {_spellings(context.vocabulary, demands.models)}")


def _on_models(prompt: Prompt, context: Context, found: list[str], help: str) -> Iterator[Problem]:
    """Yield that the prompt runs on these models: at the parameter that names one, or at the end."""
    if not found:
        return
    titles = or_list(context.vocabulary.models[model].title for model in found)
    by = ", the account's default" if context.model_from in ("config", "default") else ""
    message = f"this prompt runs on {titles}{by}, which is not allowed here"
    naming = [each for each in prompt.parameters if each.name in context.vocabulary.model_flags]
    if naming and context.model_from == "prompt":
        yield Problem.at(naming[-1], message, help)
    else:
        yield _at_end(prompt, message, help)


def _spellings(vocabulary: Vocabulary, models: Iterable[str]) -> str:
    return or_list(f"`{vocabulary.models[model].spelling}`" for model in models)


# ---- words and links -------------------------------------------------------------------------------------------------


def _required_words(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    found = {phrase for _, _, phrase in _hits(prompt, demands.words)}
    missing = [f"`{word}`" for word in demands.words if word not in found]
    if missing:
        words, verb = and_list(missing), "is" if len(missing) == 1 else "are"
        yield _at_end(prompt, f"{words} {verb} missing from the text", f"add {words} to the text")


def _forbidden_words(prompt: Prompt, words: tuple[str, ...], allowed: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the words that are not part of an allowed phrase."""
    spared = [(start, end) for start, end, _ in _hits(prompt, allowed)]
    for start, end, phrase in _hits(prompt, words):
        if not any(first <= start and end <= last for first, last in spared):
            yield Problem(start, end, f"`{phrase}` is not allowed here", f"remove `{phrase}`, or use another word")


def _hits(prompt: Prompt, words: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield where words are found in the drawn or excluded text: not in links, nor in names of parameters."""
    if not words:
        return
    covered = [(link.start, link.end) for link in prompt.links] + [(each.start, each.name_end) for each in prompt.parameters]
    for hit in _phrases(words).find(prompt.source):
        if not any(start < hit.end and hit.start < end for start, end in covered):
            yield hit.start, hit.end, hit.phrase


def _phrases(words: tuple[str, ...]) -> Phrases:
    from promptlint.text.phrases import compiled

    return compiled(words)


def _required_hosts(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    if not any(_is_under(host, demands.link_hosts) for _, _, host in _hosts(prompt)):
        yield _at_end(prompt, f"a link to {or_list(demands.link_hosts)} is missing", f"add a link to {or_list(demands.link_hosts)}")


def _forbidden_hosts(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    for start, end, host in _hosts(prompt):
        if _is_under(host, demands.link_hosts):
            yield Problem(start, end, f"links to `{host}` are not allowed here", "use a link to another host")


def _allowed_hosts(prompt: Prompt, _context: Context, demands: Demands) -> Iterator[Problem]:
    for start, end, host in _hosts(prompt):
        if not _is_under(host, demands.link_hosts):
            yield Problem(start, end, f"links to `{host}` are not allowed here", f"use a link to {or_list(demands.link_hosts)}")


def _hosts(prompt: Prompt) -> Iterator[tuple[int, int, str]]:
    """Yield the host of each link; a malformed one, which another rule reports, has none."""
    if not prompt.links:
        return
    from promptlint.links.address import Address, parse

    for link in prompt.links:
        address = parse(link.url)
        if isinstance(address, Address):
            yield link.start, link.end, address.host


def _is_under(host: str, names: tuple[str, ...]) -> bool:
    from promptlint.links.address import under

    return under(host, names)


# ---- wording ---------------------------------------------------------------------------------------------------------


def _at_end(prompt: Prompt, message: str, help: str, fix: Fix | None = None) -> Problem:
    end = len(prompt.source.rstrip())
    return Problem(end, end, message, help, fix)


_CHECKS: dict[str, dict[str, Callable[[Prompt, Context, Demands], Iterator[Problem]]]] = {
    "require": {
        "parameters": _required_parameters,
        "values": _required_values,
        "models": _required_models,
        "words": _required_words,
        "link_hosts": _required_hosts,
    },
    "forbid": {
        "parameters": _forbidden_parameters,
        "values": _forbidden_values,
        "models": _forbidden_models,
        "link_hosts": _forbidden_hosts,
    },
    "allow": {
        "parameters": _allowed_parameters,
        "values": _allowed_values,
        "models": _allowed_models,
        "link_hosts": _allowed_hosts,
    },
}
"""The check of each key. Words are forbidden and allowed together: what is allowed is an exception."""
