"""Stop a request whose job would be rejected, just before it is sent: the part for all HTTP clients, and the hooks for httpx.

Only requests to known addresses are read, and only JSON bodies in memory: a stream is never consumed. The hooks use httpx (or
httpx2) solely through the request they receive; this module imports neither and opens no socket.
"""

from __future__ import annotations

from promptlint.diagnostics import Report, apply_passes
from promptlint.rules.running import run_rule
from promptlint.text.joining import or_list
from promptlint.text.namedtuple import NamedTuple

from .lint import judge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any

    from promptlint.config import Config

    from .body_text import BodyText
    from .recognise import Recognised

    Hook = Callable[[Any], None]
    AsyncHook = Callable[[Any], Awaitable[None]]

__all__ = ["Guard", "Outgoing", "PromptRejected", "PromptWarning", "async_guard", "guard"]

_ON_ERROR = ("raise", "fix", "warn")
_ON_UNREAD = ("pass", "raise")


class PromptRejected(ValueError):  # noqa: N818 (it reads as what happened, as the public contract has it)
    """A request was stopped because its job would be rejected, or because its body could not be read (`on_unread="raise"`).

    `report` has the findings. `note` says why a fixable prompt was not fixed, or is empty.
    """

    report: Report
    note: str

    def __init__(self, report: Report, note: str = "") -> None:
        """Take the report on the body that was to be sent."""
        self.report = report
        self.note = note
        super().__init__(_summary(report) + (f"\n  not fixed: {note}" if note else ""))

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the report, as an error that crosses to another process must be."""
        return type(self), (self.report, self.note)


class PromptWarning(UserWarning):
    """A request was sent although its job would be rejected (`on_error="warn"`)."""


class Outgoing(NamedTuple):
    """A request as a client passes it. `content` is None for a stream; names of `headers` are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None


class Guard:
    """Lints outgoing requests; the arguments are those of `guard`."""

    def __init__(
        self,
        *,
        target: str | None,
        on_error: str,
        on_unread: str,
        endpoints: Mapping[str, str] | None,
        model: str | None,
        config: Config | None,
    ) -> None:
        """Check the arguments: a wrong name must fail when the client is made, not at the first request."""
        from promptlint.midjourney.names import check_name

        from .endpoints import mapped_prefixes

        for name, given, choices in (("on_error", on_error, _ON_ERROR), ("on_unread", on_unread, _ON_UNREAD)):
            if given not in choices:
                words = or_list(f"`{each}`" for each in choices)
                raise ValueError(f"{name} must be {words}, not `{given}`")
        self.target = target if target is None else check_name("target", target)
        self.on_error = on_error
        self.on_unread = on_unread
        self.prefixes = mapped_prefixes(endpoints, config)
        self.model = model if model is None else check_name("model", model)
        self.config = config

    def check(self, outgoing: Outgoing) -> bytes | None:
        """Lint a request. Return the body to send instead of its own, or None to send it unchanged.

        Raises PromptRejected for a request that must not be sent.
        """
        endpoints, by = self._endpoints(outgoing)
        if not endpoints:
            return None
        body, why = _read(outgoing)
        if body is None:
            if self.on_unread == "raise":
                raise PromptRejected(self._unread(why))
            return None
        sent_to = _recognised(body.value, endpoints, by)
        if not any(each.endpoint for each in sent_to):
            return None
        report = self._judge(body, sent_to)
        if report.ok:
            return None
        if self.on_error == "warn":
            _warn(report)
            return None
        if self.on_error == "raise":
            raise PromptRejected(report)
        from .body_text import InexactError

        try:
            return self._fixed(outgoing, body, sent_to, report)
        except InexactError:
            raise PromptRejected(report, "the body's encoding does not allow it to be changed exactly") from None

    def _endpoints(self, outgoing: Outgoing) -> tuple[tuple[Any, ...], str]:
        """The possible endpoints of the address, and how they were determined; none for unrelated requests."""
        from promptlint.midjourney.tables import targets
        from promptlint.midjourney.targets import split_url

        from .endpoints import mapped

        below = mapped(self.prefixes, outgoing.url)
        if below is not None:
            return tuple(each for each in below if each.method == outgoing.method.upper()), "endpoints"
        host, path = split_url(outgoing.url)
        return targets().at(host, path, self.target, outgoing.method.upper()), "url"

    def _judge(self, body: BodyText, sent_to: tuple[Recognised, ...]) -> Report:
        from promptlint.linter import lint

        return judge(body.value, sent_to, lint, model=self.model, config=self.config)

    def _fixed(self, outgoing: Outgoing, body: BodyText, sent_to: tuple[Recognised, ...], report: Report) -> bytes:
        """The bytes of the body with the safe fixes of its prompts. Raises PromptRejected if an error remains."""
        changed = self._with_fixes(body, sent_to)
        if changed.text == body.text:
            raise PromptRejected(report)
        after = self._judge(changed, sent_to)
        if not after.ok:
            raise PromptRejected(after)
        from .signatures import covering

        covered = covering(outgoing.headers, outgoing.url)
        if covered:
            raise PromptRejected(report, f"{covered} covers the body; fix the prompt before the request is signed")
        return changed.content()

    def _with_fixes(self, body: BodyText, sent_to: tuple[Recognised, ...]) -> BodyText:
        """Return the body with the safe fixes of each prompt, made pass by pass. Raises InexactError."""
        from functools import partial

        from .recognise import locate_prompt

        for index, place in enumerate(sent_to):
            prefix = f"/{index}" if isinstance(body.value, list) else ""
            item = body.value[index] if prefix else body.value
            pointer = locate_prompt(item, place.endpoint) if isinstance(item, dict) and place.endpoint is not None else ""
            if pointer:
                body = apply_passes(body, partial(self._pass, prefix + pointer, place.target), unsafe=False)
        return body

    def _pass(self, pointer: str, target: str | None, body: BodyText, *, unsafe: bool) -> BodyText:
        """Return the body with the fixes of one prompt that can be made at once."""
        from promptlint.linter import lint
        from promptlint.rules.support.passes import edits_of
        from promptlint.text.pointer import resolve

        found = lint(str(resolve(body.value, pointer)), model=self.model, target=target, config=self.config)
        edits = edits_of(found.diagnostics, unsafe=unsafe)
        return body.with_edits(pointer, edits) if edits else body

    def _unread(self, why: str) -> Report:
        """A report that the body was not read."""
        from promptlint.linter import lint

        message = f"the body of this request was not checked: {why}"
        found = run_rule("unreadable-file", message, "send it as JSON, uncompressed and in memory", "")
        return lint("", model=self.model, config=self.config).with_diagnostics(tuple(found))


def guard(
    *,
    target: str | None = None,
    on_error: str = "raise",
    on_unread: str = "pass",
    endpoints: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
) -> dict[str, list[Hook]]:
    """Event hooks for `httpx.Client(event_hooks=…)`, or httpx2's, that stop a request whose job would be rejected.

    Requests to all known services are recognized by host and path, and those below the URL prefixes of `endpoints` (prefix →
    target, before those of the config); with a `target`, those to its paths on any host. `on_error` is `raise` (PromptRejected),
    `fix` (apply the safe fixes to the prompt, and raise if an error remains or a signature covers the body) or `warn` (a
    PromptWarning, and send). `on_unread` is for a request to such an address whose body cannot be read (a stream, compressed, not
    JSON): `pass` sends it, `raise` raises PromptRejected. `model` is the account's default model. Only errors count, and links
    are not checked. Raises ConfigError for an unknown target or model or an invalid prefix, ValueError for another invalid choice.
    """
    checks = Guard(target=target, on_error=on_error, on_unread=on_unread, endpoints=endpoints, model=model, config=config)
    return {"request": [_hook(checks)]}


def async_guard(
    *,
    target: str | None = None,
    on_error: str = "raise",
    on_unread: str = "pass",
    endpoints: Mapping[str, str] | None = None,
    model: str | None = None,
    config: Config | None = None,
) -> dict[str, list[AsyncHook]]:
    """Event hooks for `httpx.AsyncClient(event_hooks=…)`, or httpx2's: the same as `guard`."""
    hook = _hook(Guard(target=target, on_error=on_error, on_unread=on_unread, endpoints=endpoints, model=model, config=config))

    async def async_hook(request: Any) -> None:
        hook(request)

    return {"request": [async_hook]}


def _hook(checks: Guard) -> Hook:
    def hook(request: Any) -> None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        content = checks.check(Outgoing(request.method, str(request.url), headers, _content(request)))
        if content is not None:
            _rewrite(request, content)

    return hook


def _content(request: Any) -> bytes | None:
    """The body if it is in memory, or None for a stream, which reading would consume."""
    try:
        content: bytes = request.content
    except RuntimeError:  # RequestNotRead
        # A redirected request has not been read, though its body is the bytes of the first.
        return request.read() if type(request.stream).__name__ == "ByteStream" else None
    return content


def _rewrite(request: Any, content: bytes) -> None:
    """Replace the body of the request in place, so that its content, stream and length agree."""
    method, url, extensions = request.method, request.url, request.extensions
    headers = [(name, value) for name, value in request.headers.raw if name.lower() not in (b"content-length", b"transfer-encoding")]
    vars(request).clear()  # a request that still has its old content would keep it
    type(request).__init__(request, method, url, headers=headers, content=content, extensions=extensions)


def _read(outgoing: Outgoing) -> tuple[BodyText | None, str]:
    """The body, or None and why it could not be read."""
    if outgoing.content is None:
        return None, "it is a stream"
    encoding = outgoing.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        return None, f"it is compressed (`Content-Encoding: {encoding}`)"
    from .body_text import read_body

    body = read_body(outgoing.content)
    if body is None:
        return None, "it is not JSON"
    if isinstance(body.value, dict) or (isinstance(body.value, list) and any(isinstance(item, dict) for item in body.value)):
        return body, ""
    return None, "it is neither a JSON object nor a list of objects"


def _recognised(body: Any, endpoints: tuple[Any, ...], by: str) -> tuple[Recognised, ...]:
    """The endpoint of each object of the body."""
    from .recognise import NOTHING, Recognised, answering

    def find(item: object) -> Recognised:
        found = answering(endpoints, item) if isinstance(item, dict) else None
        return NOTHING if found is None else Recognised(found.target, found, by)

    return tuple(map(find, body)) if isinstance(body, list) else (find(body),)


def _warn(report: Report) -> None:
    import warnings

    warnings.warn(_summary(report), PromptWarning, stacklevel=4)


def _summary(report: Report) -> str:
    """The errors of a report, a line each."""
    lines = ["the request would be rejected:"]
    for each in report.diagnostics:
        if each.severity == "error":
            says = ". ".join(text.rstrip(".") for text in (each.message, each.help) if text)
            lines.append(f"  {each.pointer or '/'}: {each.title}: {says}.")
    return "\n".join(lines)
