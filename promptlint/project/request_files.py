"""`--request`: the findings of the request bodies in a file, with their positions."""

from __future__ import annotations

from promptlint.findings import Finding, LintedPrompt, redacts
from promptlint.requests.files import read_requests
from promptlint.requests.lint import lint_request, recognised
from promptlint.requests.recognise import locate_prompt
from promptlint.sources.decoding import decode
from promptlint.sources.source_map import Mapping, PromptText

from .inputs import open_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from promptlint.config import Config
    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.requests.files import RequestText
    from promptlint.requests.recognise import Recognised

    from .inputs import LintInput

__all__ = ["request_findings"]


def request_findings(
    unit: LintInput, config: Config, model: str | None, target: str | None, *, links: bool
) -> Iterator[tuple[tuple[str, ...], bool, tuple[Finding, ...]]]:
    """For each request of the input, in order: notes for the user about how it was read, whether any of it was checked, its findings.

    `target` is the service if the command line names it; otherwise addresses and fields determine it. `links` is whether image
    links are checked. Raises OSError and SourceError if the file cannot be read.
    """
    for request in read_requests(_text(unit)):
        sent_to = recognised(request.body, target, request.url or None, request.headers, config)
        report = _report(request, config, model, target, links=links)
        pointers = list(_prompt_pointers(request.body, sent_to))
        linted = {start: _linted(unit, request, report, pointer)._replace(redact=redacts(config)) for start, pointer in pointers}
        told = [each.note(prompt=pointer != "") for each, (_, pointer) in zip(sent_to, pointers, strict=True)]
        notes = tuple(f"{unit.path}:{request.position('').line}: {note}" for note in told if note)
        checked = any(pointer or each.target for each, (_, pointer) in zip(sent_to, pointers, strict=True))
        yield notes, checked, tuple(_placed(diagnostic, request, linted[_item(request, diagnostic)]) for diagnostic in report.diagnostics)


def _prompt_pointers(body: dict[str, Any] | list[Any], sent_to: tuple[Recognised, ...]) -> Iterator[tuple[str, str]]:
    """The pointer of each item of a list body, or of the body itself (empty), with that of its prompt (empty if it has none)."""
    if not isinstance(body, list):
        yield "", locate_prompt(body, sent_to[0].endpoint)
        return
    for index, (item, each) in enumerate(zip(body, sent_to, strict=True)):
        pointer = locate_prompt(item, each.endpoint)
        yield f"/{index}", f"/{index}{pointer}" if pointer else ""


def _item(request: RequestText, diagnostic: Diagnostic) -> str:
    """The pointer of the item of a list body that a finding is about; empty where the body is one request."""
    return "/" + (diagnostic.pointer or "").split("/")[1] if isinstance(request.body, list) else ""


def _text(unit: LintInput) -> str:
    if isinstance(unit.data, str):
        return unit.data
    if unit.data is not None:
        return decode(unit.data)
    with open_input(unit.name) as file:
        return decode(file.read())


def _report(request: RequestText, config: Config, model: str | None, target: str | None, *, links: bool) -> Report:
    url = request.url or None
    if not links:
        return lint_request(request.body, target=target, url=url, headers=request.headers, model=model, config=config)
    from promptlint.api import check_request

    return check_request(request.body, target=target, url=url, headers=request.headers, model=model, config=config)


def _linted(unit: LintInput, request: RequestText, report: Report, pointer: str) -> LintedPrompt:
    """The prompt of the request, at its position; for a body without one, the whole body."""
    source = request.text_at(pointer) if pointer else None
    if source is None:
        at = request.position(pointer)
        index = request.host.index(*at)
        source = PromptText("", "request", request.host, (Mapping(0, index, index),), (0, 0), block=at.line)
        return LintedPrompt(unit.path, report.prompt.source, report.fixed, report.model, report.model_from, source)
    return LintedPrompt(unit.path, source.text, report.fixed, report.model, report.model_from, source)


def _placed(diagnostic: Diagnostic, request: RequestText, linted: LintedPrompt) -> Finding:
    pointer = diagnostic.pointer or ""
    start, end = request.span(pointer, diagnostic.start, diagnostic.end)
    # A request file is only reported on, so no fix is offered.
    return Finding(diagnostic._replace(fix=None), linted.path, start.line, start.column, end.line, end.column, linted)
