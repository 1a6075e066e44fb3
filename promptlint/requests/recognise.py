"""What a request is sent to: from the target that is named, the URL, a header, or the fields of the body."""

from __future__ import annotations

from promptlint.midjourney.targets import split_url
from promptlint.text.namedtuple import NamedTuple
from promptlint.text.pointer import join, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from promptlint.midjourney.targets import Endpoint, Targets

__all__ = ["PROMPTS", "Recognised", "locate_prompt", "recognise"]

# Where a prompt stands in the bodies of all services that are known; for a body of an unknown one.
PROMPTS = ("/prompt", "/text", "/input/prompt", "/inputs/prompt", "/msg")


class Recognised(NamedTuple):
    """What was found. `by` is `argument`, `url`, `header`, `fields` or `nothing`."""

    target: str | None
    endpoint: Endpoint | None
    by: str

    @property
    def note(self) -> str:
        """What a person should know of it, a sentence; empty where all is clear."""
        if self.by == "nothing":
            return (
                "the service could not be recognised from the URL or the fields, so only the prompt was checked; "
                "name the service with a target to have the whole body checked"
            )
        if self.by == "fields":
            return f"taken for a request to `{self.target}` because of its fields"
        return ""


def recognise(
    targets: Targets,
    body: Mapping[str, Any],
    *,
    target: str | None = None,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Recognised:
    """Find target and endpoint. Raises ConfigError for a named target that does not exist."""
    if target is not None:
        return Recognised(targets.named(target).name, _endpoint(targets, target, body, url), "argument")
    if url is not None:
        host, path = split_url(url)
        for endpoint in targets.at(host, path):
            if endpoint.answers(body):
                return Recognised(endpoint.target, endpoint, "url")
    name = targets.recognise(body, headers)
    if name is None:
        return Recognised(None, None, "nothing")
    given = {header.lower() for header in headers or ()}
    by = "header" if any(header.lower() in given for header in targets.named(name).headers) else "fields"
    return Recognised(name, _endpoint(targets, name, body, url), by)


def _endpoint(targets: Targets, target: str, body: Mapping[str, Any], url: str | None) -> Endpoint | None:
    """The endpoint of this target: the one at the URL, else the one whose fields fit the body best."""
    if url is not None and (found := targets.at(*split_url(url), target)):
        return _best(found, body)
    return _best(targets.endpoints(target), body)


def _best(endpoints: Iterable[Endpoint], body: Mapping[str, Any]) -> Endpoint | None:
    # `max` keeps the first of equals: the table lists imagine first, which is what a body is in doubt.
    return max(endpoints, key=lambda endpoint: _fit(endpoint, body), default=None)


def _fit(endpoint: Endpoint, body: Mapping[str, Any]) -> int:
    known = sum(join("", key) in endpoint.fields for key in body)
    missing = sum(1 for field in endpoint.fields.values() if field.required == "rejected" and resolve(body, field.pointer) is None)
    return 2 * known - len(body) - missing + endpoint.answers(body)


def locate_prompt(body: Mapping[str, Any], endpoint: Endpoint | None) -> str:
    """The pointer of the prompt, empty where the body has none.

    A body that has it under another service's name (`text` for `prompt`) is wrong, but its prompt can be judged.
    """
    if endpoint is not None and not endpoint.prompt:
        return ""
    first: tuple[str, ...] = (endpoint.prompt,) if endpoint is not None else ()
    for pointer in first + PROMPTS:
        if isinstance(resolve(body, pointer), str):
            return pointer
    return ""
