"""MJ801 to MJ805, the project rules: off unless they are selected."""

from __future__ import annotations

import io

import promptlint
from promptlint.cli.main import main


def test_house_rules_are_off_by_default() -> None:
    codes = {each.code for each in promptlint.lint("a castle --version 7 --aspect 1:1").diagnostics}
    assert not any(code.startswith("MJ8") for code in codes)


def test_names_and_order_are_mended_together() -> None:
    config = promptlint.Config(select=("MJ802", "MJ803"))
    assert promptlint.fix("a castle --version 7 --aspect 1:1", config=config) == "a castle --ar 1:1 --v 7"


def lint_file(text: str, select: str, *more: str) -> str:
    """The output of the command line for a text file on standard input."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["lint", "--isolated", "--offline", "--select", select, "--output-format", "concise", *more, "-"]
    assert main(argv, io.StringIO(text), out, err) == 0
    return out.getvalue()


def test_findings_about_a_file_can_be_suppressed() -> None:
    text = "a castle\n# promptlint: ignore[MJ804] meant so\na castle\n"
    assert lint_file(text, "MJ804") == ""
    assert "3:1" in lint_file(text, "MJ804", "--no-suppressions")
