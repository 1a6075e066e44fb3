"""One line for each finding, whatever the prompt or the path holds."""

from __future__ import annotations

from io import StringIO

import pytest
from reports import finding, prompt

from promptlint.findings import Totals
from promptlint.output import FORMATS, RenderOptions, renderer


def concise(*findings):
    out = StringIO()
    renderer("concise")(iter(findings), Totals, out, RenderOptions())
    return out.getvalue()


def test_lines():
    one = finding(prompt("a cat --zap", line=3), "--zap")
    two = finding(prompt("a --zap", path="b.txt"), "--zap", severity="warning", models=("7",))

    assert concise(one, two) == ("prompts.txt:3:7: error MJ301 It is refused.\nb.txt:1:3: warning MJ301 It is refused. (with 7)\n")
    assert concise() == ""


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\u202eb", "a\tb", "a\ud800b"])
def test_one_line_whatever_is_in_it(text):
    line = concise(finding(prompt("x", path=text), "x", message=text))

    assert len(line.splitlines()) == 1
    assert line.endswith("\n")
    assert line[:-1].isprintable()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_module(name):
    assert callable(renderer(name))
    assert FORMATS[name].help


def test_an_unknown_format():
    with pytest.raises(KeyError):
        renderer("yaml")
