"""Properties of any input, as functions that raise AssertionError: property tests and the fuzzer share them.

Each takes any input of a user and returns nothing. An exception that the function under test documents is not a failure.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import promptlint
from promptlint import linter as engine
from promptlint.config import Config
from promptlint.diagnostics import SEVERITIES, Diagnostic, apply_edits
from promptlint.errors import ConfigError, SourceError
from promptlint.links.address import Address, Malformed, private
from promptlint.links.address import parse as parse_address
from promptlint.links.networks import refusal
from promptlint.links.offline import facts
from promptlint.links.redact import printable, redacted
from promptlint.parsing.lalr import grammar
from promptlint.project.fixing import fix_input
from promptlint.project.inputs import LintInput
from promptlint.project.judged import Judged
from promptlint.project.pipeline import judge_input, lint_input
from promptlint.project.scope import Scope
from promptlint.rules.registry import RULES
from promptlint.rules.selection import enabled_rules
from promptlint.settings_file.reading import Settings, read
from promptlint.sources.hosts import ReadOptions, find

NAMES = {rule.code: rule.name for rule in RULES}
EVERYTHING = Config(now=0, select=("ALL",), words=("gore",))
FILES = Config(now=0, python=True, toml=True, min_severity="info")
READ_ALL = ReadOptions(python=True, toml=True)


def check_parse(text: str) -> None:
    """Nothing is lost, and every span lies where it says."""
    tokens = grammar().tokens(text)
    assert "".join(text[start:end] for _, start, end in tokens) == text
    prompt = promptlint.parse(text)
    assert prompt.source == text
    at = 0
    for part in prompt.parts:
        assert at <= part.start <= part.end <= len(text)
        at = part.end
    for parameter in prompt.parameters:
        assert 0 <= parameter.start < parameter.name_end <= parameter.end <= len(text)
        assert text[parameter.start : parameter.name_end] == parameter.spelling
        for value in parameter.values:
            assert parameter.start <= value.start <= value.end <= len(text)
    for anomaly in prompt.anomalies:
        assert 0 <= anomaly.start <= anomaly.end <= len(text)
        assert anomaly.written == text[anomaly.start : anomaly.end]
    for link in prompt.links:
        assert 0 <= link.start <= link.end <= len(text)


def check_diagnostics(found: tuple[Diagnostic, ...], text: str | None) -> None:
    """Every finding is complete, in place, in order and said once. `text` is None where spans are not of one prompt."""
    for each in found:
        assert NAMES[each.code] == each.name
        assert each.severity in SEVERITIES
        assert each.message.strip()
        assert "Traceback" not in each.message
        if text is None:
            continue
        assert 0 <= each.start <= each.end <= len(text), each
        edits = each.fix.edits if each.fix else ()
        assert each.fix is None or edits
        last = 0
        for edit in sorted(edits):
            assert last <= edit.start <= edit.end <= len(text), each
            last = edit.end
    if text is not None:
        places = [(each.start, each.end, each.code) for each in found]
        assert places == sorted(set(places))


def check_lint(text: str, model: str | None = None, target: str | None = None) -> None:
    """All rules at once run through, twice the same, and the same whatever was linted before."""
    for config in (EVERYTHING, None):
        report = promptlint.lint(text, model=model, target=target, config=config)
        assert report.prompt.source == text
        assert report.model
        check_diagnostics(report.diagnostics, text)
        assert promptlint.lint(text, model=model, target=target, config=config).diagnostics == report.diagnostics
        assert _lint_anew(text, model, target, config) == report.diagnostics


def _lint_anew(text: str, model: str | None, target: str | None, config: Config | None) -> tuple[Diagnostic, ...]:
    """The state of a process that has linted nothing yet."""
    chosen = engine.settings_for(model, target, config)
    anew = engine.Settings(
        chosen.vocabulary,
        chosen.target,
        chosen.config,
        chosen.model,
        chosen.model_from,
        chosen.triggered,
        target_named=chosen.target_named,
    )
    remembered, chosen.vocabulary.memory = chosen.vocabulary.memory, {}
    try:
        return engine.lint_in_file(text, anew, template=False, wrapped=False).diagnostics
    finally:
        chosen.vocabulary.memory = remembered


def check_fix(text: str) -> None:
    """Safe fixes converge, leave none, add no error, and agree with the report. Unsafe ones converge too."""
    fixed = promptlint.fix(text)
    left = promptlint.lint(fixed).diagnostics
    assert _errors(left) <= _errors(promptlint.lint(text).diagnostics), (text, fixed)
    assert not [each for each in left if each.fix and each.fix.safe], (text, fixed)
    assert promptlint.fix(fixed) == fixed
    assert promptlint.lint(text).fixed == fixed
    promptlint.lint(promptlint.fix(text, unsafe=True))


def _errors(found: tuple[Diagnostic, ...]) -> int:
    return sum(each.severity == "error" for each in found)


def check_file(name: str, data: bytes) -> None:
    """A file is read completely or rejected with a position; each prompt maps back; a fixed file can be read."""
    try:
        for prompt in find(name, data, READ_ALL):
            for offset in {0, len(prompt.text) // 2, len(prompt.text)}:
                place = prompt.position(offset)
                assert place.line >= 1
                assert place.column >= 1
            prompt.source_line(prompt.line)
            assert 1 <= prompt.line <= prompt.end_line
    except SourceError as error:
        assert error.line >= 1
        assert error.column >= 1
        assert error.message
        assert not error.message.endswith(".")
        return
    unit = LintInput(name, name, data=data)
    for finding in lint_input(Scope(unit, Settings(FILES))).findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert (finding.end_line, finding.end_column) >= (finding.line, finding.column)
    check_mending(unit)


def check_mending(unit: LintInput) -> None:
    """The output of `--fix` can be read again, and has nothing left to fix."""

    def judge(each: LintInput) -> Iterator[Judged]:
        return judge_input(Scope(each, Settings(FILES)))

    mended = fix_input(unit, judge, FILES, unsafe=False)
    if not mended.made:
        assert mended.before is None or mended.after == mended.before.text
        return
    assert not fix_input(mended.fixed, judge, FILES, unsafe=False).made
    assert mended.diff()


def check_settings(data: bytes, name: str = "promptlint.toml") -> None:
    """Settings are understood or rejected with the name of their file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        for trusted in (True, False):
            try:
                settings = read(path, trusted=trusted)
                enabled_rules(settings.config)
                hash(settings.config)
                promptlint.lint("a cat --ar16:9", config=settings.config)
            except ConfigError as error:
                assert str(error).startswith(path), error


def check_address(url: str) -> None:
    """The checked address is the one that is connected to: an address written out again is the same one, and no spelling hides a number."""
    address = parse_address(url)
    if isinstance(address, Malformed):
        assert address.why
        assert not address.fixed or isinstance(parse_address(address.fixed), Address)
    else:
        assert address.host.isascii()
        assert 0 < address.port < 65536
        assert address.target.isascii()
        assert not set(address.url) & set("\r\n\t \\"), "nothing that could break out of a request line"
        again = parse_address(address.url)
        assert isinstance(again, Address)
        assert (again.host, again.port, again.ip, again.target) == (address.host, address.port, address.ip, address.target)
        assert bool(private(again)) == bool(private(address))
        if address.ip:
            assert bool(refusal(address.ip)) == bool(private(address))
    facts(url)
    check_lint(f"{url} a cat")


def check_redaction(text: str) -> None:
    """Blanking out twice is blanking out once, and what is printed is one printable line."""
    once = redacted(text)
    assert redacted(once) == once
    shown = printable(text)
    assert shown.isprintable()
    assert len(shown) <= 120


def check_explain(message: str, prompt: str | None = None) -> None:
    """Any message is answered; an unknown one says so."""
    failure = promptlint.explain(message, prompt)
    assert failure.meaning
    assert set(failure.rules) <= set(NAMES)
    if failure.report is not None:
        check_diagnostics(failure.report.diagnostics, prompt)
        assert set(failure.causes) <= set(failure.report.diagnostics)


def check_request(body: dict[str, Any], target: str | None = None) -> None:
    """Any JSON object is linted; its fixed prompt is a string."""
    report = promptlint.lint_request(body, target=target)
    check_diagnostics(report.diagnostics, None)
    assert isinstance(report.fixed, str)
    for each in report.diagnostics:
        assert each.pointer is None or each.pointer == "" or each.pointer.startswith("/")


def check_requests_file(text: str) -> None:
    """A file of requests is read, or rejected with a position."""
    from promptlint.requests.files import read_requests

    try:
        requests = read_requests(text)
    except SourceError as error:
        assert error.line >= 1
        assert error.message
        return
    for request in requests:
        json.dumps(request.body)
        check_request(request.body)


def edited(text: str, found: tuple[Diagnostic, ...], index: int) -> str:
    """The text with the fix of one finding made, and no other."""
    fix = found[index].fix
    return apply_edits(text, fix.edits) if fix else text
