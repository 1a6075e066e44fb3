"""Tools for agents: the linter as a server of the Model Context Protocol, on standard input and output.

Each tool returns a typed result, and the same as one line of JSON without empty values, because an agent pays for every word.
"""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resources import FunctionResource
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from promptlint.diagnostics import at_least
from promptlint.errors import ConfigError
from promptlint.failures import explain
from promptlint.links.redact import veiled
from promptlint.linter import fix, lint
from promptlint.midjourney.describe import describe_parameter as told_of
from promptlint.midjourney.names import check_name
from promptlint.midjourney.tables import vocabulary
from promptlint.output.wording import visible
from promptlint.rules.registry import RULES
from promptlint.rules.support.pages import rule_text
from promptlint.text.did_you_mean import hint
from promptlint.text.shortening import shortened
from promptlint.version import __version__

from .instructions import as_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from promptlint.diagnostics import Diagnostic, Report
    from promptlint.rules.registry import Rule

__all__ = ["make"]

_MAX_FINDINGS = 10  # findings per answer; a prompt with more is fixed step by step anyway
_MAX_LENGTH = 60  # characters of the marked text per finding

_INSTRUCTIONS = """\
Check every Midjourney prompt with lint_prompt before it is submitted; a rejected job costs time and credits. Errors mean \
that Midjourney rejects the job. fix_prompt returns the corrected prompt. promptlint://parameters lists every parameter."""

Prompt = Annotated[str, Field(description="The whole prompt as it would be submitted, parameters included.")]
Model = Annotated[str, Field(description="The account's default model, such as 8.2 or niji 7, used if the prompt does not name one.")]
Target = Annotated[str, Field(description="Where the prompt is sent: discord, web, ttapi, goapi…")]


class Finding(BaseModel):
    """One mistake. `severity` is error (the job is rejected) or warning; `at` is the marked text."""

    code: str
    severity: str
    at: str = ""
    message: str
    help: str = ""


class Linted(BaseModel):
    """`ok` means that nothing rejects the job. `fixed` is the prompt with every safe fix, if that changes it."""

    ok: bool
    model: str
    findings: list[Finding] = []
    more: int = 0
    fixed: str = ""


class Fixed(BaseModel):
    """The corrected prompt, and the findings that are left in it."""

    prompt: str
    ok: bool
    changed: bool
    left: list[Finding] = []
    more: int = 0


class Explained(BaseModel):
    """The meaning of a failure message. `fault` is prompt, image, account, midjourney or reseller; `retry` means that the same
    job may succeed when it is submitted again. `causes` are the findings in the prompt that explain it.
    """

    known: bool
    name: str = ""
    meaning: str
    advice: str = ""
    fault: str = ""
    retry: bool = False
    rules: list[str] = []
    causes: list[Finding] = []


class Described(BaseModel):
    """A parameter on a model. `works` is absent if it is unknown."""

    written: str
    aliases: list[str] = []
    summary: str
    model: str
    takes: str
    default: str = ""
    works: bool | None = None
    support: str
    models: list[str] = []
    needs: str = ""
    notes: list[str] = []
    source: str
    date: str


class FindingOn(Finding):
    """One mistake and the models it is one on; the message is worded for the first of them."""

    models: list[str]


class Compared(BaseModel):
    """Findings by model: `refused_by` lists the models that reject the prompt, `parameters` those that some of the models lack."""

    models: list[str]
    refused_by: list[str] = []
    findings: list[FindingOn] = []
    parameters: dict[str, list[str]] = Field(default={}, description="Each parameter with the models that support it.")


def lint_prompt(prompt: Prompt, model: Model = "", target: Target = "") -> Annotated[CallToolResult, Linted]:
    """Find what would make a Midjourney job fail; return each mistake with its position, reason and fix, and the corrected prompt."""
    report = _lint(prompt, model, target)
    shown, more = _findings(report)
    fixed = report.fixed
    return _result(Linted(ok=report.ok, model=report.model, findings=shown, more=more, fixed="" if fixed == prompt else fixed))


def fix_prompt(
    prompt: Prompt,
    model: Model = "",
    target: Target = "",
    unsafe: Annotated[bool, Field(description="Also apply fixes that guess or may change the image.")] = False,
) -> Annotated[CallToolResult, Fixed]:
    """Fix a Midjourney prompt. The image stays the same unless `unsafe` is set."""
    _lint(prompt, model, target)
    fixed = fix(prompt, unsafe=unsafe, model=model or None, target=target or None)
    report = _lint(fixed, model, target)
    left, more = _findings(report)
    return _result(Fixed(prompt=fixed, ok=report.ok, changed=fixed != prompt, left=left, more=more))


def explain_failure(
    message: Annotated[str, Field(description="The message of the failed job, verbatim.")],
    prompt: Annotated[str, Field(description="The prompt of that job, to find the cause.")] = "",
) -> Annotated[CallToolResult, Explained]:
    """Explain why a Midjourney job failed: the meaning, the cause, and whether to retry."""
    failure = explain(message, prompt or None)
    causes = [_finding(each, prompt) for each in failure.causes[:_MAX_FINDINGS]]
    return _result(
        Explained(
            known=failure.known,
            name=failure.name,
            meaning=failure.meaning,
            advice=failure.advice,
            fault=failure.fault,
            retry=failure.retry,
            rules=list(failure.rules),
            causes=causes,
        )
    )


def describe_parameter(
    name: Annotated[str, Field(description="With or without dashes: --ar, sref, stylize.")], model: Model = ""
) -> Annotated[CallToolResult, Described]:
    """Describe a Midjourney parameter: what it does, what value it takes on a model, and which models support it."""
    words = vocabulary()
    wanted = name.strip().lstrip("-—–").lower()
    told = told_of(words, words.names.get(wanted, ""), _model(model))
    if told is None:
        raise ToolError(visible(f"Unknown parameter `{shortened(name)}`{hint(wanted, words.names)}"))
    return _result(
        Described(
            written=told.written,
            aliases=list(told.aliases),
            summary=told.summary,
            model=told.model,
            takes=told.takes,
            default=told.default,
            works=told.works,
            support=told.support,
            models=list(told.models),
            needs=told.needs,
            notes=list(told.notes),
            source=told.where or told.source,
            date=told.date,
        )
    )


def compare_models(
    prompt: Annotated[str, Field(description="The prompt; if it is empty, all parameters are compared.")] = "",
    models: Annotated[list[str], Field(description="Such as 7, 8.2, niji 7; if empty, all possible defaults.")] = [],  # noqa: B006 (pydantic copies it)
) -> Annotated[CallToolResult, Compared]:
    """Compare how Midjourney models treat a prompt that does not name one, or which parameters each of them supports."""
    words = vocabulary()
    names = list(dict.fromkeys(_model(each) for each in models)) or [*words.other_defaults, words.default_model]
    if not prompt:
        current = [each.name for each in words.definitions if each.status == "current"]
        known = {name: having for name, having in _lacking(current, names).items() if having}
        return _result(Compared(models=names, parameters=known))
    reports = {name: _lint(prompt, name, "") for name in names}
    parameters = next(iter(reports.values())).prompt.parameters
    return _result(
        Compared(
            models=names,
            refused_by=[name for name, report in reports.items() if not report.ok],
            findings=_merged(reports),
            parameters=_lacking([parameter.name for parameter in parameters], names),
        )
    )


def _merged(reports: dict[str, Report]) -> list[FindingOn]:
    """The first findings under all models; those of one rule at one position are merged."""
    found: dict[tuple[int, int, str, str], tuple[Diagnostic, list[str]]] = {}
    for model, report in reports.items():
        for each in report.diagnostics:
            if at_least(each.severity, "warning"):
                found.setdefault((each.start, each.end, each.code, each.severity), (each, []))[1].append(model)
    prompt = next(iter(reports.values())).prompt.source
    first = sorted(found, key=lambda key: key[:2])[:_MAX_FINDINGS]
    return [FindingOn(models=models, **_finding(each, prompt).model_dump()) for each, models in map(found.__getitem__, first)]


def _lacking(parameters: Iterable[str], models: list[str]) -> dict[str, list[str]]:
    """The parameters that not all of the models have, each with those that have it."""
    words = vocabulary()
    having = {
        words.spelling(name): [model for model in models if words.support(name, model).status == "supported"]
        for name in parameters
        if any(words.support(name, model).status not in ("supported", "unknown") for model in models)
    }
    return {name: found for name, found in having.items() if len(found) < len(models)}


def _lint(prompt: str, model: str, target: str) -> Report:
    try:
        return lint(prompt, model=model or None, target=target or None)
    except ConfigError as error:
        raise _refused(error) from None


def _model(name: str) -> str:
    """The name of a model as the tables spell it; the default for an empty name."""
    try:
        return check_name("model", name) if name else vocabulary().default_model
    except ConfigError as error:
        raise _refused(error) from None


def _refused(error: ConfigError) -> ToolError:
    text = visible(str(error))
    return ToolError(text[0].upper() + text[1:])


def _findings(report: Report) -> tuple[list[Finding], int]:
    """The findings that matter to an agent, and how many are left out."""
    grave = [each for each in report.diagnostics if at_least(each.severity, "warning")]
    return [_finding(each, report.prompt.source) for each in grave[:_MAX_FINDINGS]], max(0, len(grave) - _MAX_FINDINGS)


def _finding(diagnostic: Diagnostic, prompt: str) -> Finding:
    at = veiled(prompt)[diagnostic.start : diagnostic.end].strip()
    shown = "" if len(at) == len(prompt.strip()) else shortened(at, _MAX_LENGTH)
    return Finding(
        code=diagnostic.code,
        severity=diagnostic.severity,
        at=visible(shown),
        message=visible(diagnostic.message),
        help=visible(diagnostic.help),
    )


def _result(result: BaseModel) -> CallToolResult:
    """Return the result in both forms, without empty values."""
    fields: dict[str, Any] = result.model_dump(exclude_defaults=True)
    return CallToolResult(content=[TextContent(type="text", text=result.model_dump_json(exclude_defaults=True))], structured_content=fields)


def _page(rule: Rule) -> Callable[[], str]:
    """Return a function that reads a rule's page on request."""

    def page() -> str:
        return rule_text(rule)

    return page


def make() -> MCPServer[Any]:
    """The server with its tools and, as resources, the pages of the rules and the list of parameters."""
    server: MCPServer[Any] = MCPServer(
        "promptlint", title="Linter for Midjourney prompts", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    for tool in (lint_prompt, fix_prompt, explain_failure, describe_parameter, compare_models):
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    server.add_resource(
        FunctionResource.from_function(as_text, uri="promptlint://parameters", name="parameters", mime_type="text/markdown")
    )
    for rule in RULES:
        page = FunctionResource.from_function(
            _page(rule),
            uri=f"promptlint://rules/{rule.code}",
            name=f"{rule.code} {rule.name}",
            description=f"{rule.severity}: {rule.name.replace('-', ' ')}",
            mime_type="text/markdown",
        )
        server.add_resource(page)
    return server
