"""Hooks for httpx that look at each request just before it leaves and stop one that would fail.

Only requests to a known endpoint are read, and only bodies that lie in memory as JSON: a stream is never consumed. The
hooks use httpx solely through the request they are given; this module does not import it and opens no socket.
"""

from __future__ import annotations

from .lint import judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from promptlint.config import Config
    from promptlint.diagnostics import Report

    from .recognise import Recognised

    Hook = Callable[[Any], None]
    AsyncHook = Callable[[Any], Awaitable[None]]

__all__ = ["PromptRejected", "PromptWarning", "async_guard", "guard"]

_CHOICES = ("raise", "fix", "warn")


class PromptRejected(ValueError):  # noqa: N818 (it reads as what happened, as the public contract has it)
    """A request was stopped because its job would be refused. `report` says why."""

    report: Report

    def __init__(self, report: Report) -> None:
        """Take the report on the body that was to be sent."""
        self.report = report
        super().__init__(_summary(report))

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the report, as an error that crosses to another process must be."""
        return type(self), (self.report,)


class PromptWarning(UserWarning):
    """A request was sent although its job would be refused (`on_error="warn"`)."""


def guard(
    *, target: str | None = None, on_error: str = "raise", model: str | None = None, config: Config | None = None
) -> dict[str, list[Hook]]:
    """Event hooks for `httpx.Client(event_hooks=…)` that stop a request whose job would be refused.

    Without a `target` the requests to all known services are recognised by host and path; with one, those to its paths
    on any host, as a gateway or a test server needs. `on_error` is `raise` (PromptRejected), `fix` (rewrite the prompt
    with the safe fixes, and raise if an error remains) or `warn` (a PromptWarning, and send). `model` is the account's
    default model. Only errors count, and links are not requested. Raises ConfigError for an unknown target, ValueError
    for an unknown `on_error`.
    """
    return {"request": [_hook(target, on_error, model, config)]}


def async_guard(
    *, target: str | None = None, on_error: str = "raise", model: str | None = None, config: Config | None = None
) -> dict[str, list[AsyncHook]]:
    """The same for `httpx.AsyncClient(event_hooks=…)`."""
    hook = _hook(target, on_error, model, config)

    async def async_hook(request: Any) -> None:
        hook(request)

    return {"request": [async_hook]}


def _hook(target: str | None, on_error: str, model: str | None, config: Config | None) -> Hook:
    if on_error not in _CHOICES:
        raise ValueError(f"on_error is `raise`, `fix` or `warn`, not `{on_error}`")
    from promptlint.linter import lint
    from promptlint.midjourney.tables import targets

    if target is not None:
        targets().named(target)  # a wrong name must fail when the client is made, not at the first request

    def hook(request: Any) -> None:
        read = _read(request, target)
        if read is None:
            return
        body, sent_to = read
        report = judge(body, sent_to, lint, model=model, config=config)
        if report.ok:
            return
        if on_error == "warn":
            _warn(report)
            return
        if on_error == "raise":
            raise PromptRejected(report)
        mended = _mended(request, body, sent_to, report)
        if mended is None or not (after := judge(mended[0], sent_to, lint, model=model, config=config)).ok:
            raise PromptRejected(report if mended is None else after)
        _rewrite(request, mended[1])

    return hook


def _read(request: Any, target: str | None) -> tuple[dict[str, Any], Recognised] | None:
    """The body and what it is sent to; None for everything that is none of our business."""
    from promptlint.midjourney.tables import targets

    endpoints = targets().at(request.url.host, request.url.path, target, request.method)
    if not endpoints:
        return None
    kind = request.headers.get("content-type", "application/json")
    if "json" not in kind.lower() or "content-encoding" in request.headers:
        return None
    content = _content(request)
    if content is None:
        return None
    import json

    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    from .recognise import Recognised

    for endpoint in endpoints:
        if endpoint.answers(body):
            return body, Recognised(endpoint.target, endpoint, "url")
    return None


def _content(request: Any) -> bytes | None:
    """The body where it lies in memory; None for a stream, which reading would use up."""
    try:
        content: bytes = request.content
    except RuntimeError:  # httpx.RequestNotRead
        # A redirected request has not been read, though its body is the bytes of the first.
        return request.read() if type(request.stream).__name__ == "ByteStream" else None
    return content


def _mended(request: Any, body: dict[str, Any], sent_to: Recognised, report: Report) -> tuple[dict[str, Any], bytes] | None:
    """The body with the prompt's safe fixes, also as bytes; None where there is nothing to fix."""
    from .recognise import locate_prompt
    from .rewrite import replaced, with_value

    pointer = locate_prompt(body, sent_to.endpoint)
    if not pointer or report.fixed == str(report.prompt):
        return None
    return with_value(body, pointer, report.fixed), replaced(request.content, body, pointer, report.fixed)


def _rewrite(request: Any, content: bytes) -> None:
    """Give the request another body. It is made anew in place, so that its content, stream and length stay at one."""
    method, url, extensions = request.method, request.url, request.extensions
    headers = [(name, value) for name, value in request.headers.raw if name.lower() not in (b"content-length", b"transfer-encoding")]
    vars(request).clear()  # a request that still has its old content would keep it
    type(request).__init__(request, method, url, headers=headers, content=content, extensions=extensions)


def _warn(report: Report) -> None:
    import warnings

    warnings.warn(_summary(report), PromptWarning, stacklevel=3)


def _summary(report: Report) -> str:
    """The errors of a report, a line each."""
    lines = ["the request would be refused:"]
    for each in report.diagnostics:
        if each.severity == "error":
            says = ". ".join(text.rstrip(".") for text in (each.message, each.help) if text)
            lines.append(f"  {each.pointer or '/'}: {each.code} {each.name}: {says}.")
    return "\n".join(lines)
