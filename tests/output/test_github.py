"""Workflow commands: nothing of a prompt or path can start a command of its own."""

import re

import pytest
from hypothesis import given, settings
from reports import about_file, finding, prompt, reports, written

from promptlint.output.github import render

COMMAND = re.compile(r"::(error|warning|notice) ([^:\n]*)::([^\n]*)\n")


def commands(findings):
    return COMMAND.findall(written(render, findings))


@settings(max_examples=60, deadline=None)
@given(reports())
def test_each_finding_is_one_line(findings):
    document = written(render, findings)
    assert len(document.splitlines()) == len(findings)
    assert len(COMMAND.findall(document)) == len(findings)


def test_no_finding_is_no_command():
    assert written(render, []) == ""


def test_one_line_has_columns():
    assert written(render, [finding(prompt("a --cref x"), "--cref x", help="Pin model 7.")]) == (
        "::error title=promptlint MJ301 unsupported-by-model,file=prompts.txt,line=1,endLine=1,col=3,endColumn=11"
        "::prompts.txt:1:3: MJ301 unsupported-by-model: It is refused. Pin model 7.\n"
    )


def test_several_lines_have_none():
    ((_, properties, _),) = commands([finding(prompt("a --cref\nx"), "--cref\nx")])
    assert properties == "title=promptlint MJ301 unsupported-by-model,file=prompts.txt,line=1,endLine=2"


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_severity(severity, command):
    assert commands([finding(prompt("a"), "a", severity=severity)])[0][0] == command


def test_separators_are_escaped():
    ((_, properties, message),) = commands([finding(prompt("a", "50%,a:b.txt"), "a", message="100%\n::error::x\r")])
    assert "file=50%25%2Ca%3Ab.txt," in properties
    assert message == "50%25,a:b.txt:1:1: MJ301 unsupported-by-model: 100%25%0A::error::x\\x0d"


def test_a_finding_about_a_file():
    ((command, properties, _),) = commands([about_file("x.md")])
    assert command == "error"
    assert "file=x.md,line=3,endLine=3,col=1" in properties
