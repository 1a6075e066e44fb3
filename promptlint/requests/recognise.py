"""Recognize the service of a request by its address; headers and fields count only if the address does not identify it."""

from __future__ import annotations

from promptlint.midjourney.names import ended_note
from promptlint.midjourney.targets import split_url
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.pointer import join, resolve

from .endpoints import mapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from promptlint.midjourney.targets import Endpoint, Targets

    from .endpoints import MappedPrefix

__all__ = ["PROMPTS", "Recognised", "answering", "locate_prompt", "recognise"]

# Positions of the prompt in the bodies of all known services, for a body of an unknown one.
PROMPTS = ("/prompt", "/text", "/input/prompt", "/inputs/prompt", "/msg")


class Recognised(NamedTuple):
    """The service and endpoint of a request. `by` is `argument`, `endpoints`, `url`, `header`, `fields` or `nothing`."""

    target: str | None
    endpoint: Endpoint | None
    by: str

    def note(self, *, prompt: bool) -> str:
        """A note for the user about it, without a full stop; empty if there is no doubt. `prompt` is whether the body has one."""
        if self.by == "nothing":
            what = ", so only its prompt was checked" if prompt else " and has no prompt, so nothing was checked"
            return f"this request matches no known service{what}; name the service with `--target` to check the whole body"
        ended = ended_note(self.target)
        if self.by == "fields":
            return f"read as a request to `{self.target}` because of its fields{'; ' if ended else ''}{ended}"
        return ended


NOTHING = Recognised(None, None, "nothing")


def recognise(
    targets: Targets,
    body: Mapping[str, Any],
    *,
    target: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    prefixes: tuple[MappedPrefix, ...] = (),
) -> Recognised:
    """Find target and endpoint of a body. Raises ConfigError for an unknown target name.

    An address with a host determines it: for an unknown host, only a header that one service alone has can identify the service.
    Without a host, the body's own fields can, if the whole body matches.
    """
    if target is not None:
        return Recognised(targets.named(target).name, _endpoint(targets, target, body, url), "argument")
    host = ""
    if url is not None:
        below = mapped(prefixes, url)
        if below is not None:
            return _found(answering(below, body), "endpoints")
        host, path = split_url(url)
        if "{" in host or "$" in host:  # a variable that the file leaves open
            host = ""
        candidates = targets.at(host, path)
        if candidates or host in targets.hosts:
            return _found(answering(candidates, body), "url")
    named = targets.with_header(headers or ())
    if named is not None:
        return _whole(targets, named, body, "header")
    if not host:
        for name in targets.with_fields(body):
            found = _whole(targets, name, body, "fields")
            if found.endpoint is not None:
                return found
    return NOTHING


def answering(endpoints: Iterable[Endpoint], body: Mapping[str, Any]) -> Endpoint | None:
    """The first endpoint that matches the body, or None.

    The fields that mark an endpoint may also all be missing: each is required, so other requests to the address have them, too.
    """
    for endpoint in endpoints:
        if endpoint.answers(body):
            return endpoint
    for endpoint in endpoints:
        if all(resolve(body, pointer) is None for pointer in endpoint.when):
            return endpoint
    return None


def _found(endpoint: Endpoint | None, by: str) -> Recognised:
    return NOTHING if endpoint is None else Recognised(endpoint.target, endpoint, by)


def _whole(targets: Targets, name: str, body: Mapping[str, Any], by: str) -> Recognised:
    """The endpoint of a target that the whole body matches: without other fields, and with all that are required."""
    for endpoint in targets.endpoints(name):
        known = all(join("", key) in endpoint.fields for key in body)
        needed = (field for field in endpoint.fields.values() if field.required == "rejected" and not field.parent)
        if known and all(resolve(body, field.pointer) is not None for field in needed) and endpoint.answers(body):
            return Recognised(name, endpoint, by)
    return NOTHING


def _endpoint(targets: Targets, target: str, body: Mapping[str, Any], url: str | None) -> Endpoint | None:
    """The endpoint of this target: the one at the URL, else the one whose fields match the body best."""
    if url is not None and (found := targets.at(*split_url(url), target)):
        return _best(found, body)
    return _best(targets.endpoints(target), body)


def _best(endpoints: Iterable[Endpoint], body: Mapping[str, Any]) -> Endpoint | None:
    # `max` keeps the first of equals: the table lists imagine first, which is the likeliest.
    return max(endpoints, key=lambda endpoint: _fit(endpoint, body), default=None)


_NO_FIELD = 1_000_000
"""The distance of an endpoint none of whose fields a body has."""


def _fit(endpoint: Endpoint, body: Mapping[str, Any]) -> int:
    known = sum(join("", key) in endpoint.fields for key in body)
    missing = sum(1 for field in endpoint.fields.values() if field.required == "rejected" and resolve(body, field.pointer) is None)
    return 2 * known - len(body) - missing + endpoint.answers(body) if known else -_NO_FIELD


def locate_prompt(body: Mapping[str, Any], endpoint: Endpoint | None) -> str:
    """The pointer of the prompt, empty if the body has none.

    A body that has it under another service's name (`text` for `prompt`) is wrong, but its prompt can be linted.
    """
    if endpoint is not None and not endpoint.prompt:
        return ""
    first: tuple[str, ...] = (endpoint.prompt,) if endpoint is not None else ()
    for pointer in first + PROMPTS:
        if isinstance(resolve(body, pointer), str):
            return pointer
    return ""
